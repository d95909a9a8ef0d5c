"""Who sees which rounds and who may bring them in."""

from django.db.models import Q

from hulul.agencies.access import check
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor


def visible_versions(actor: Actor) -> Q:
    """Versions up to the actor's tier; withdrawn and superseded ones only for those who may import."""
    seen = Q(tier__lte=int(actor.tier))
    return seen if may_import(actor) else seen & Q(state="accepted")


def visible_imports(actor: Actor) -> Q:
    """Imports are the work of those who may import; others see none."""
    return Q() if may_import(actor) else Q(pk__in=())


def may_import(actor: Actor) -> bool:
    return actor.may(Ability.IMPORT_ROUNDS)


def check_may_import(actor: Actor) -> None:
    check(actor, Ability.IMPORT_ROUNDS)
