"""What this room's own events are called: reading the log is itself recorded."""

from django.utils.translation import gettext_lazy as _

from hulul.audit import labels
from hulul.audit.labels import Kind

VERBS = {
    "read_log": _("Record of events read"),
    "download_log": _("Record of events downloaded"),
}
KINDS = {"log": Kind(_("record of events"), "")}
DETAILS = {
    "asked_verb": _("what was done"),
    "asked_kind": _("kind of thing"),
    "asked_thing": _("thing"),
    "since": _("from"),
    "until": _("to"),
    "account": _("account"),
    "by_name": _("searched by name"),
}


def register_all() -> None:
    labels.register(verbs=VERBS, kinds=KINDS, details=DETAILS)
