"""Who may read which events: auditors all of them, everybody else what they did themselves."""

from django.db.models import Q
from django.utils.translation import gettext as _

from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Denied


def visible(actor: Actor) -> Q:
    """The events an actor may see; none for nobody in particular."""
    if reads_everything(actor):
        return Q()
    return Q(pk__in=()) if actor.user_id is None else Q(user_id=actor.user_id)


def reads_everything(actor: Actor) -> bool:
    return actor.may(Ability.READ_AUDIT)


def check_reads(actor: Actor) -> None:
    """Denied for whoever has done nothing that could be shown: visitors and machines without an owner."""
    if actor.user_id is None and not reads_everything(actor):
        raise Denied(_("Sign in to read the record of what you did."))
