"""What the events of this room are called in the record of events."""

from django.utils.translation import gettext_lazy as _

from hulul.audit import labels
from hulul.audit.labels import Kind

VERBS = {
    "fail_stale_jobs": _("Work that stood still given up"),
    "forget_expired_sessions": _("Expired sessions forgotten"),
    "forget_finished_tasks": _("Finished tasks forgotten"),
    "requeue_lost_tasks": _("Lost tasks started again"),
}
KINDS = {"job": Kind(_("long work")), "session": Kind(_("session")), "task": Kind(_("task"))}
DETAILS = {"count": _("count"), "tasks": _("tasks")}


def register_all() -> None:
    labels.register(verbs=VERBS, kinds=KINDS, details=DETAILS)
