"""What the events of this room are called in the record of events."""

from django.utils.translation import gettext_lazy as _

from hulul.audit import labels
from hulul.audit.labels import Kind

VERBS = {
    "download": _("Data downloaded that are not public"),
    "publish": _("Generation of the figures published"),
    "retire": _("Old generation of the figures deleted"),
}
KINDS = {
    "dataset": Kind(_("dataset"), "warehouse:dataset"),
    "generation": Kind(_("generation")),
}
DETAILS = {
    "engine": _("engine"),
    "format": _("format"),
    "generation": _("generation"),
    "rows": _("rows"),
    "tier": _("sensitivity"),
    "narrowed_by": _("narrowed by"),
}


def register_all() -> None:
    labels.register(verbs=VERBS, kinds=KINDS, details=DETAILS)
