"""Who holds which role, where and until when: granted and ended, never deleted."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from hulul.agencies.access import actor_for, administrators, check, check_an_administrator_remains
from hulul.agencies.models import Agency, Grant, User
from hulul.agencies.rules import GRANTABLE, ROLES, place_name
from hulul.audit.actions import record
from hulul.kernel import clock
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Denied, Invalid, NotFound


@transaction.atomic
def grant(
    actor: Actor,
    user_id: int,
    *,
    role: str,
    agency: int | None = None,
    place: str = "",
    valid_until: dt.date | None = None,
) -> Grant:
    """Let a user hold a role on behalf of an agency (its id; None is the user's own), in a place and all inside it.

    It counts until the end of the day `valid_until`. Invalid for an unknown role or place, a closed agency or a day
    that is over; Conflict when the user holds the same already; Denied to whoever would let themselves read more.
    """
    check(actor, Ability.MANAGE_ACCESS)
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotFound(_("There is no such person."))
    check_grantable(role=role, agency=agency, place=place, valid_until=valid_until)
    _check_not_for_oneself(actor, user, role)
    open_ones = Grant.objects.filter(user=user, role=role, agency=agency, place=place, ended_at=None)
    past = [item for item in open_ones if item.valid_until is not None and item.valid_until < clock.today()]
    if len(past) < len(open_ones):
        raise Conflict(_("This person holds this role there already. End that grant first to change its date."))
    for item in past:
        item.ended_at = clock.now()
        item.save(update_fields=["ended_at"])
    granted = Grant.objects.create(
        user=user, role=role, agency_id=agency, place=place, valid_until=valid_until, granted_by_id=actor.user_id
    )
    until = valid_until.isoformat() if valid_until else None
    record(actor, "grant", "grant", granted.pk, user=user.pk, role=role, agency=agency, place=place, valid_until=until)
    return granted


@transaction.atomic
def end_grant(actor: Actor, grant_id: int) -> Grant:
    """From the next request on it does not count. Conflict when nobody would be left to manage access."""
    check(actor, Ability.MANAGE_ACCESS)
    list(administrators().select_for_update(of=("self",)))
    ended = Grant.objects.select_for_update().filter(pk=grant_id).first()
    if ended is None:
        raise NotFound(_("There is no such grant."))
    if ended.ended_at is not None:
        raise Conflict(_("This grant has ended already."))
    ended.ended_at = clock.now()
    ended.save(update_fields=["ended_at"])
    check_an_administrator_remains()
    record(actor, "end_grant", "grant", ended.pk, user=ended.user_id, role=ended.role, place=ended.place)
    return ended


def check_grantable(*, role: str, agency: int | None, place: str, valid_until: dt.date | None) -> None:
    """Invalid, in words, when no grant may say this. Also asked of invitations, which bring a grant."""
    if role not in GRANTABLE:
        raise Invalid(_("Unknown role: %(role)s.") % {"role": role})
    if agency is not None and not Agency.objects.filter(pk=agency, is_active=True).exists():
        raise Invalid(_("There is no such organisation, or it is closed."))
    if place and place_name(place) is None:
        raise Invalid(_("There is no place with the code %(code)s.") % {"code": place})
    if valid_until is not None and valid_until < clock.today():
        raise Invalid(_("The last day of a grant cannot be in the past."))


def _check_not_for_oneself(actor: Actor, user: User, role: str) -> None:
    """Whoever manages access reads sensitive data in break-glass sessions, and not by granting themselves a role."""
    if actor.user_id == user.pk and ROLES[role].tier > max(
        (item.tier for item in actor_for(user).held if not item.place), default=0
    ):
        raise Denied(_("Nobody lets themselves read more than before. Ask another administrator to grant this role."))
