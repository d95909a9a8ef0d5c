"""What somebody may do beyond reading. Roles (`agencies.rules`) are sets of these; rooms ask for the one they need."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Ability(StrEnum):
    IMPORT_ROUNDS = "import_rounds"
    KEEP_PLACES = "keep_places"
    PUBLISH = "publish"
    MEASURE = "measure"
    JUDGE = "judge"
    MANAGE_ACCESS = "manage_access"
    READ_AUDIT = "read_audit"
    OPERATE = "operate"
    BREAK_GLASS = "break_glass"

    @property
    def label(self) -> Promise:
        return _LABELS[self]


_LABELS = {
    Ability.IMPORT_ROUNDS: _("bring in, accept and withdraw rounds"),
    Ability.KEEP_PLACES: _("change places and decide how rows are matched to them"),
    Ability.PUBLISH: _("publish a new generation of the figures"),
    Ability.MEASURE: _("bring in surveys, load and activate frameworks, and decide which builds stand"),
    Ability.JUDGE: _("write, review and publish judgements on conditions in a place"),
    Ability.MANAGE_ACCESS: _("manage organisations, people, roles and sharing agreements"),
    Ability.READ_AUDIT: _("read the record of who did what"),
    Ability.OPERATE: _("watch all work in progress, and manage webhooks"),
    Ability.BREAK_GLASS: _("open a break-glass session, with a reason and for half an hour"),
}
