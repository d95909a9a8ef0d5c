"""Who may see and manage webhooks: those who operate the installation."""

from django.db.models import Q

from hulul.agencies.access import check
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor


def visible(actor: Actor) -> Q:
    """Webhooks are the work of those who operate; others see none."""
    return Q() if actor.may(Ability.OPERATE) else Q(pk__in=())


def check_may_manage(actor: Actor) -> None:
    check(actor, Ability.OPERATE)
