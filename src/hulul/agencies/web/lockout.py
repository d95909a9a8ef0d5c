"""After five failures with one account from one address, both rest for a quarter of an hour. Kept in the database."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from hulul.agencies.models import User

STATUS = 429
RETRY_SECONDS = 15 * 60


def account(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The account that somebody tries, existing or not, in one spelling."""
    return str((credentials or {}).get("email") or "").strip().lower()[:254]


def address(request: HttpRequest) -> str:
    """Where the reader is; reverse proxies have been taken into account before (HULUL_PROXIES)."""
    return str(request.META.get("REMOTE_ADDR") or "")


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any]) -> HttpResponse:
    """The same page whether the account exists or not: what happened, how long it lasts, what to do meanwhile."""
    page = render(request, "agencies/locked_out.html", status=STATUS)
    page.headers["Retry-After"] = str(RETRY_SECONDS)
    add_never_cache_headers(page)
    return page


def check_not_locked(request: HttpRequest, user: User) -> None:
    """ValidationError while this account rests for this address."""
    if not AxesProxyHandler.is_allowed(request, {"email": user.email}):
        request.axes_locked_out = True  # type: ignore[attr-defined]
        raise ValidationError(_("Too many attempts failed. Wait a quarter of an hour and try again."))


def count_failure(request: HttpRequest, user: User) -> None:
    """A wrong code counts like a wrong password."""
    user_login_failed.send(sender=__name__, credentials={"email": user.email}, request=request)
