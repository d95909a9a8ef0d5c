"""Signing in and out as the record knows it, and ending sessions."""

import datetime as dt

from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.db import transaction
from django.utils.translation import gettext as _

from hulul.agencies.access import check
from hulul.agencies.models import User
from hulul.audit.actions import record
from hulul.kernel import clock
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import ANONYMOUS, Actor
from hulul.kernel.errors import NotFound

KEEP_FAILURES = dt.timedelta(days=1)


@transaction.atomic
def note_sign_in(user: User, *, method: str) -> None:
    """`method` is password, mfa (a passkey alone), socialaccount (the provider) or invitation."""
    record(_self(user), "sign_in", "user", user.pk, method=method)


@transaction.atomic
def note_sign_out(user: User, session_key: str) -> None:
    UserSession.objects.filter(session_key=session_key).delete()
    record(_self(user), "sign_out", "user", user.pk)


@transaction.atomic
def note_failure(email: str, *, locked: bool) -> None:
    """A failed attempt; without the address, and with the account only if there is one."""
    user = User.objects.filter(email__iexact=email).first()
    record(ANONYMOUS, "sign_in_failed", "user", user.pk if user else "", locked=locked)


@transaction.atomic
def note_second_factor(user: User, *, verb: str, kind: str) -> None:
    """A second factor was added, removed or made anew; `kind` is totp, webauthn or recovery_codes."""
    record(_self(user), verb, "user", user.pk, factor=kind)


def note_use(session_key: str) -> None:
    """The session is in use; people see it in the list of their sessions."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=clock.now())


def forget_profile(account: SocialAccount) -> None:
    """Keep nothing of what an OpenID Connect provider tells besides its number for the person."""
    SocialAccount.objects.filter(pk=account.pk).update(extra_data={})


@transaction.atomic
def end_session(actor: Actor, pk: int) -> None:
    """End one session: one's own, or anybody's for who manages access. NotFound when there is none to end."""
    session = UserSession.objects.filter(pk=pk).first()
    if session is None or (session.user_id != actor.user_id and not actor.may(Ability.MANAGE_ACCESS)):
        raise NotFound(_("There is no such session any more."))
    session.end()
    record(actor, "end_session", "user", session.user_id)


@transaction.atomic
def end_all_sessions(actor: Actor, user: User, *, keep: str = "") -> int:
    """End all sessions of a person but the one with the key `keep`; returns how many."""
    if actor.user_id != user.pk:
        check(actor, Ability.MANAGE_ACCESS)
    ended = list(UserSession.objects.filter(user=user).exclude(session_key=keep))
    for session in ended:
        session.end()
    record(actor, "end_all_sessions", "user", user.pk, count=len(ended))
    return len(ended)


@transaction.atomic
def forget_failures(actor: Actor) -> int:
    """Remove what is kept, with addresses, of failed attempts that lock nobody out any more; returns how many."""
    count: int = AccessAttempt.objects.filter(attempt_time__lt=clock.now() - KEEP_FAILURES).delete()[0]
    if count:
        record(actor, "forget_failures", "user", count=count)
    return count


@transaction.atomic
def unlock(actor: Actor, user: User) -> None:
    """Let an account be tried again at once after too many failures."""
    check(actor, Ability.MANAGE_ACCESS)
    AccessAttempt.objects.filter(username=user.email.lower()).delete()
    record(actor, "unlock_user", "user", user.pk)


def _self(user: User) -> Actor:
    """The person as whoever did it: what is recorded here happens before or after there is an actor."""
    return Actor(user_id=user.pk, name=user.name)
