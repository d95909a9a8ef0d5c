"""What the events of this room are called in the record of events."""

from django.utils.translation import gettext_lazy as _

from hulul.audit import labels
from hulul.audit.labels import Kind
from hulul.kernel.abilities import Ability

VERBS = {
    "accept_round": _("Round accepted"),
    "answer_import": _("Questions about a file answered"),
    "recognise_round": _("File recognised as one that is known"),
    "refuse_import": _("File left out"),
    "restore_round": _("Version of a round restored"),
    "stage_imports": _("Files brought in"),
    "withdraw_round": _("Version of a round withdrawn"),
}
KINDS = {
    "round": Kind(_("round"), "tracking:round"),
    "import": Kind(_("file brought in"), "tracking:import", Ability.IMPORT_ROUNDS),
    "import_batch": Kind(_("files brought in together"), "tracking:batch", Ability.IMPORT_ROUNDS),
}
DETAILS = {
    "answers": _("answers"),
    "file": _("file"),
    "files": _("files"),
    "learned": _("columns remembered"),
    "now": _("version that stands now"),
    "reason": _("reason"),
    "version": _("version"),
}


def register_all() -> None:
    labels.register(verbs=VERBS, kinds=KINDS, details=DETAILS)
