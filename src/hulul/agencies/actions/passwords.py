"""Changing one's password, and choosing a new one when it was forgotten."""

import datetime as dt

from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from hulul.agencies import letters
from hulul.agencies.actions import notices
from hulul.agencies.actions.sessions import end_all_sessions
from hulul.agencies.models import User
from hulul.agencies.queries.accounts import account_of, own_account
from hulul.audit import queries as audit
from hulul.audit.actions import record
from hulul.kernel import clock
from hulul.kernel.actors import SYSTEM, Actor
from hulul.kernel.errors import Invalid, NotFound
from hulul.kernel.letters import send

# Nobody's letter box can be filled by asking again and again.
ASK_AGAIN_AFTER = dt.timedelta(minutes=5)


@transaction.atomic
def change_password(actor: Actor, *, password: str, keep: str = "") -> User:
    """One's own password; all sessions but the one with the key `keep` end. Invalid for a poor one."""
    user = own_account(actor)
    _set(user, password)
    end_all_sessions(actor, user, keep=keep)
    record(actor, "change_password", "user", user.pk)
    notices.password_changed(user)
    return user


@transaction.atomic
def send_password_reset(email: str) -> bool:
    """Send the letter if there is an open account with this address; whether it was sent.

    Called from a background task, so that whoever asked cannot tell from the answer whether there is one.
    """
    user = account_of(email)
    if user is None or _asked_lately(user):
        return False
    record(SYSTEM, "send_password_reset", "user", user.pk)
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    send(letters.password_reset(user, uid, default_token_generator.make_token(user)))
    return True


def account_to_reset(uid: str, token: str) -> User:
    """The account that a link in such a letter is for. NotFound when it was used, is too old or was made up."""
    try:
        user = User.objects.filter(pk=int(urlsafe_base64_decode(uid)), is_active=True).first()
    except (ValueError, OverflowError):
        user = None
    if user is None or not default_token_generator.check_token(user, token):
        raise NotFound(
            _("This link has been used already, or it is too old."), hint=_("Ask for a new one on the sign-in page.")
        )
    return user


@transaction.atomic
def reset_password(uid: str, token: str, *, password: str) -> User:
    """A new password by the link of a letter; all sessions end and a lockout is lifted. NotFound for a dead link."""
    user = account_to_reset(uid, token)
    _set(user, password)
    actor = Actor(user_id=user.pk, name=user.name)
    end_all_sessions(actor, user)
    AccessAttempt.objects.filter(username=user.email.lower()).delete()
    record(actor, "reset_password", "user", user.pk)
    notices.password_changed(user)
    return user


def _set(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    user.set_password(password)
    user.save(update_fields=["password"])


def _asked_lately(user: User) -> bool:
    sent = audit.events(SYSTEM, kind="user", object_id=str(user.pk)).filter(verb="send_password_reset")
    return sent.filter(at__gt=clock.now() - ASK_AGAIN_AFTER).exists()
