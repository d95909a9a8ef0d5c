"""The four sensitivity tiers of every field and dataset column (method.md section 7, IASC 2023)."""

from enum import IntEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Tier(IntEnum):
    """Ordered from harmless to harmful: a reader of one tier reads all below it."""

    PUBLIC = 0
    RESTRICTED = 1
    CONFIDENTIAL = 2
    STRICTLY_CONFIDENTIAL = 3

    @property
    def label(self) -> Promise:
        return _LABELS[self]


_LABELS = {
    Tier.PUBLIC: _("public"),
    Tier.RESTRICTED: _("restricted"),
    Tier.CONFIDENTIAL: _("confidential"),
    Tier.STRICTLY_CONFIDENTIAL: _("strictly confidential"),
}
