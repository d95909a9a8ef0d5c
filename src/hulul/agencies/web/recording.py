"""What django-allauth and Django tell of signing in, put on record."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.http import HttpRequest

from hulul.agencies.actions import notices, sessions
from hulul.agencies.models import User


def connect() -> None:
    """Once, when the program starts."""
    user_logged_in.connect(_signed_in, dispatch_uid="hulul.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="hulul.signed_out")
    user_login_failed.connect(_failed, dispatch_uid="hulul.failed")
    authenticator_added.connect(_added, dispatch_uid="hulul.added")
    authenticator_removed.connect(_removed, dispatch_uid="hulul.removed")
    authenticator_reset.connect(_reset, dispatch_uid="hulul.reset")


def _signed_in(request: HttpRequest, user: User, **_rest: Any) -> None:
    records = get_authentication_records(request, user)
    sessions.note_sign_in(user, method=records[0]["method"] if records else "invitation")


def _signed_out(request: HttpRequest, user: User | None, **_rest: Any) -> None:
    if user is not None:
        sessions.note_sign_out(user, request.session.session_key or "")


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_rest: Any) -> None:
    if request is not None:
        locked = bool(getattr(request, "axes_locked_out", False))
        sessions.note_failure(str(credentials.get("email") or ""), locked=locked)


def _added(user: User, authenticator: Any, **_rest: Any) -> None:
    sessions.note_second_factor(user, verb="add_second_factor", kind=str(authenticator.type))
    notices.second_factor_changed(user)


def _removed(user: User, authenticator: Any, **_rest: Any) -> None:
    sessions.note_second_factor(user, verb="remove_second_factor", kind=str(authenticator.type))
    notices.second_factor_changed(user)


def _reset(user: User, authenticator: Any, **_rest: Any) -> None:
    sessions.note_second_factor(user, verb="renew_second_factor", kind=str(authenticator.type))
    notices.second_factor_changed(user)
