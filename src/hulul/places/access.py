"""Who may see and change places. Where places are is public; what people still doubt about them is for staff."""

from django.db.models import Q
from django.utils.translation import gettext as _

from hulul.agencies.access import check
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Denied
from hulul.kernel.tiers import Tier


def visible(actor: Actor) -> Q:
    """Which places the actor may see: all of them, the gazetteer is public."""
    return Q()


def visible_reviews(actor: Actor) -> Q:
    """Which review items: all for readers of the restricted tier, none for the public."""
    return Q() if actor.reads(Tier.RESTRICTED) else Q(pk__in=())


def can_change(actor: Actor) -> bool:
    return actor.may(Ability.KEEP_PLACES)


def check_change(actor: Actor) -> None:
    """Denied, in words, unless the actor may change places."""
    check(actor, Ability.KEEP_PLACES)


def check_reviews(actor: Actor) -> None:
    """Denied, in words, unless the actor may read the review queue."""
    if not actor.reads(Tier.RESTRICTED):
        raise Denied(_("The review queue is for staff. Sign in, or ask the administrator of your installation."))
