"""Changing, closing and opening accounts, also those that nobody uses any more."""

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from hulul.agencies import letters
from hulul.agencies.access import check, check_an_administrator_remains
from hulul.agencies.actions import notices
from hulul.agencies.models import Agency, ApiToken, BreakGlass, User
from hulul.agencies.queries.accounts import is_last_administrator, last_used, own_account, warned_at
from hulul.audit.actions import record
from hulul.kernel import clock
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import SYSTEM, Actor
from hulul.kernel.errors import Conflict, Invalid, NotFound
from hulul.kernel.letters import send

WARNED_BEFORE = dt.timedelta(days=14)


@transaction.atomic
def change_user(actor: Actor, pk: int, *, name: str, agency: int | None, language: str) -> User:
    """What an administrator may change of an account. Invalid for an unknown agency or language."""
    check(actor, Ability.MANAGE_ACCESS)
    user = _user(pk)
    if agency is not None and not Agency.objects.filter(pk=agency).exists():
        raise Invalid(_("There is no such organisation, or it was closed."))
    user.agency_id = agency
    _describe(user, name, language)
    user.save(update_fields=["name", "agency", "language"])
    record(actor, "change_user", "user", user.pk, agency=agency, language=language)
    return user


@transaction.atomic
def change_profile(actor: Actor, *, name: str, language: str) -> User:
    """What people change of their own account."""
    user = own_account(actor)
    _describe(user, name, language)
    user.save(update_fields=["name", "language"])
    record(actor, "change_profile", "user", user.pk, language=language)
    return user


@transaction.atomic
def deactivate_user(actor: Actor, pk: int, *, reason: str) -> User:
    """Close an account: its sessions, tokens and break-glass sessions end at once. The last administrator stays."""
    check(actor, Ability.MANAGE_ACCESS)
    user = _user(pk)
    if not reason.strip():
        raise Invalid(_("Say why the account is closed."))
    if not user.is_active:
        raise Conflict(_("This account has been closed already."))
    now = clock.now()
    user.is_active, user.deactivated_at, user.deactivated_why = False, now, reason.strip()[:200]
    user.save(update_fields=["is_active", "deactivated_at", "deactivated_why"])
    check_an_administrator_remains()
    for session in UserSession.objects.filter(user=user):
        session.end()
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    BreakGlass.objects.filter(user=user, ended_at=None).update(ended_at=now)
    record(actor, "deactivate_user", "user", user.pk, reason=user.deactivated_why)
    return user


@transaction.atomic
def reactivate_user(actor: Actor, pk: int) -> User:
    """Open a closed account again, with the roles it still holds; its tokens stay revoked."""
    check(actor, Ability.MANAGE_ACCESS)
    user = _user(pk)
    if user.is_active:
        raise Conflict(_("This account is open."))
    user.is_active, user.deactivated_at, user.deactivated_why = True, None, ""
    user.save(update_fields=["is_active", "deactivated_at", "deactivated_why"])
    record(actor, "reactivate_user", "user", user.pk)
    return user


@transaction.atomic
def remove_second_factors(actor: Actor, pk: int) -> int:
    """For somebody who lost phone and recovery codes and proved who they are; returns how many were removed."""
    check(actor, Ability.MANAGE_ACCESS)
    user = _user(pk)
    count: int = Authenticator.objects.filter(user=user).delete()[0]
    record(actor, "remove_second_factors", "user", user.pk, count=count)
    notices.second_factor_changed(user)
    return count


@transaction.atomic
def warn_inactive_users(actor: Actor) -> int:
    """Write to people whose account will be closed in two weeks because they do not use it; returns how many."""
    check(actor, Ability.MANAGE_ACCESS)
    found = [user for user, used in _resting(WARNED_BEFORE) if warned_at(user, used) is None]
    for user in found:
        record(actor, "warn_inactive_user", "user", user.pk)
        send(letters.will_be_closed(user, WARNED_BEFORE.days))
    return len(found)


@transaction.atomic
def deactivate_inactive_users(actor: Actor) -> int:
    """Close accounts nobody used for HULUL_INACTIVE_DAYS, whose owners were told two weeks ago; returns how many."""
    check(actor, Ability.MANAGE_ACCESS)
    count = 0
    for user, used in _resting(dt.timedelta()):
        warned = warned_at(user, used)
        if warned is None or warned > clock.now() - WARNED_BEFORE or is_last_administrator(user):
            continue
        with override(settings.LANGUAGE_CODE):
            deactivate_user(SYSTEM, user.pk, reason=_("Not used for a long time."))
        count += 1
    return count


def _resting(before: dt.timedelta) -> list[tuple[User, dt.datetime]]:
    """Open accounts, with their last use, that will have rested for HULUL_INACTIVE_DAYS after `before`."""
    if not settings.HULUL_INACTIVE_DAYS:
        return []
    limit = clock.now() - dt.timedelta(days=settings.HULUL_INACTIVE_DAYS) + before
    old = User.objects.filter(is_active=True, created_at__lt=limit).exclude(last_login__gte=limit).order_by("id")
    used = [(user, last_used(user)) for user in old]
    return [(user, moment) for user, moment in used if moment < limit and not is_last_administrator(user)]


def _user(pk: int) -> User:
    user = User.objects.select_for_update().filter(pk=pk).first()
    if user is None:
        raise NotFound(_("There is no such account."))
    return user


def _describe(user: User, name: str, language: str) -> None:
    if not name.strip():
        raise Invalid(_("The name is missing."))
    if language and language not in dict(settings.LANGUAGES):
        raise Invalid(_("Unknown language: %(code)s.") % {"code": language})
    user.name, user.language = name.strip()[:120], language
