"""Ends sessions that rested too long, gives every request its Actor, leads to the second factor where it is due."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from hulul.agencies.access import actor_for
from hulul.agencies.actions import sessions
from hulul.agencies.queries.accounts import lacks_second_factor

STARTED, SEEN = "started", "seen"
LONGEST_REST = 12 * 3600
LONGEST_SESSION = 7 * 24 * 3600
# How exactly a session knows when it was used last; each note of it is a write.
SEEN_EVERY = 600

# What somebody who has to set up a second factor may still do.
OPEN_WITHOUT = ("account/", "language/", "static/", "health", "single-sign-on/")

Answer = Callable[[HttpRequest], HttpResponse]


class SessionLifeMiddleware:
    """A session ends twelve hours after it was used last, and after a week in any case. Visitors have none."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self._age(request)
        return self.get_response(request)

    def _age(self, request: HttpRequest) -> None:
        now = int(time.time())
        started = request.session.setdefault(STARTED, now)
        seen = request.session.setdefault(SEEN, now)
        if now - started > LONGEST_SESSION or now - seen > LONGEST_REST:
            logout(request)
        elif now - seen > SEEN_EVERY:
            request.session[SEEN] = now
            sessions.note_use(request.session.session_key or "")


class ActorMiddleware:
    """Sets `request.actor`, looked up on first use so that static and cached answers need no database."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_for(request.user))  # type: ignore[attr-defined]
        return self.get_response(request)


class SecondFactorMiddleware:
    """Who holds a role of HULUL_REQUIRE_MFA sets up a second factor before anything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.HULUL_REQUIRE_MFA
            and settings.SESSION_COOKIE_NAME in request.COOKIES
            and not _is_open(request.path)
            and lacks_second_factor(request.actor)  # type: ignore[attr-defined]
        ):
            return redirect("agencies:second_factor_due")
        return self.get_response(request)


def _is_open(path: str) -> bool:
    without_language = path.removeprefix("/").partition("/")
    inner = without_language[2] if without_language[0] in dict(settings.LANGUAGES) else path.removeprefix("/")
    return inner.startswith(OPEN_WITHOUT)
