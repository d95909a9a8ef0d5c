"""Sessions in which an administrator sees sensitive data: opened for a reason, over after half an hour."""

from django.db import transaction
from django.utils.translation import gettext as _

from hulul.agencies.access import check
from hulul.agencies.actions import notices
from hulul.agencies.models import BreakGlass, User
from hulul.agencies.rules import BREAK_GLASS, says_something
from hulul.audit.actions import record
from hulul.kernel import clock
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Denied, Invalid


@transaction.atomic
def open_break_glass(actor: Actor, *, reason: str) -> BreakGlass:
    """Half an hour, from now, in which the actor reads every tier; those whose data it is are told.

    Invalid for a reason that says nothing, Conflict while a session runs, Denied to whoever is not a person.
    """
    check(actor, Ability.BREAK_GLASS)
    if actor.user_id is None:
        raise Denied(_("Only a person who signed in can open a break-glass session."))
    if not says_something(reason):
        raise Invalid(_("Say in a few words why this is needed now. Those whose data it is will read it."))
    user = User.objects.select_for_update().get(pk=actor.user_id)
    if user.break_glass.filter(ended_at=None, ends_at__gt=clock.now()).exists():
        raise Conflict(_("A break-glass session is open already."))
    opened = BreakGlass.objects.create(
        user=user, reason=" ".join(reason.split())[:400], ends_at=clock.now() + BREAK_GLASS
    )
    record(
        actor, "open_break_glass", "break_glass", opened.pk, reason=opened.reason, ends_at=opened.ends_at.isoformat()
    )
    notices.break_glass_opened(opened)
    return opened


@transaction.atomic
def close_break_glass(actor: Actor) -> BreakGlass:
    """End one's own session before its time. Conflict when none is open."""
    found = BreakGlass.objects.select_for_update().filter(
        user_id=actor.user_id or 0, ended_at=None, ends_at__gt=clock.now()
    )
    closed = found.first()
    if closed is None:
        raise Conflict(_("No break-glass session is open."))
    closed.ended_at = clock.now()
    closed.save(update_fields=["ended_at"])
    record(actor, "close_break_glass", "break_glass", closed.pk)
    return closed
