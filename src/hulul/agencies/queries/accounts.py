"""Accounts: as they are looked up when somebody signs in, and what a person sees of their own."""

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.translation import gettext as _

from hulul.agencies.access import administrators, check, still_valid
from hulul.agencies.models import ApiToken, Grant, User
from hulul.audit import queries as audit
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import SYSTEM, Actor
from hulul.kernel.errors import NotFound

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def account_of(email: str) -> User | None:
    """The open account with this e-mail address, in any case."""
    return User.objects.filter(email__iexact=email.strip(), is_active=True).first()


def own_account(actor: Actor) -> User:
    """The account of whoever asks. NotFound for nobody."""
    found = User.objects.filter(pk=actor.user_id).first() if actor.user_id else None
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found


def own_grants(actor: Actor) -> list[Grant]:
    """What the person holds today, with the agencies."""
    return list(own_account(actor).grants.filter(still_valid()).select_related("agency").order_by("id"))


def authenticators(actor: Actor) -> list[Authenticator]:
    """The person's own authenticator app, passkeys and recovery codes, oldest first."""
    return list(Authenticator.objects.filter(user_id=actor.user_id).order_by("id"))


def lacks_second_factor(actor: Actor) -> bool:
    """Whether a role the actor holds demands a second factor (HULUL_REQUIRE_MFA) and there is none."""
    if actor.user_id is None or actor.roles.isdisjoint(settings.HULUL_REQUIRE_MFA):
        return False
    return not Authenticator.objects.filter(user_id=actor.user_id, type__in=SECOND_FACTORS).exists()


def sessions(actor: Actor, user: User) -> list[UserSession]:
    """Where a person is signed in, last use first: one's own, or anybody's for who manages access."""
    if actor.user_id != user.pk:
        check(actor, Ability.MANAGE_ACCESS)
    found: list[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda session: session.last_seen_at, reverse=True)


def is_last_administrator(user: User) -> bool:
    """Whether nobody else could manage access without this account."""
    holders = administrators()
    return holders.filter(user=user).exists() and not holders.exclude(user=user).exists()


def last_used(user: User) -> dt.datetime:
    """When the account was last signed in with, read the API, was opened again, or was made."""
    token = ApiToken.objects.filter(user=user).exclude(last_used_at=None).order_by("-last_used_at").first()
    opened = audit.events(SYSTEM, kind="user", object_id=str(user.pk)).filter(verb="reactivate_user").first()
    times = (user.created_at, user.last_login, token and token.last_used_at, opened and opened.at)
    return max(time for time in times if time)


def warned_at(user: User, since: dt.datetime) -> dt.datetime | None:
    """When the person was first told, since a moment, that the account will be closed; None when never."""
    told = audit.events(SYSTEM, kind="user", object_id=str(user.pk)).filter(verb="warn_inactive_user", at__gt=since)
    first = told.order_by("id").first()
    return first.at if first else None
