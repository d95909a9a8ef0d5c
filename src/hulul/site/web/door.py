"""The door of the API: who asks, how often, from which site, and what every answer has in common.

Everything below /api/ passes here, addresses that do not exist too. A token in the Authorization header makes the
actor, and one that does not stand is refused, never taken for nobody in particular. The session of a person signed in
counts for reading only: what changes something needs a token, so that no other site can make a browser do it.
"""

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers, set_response_etag
from django.utils.translation import gettext as _

from hulul.agencies import actions
from hulul.kernel.actors import ANONYMOUS, Actor
from hulul.site.rates import Limiter
from hulul.site.web.addresses import network

PREFIX = "/api/"
READING = ("GET", "HEAD")

_limiter = Limiter(settings.HULUL_HOME / "tmp" / "api-rates")


class ApiDoorMiddleware:
    """Stands inside the middleware that knows the session, so that the session's actor is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        if request.method == "OPTIONS":
            return _preflight()
        head = request.method == "HEAD"
        if head:
            request.method = "GET"
        response = _refused(request) or self.get_response(request)
        response = _finished(request, response)
        return _without_body(response) if head else response


def _refused(request: HttpRequest) -> HttpResponse | None:
    """An answer for those who may not come in now; None for the others, whose actor is known from here on."""
    credentials = request.headers.get("Authorization", "")
    if credentials:
        scheme, _space, secret = credentials.partition(" ")
        found = actions.use_token(secret.strip()) if scheme.lower() == "bearer" else None
        if found is None:
            return _too_often(request, f"a{network(request)}", anonymous=True) or _unknown_token()
        token, actor = found
        _let_in(request, actor)
        return _too_often(request, f"t{token.pk}", anonymous=False)
    if request.method not in READING:
        _let_in(request, ANONYMOUS)
    actor = request.actor  # type: ignore[attr-defined]
    if actor.user_id is None:
        return _too_often(request, f"a{network(request)}", anonymous=True)
    return _too_often(request, f"u{actor.user_id}", anonymous=False)


def _let_in(request: HttpRequest, actor: Actor) -> None:
    request.actor = actor  # type: ignore[attr-defined]


def _too_often(request: HttpRequest, who: str, *, anonymous: bool) -> HttpResponse | None:
    rate = settings.HULUL_API_RATE_ANONYMOUS if anonymous else settings.HULUL_API_RATE
    seconds = _limiter.wait(who, rate) if rate else 0
    if not seconds:
        return None
    hint = _("Ask for more rows at once, keep answers by their ETag, or use a token.") if anonymous else ""
    response = problem(429, "too_many_requests", _("Too many requests. Wait for as long as Retry-After says."), hint)
    response["Retry-After"] = str(seconds)
    return response


def _unknown_token() -> HttpResponse:
    response = problem(
        401,
        "token",
        _("The token is not known, has ended or was revoked."),
        _("Make a new one on the page “Tokens for programs”, and send it as “Authorization: Bearer <token>”."),
    )
    response["WWW-Authenticate"] = 'Bearer realm="Hulul", error="invalid_token"'
    return response


def problem(status: int, code: str, message: str, hint: str = "", **more: Any) -> HttpResponse:
    """An error as every address of the API tells it."""
    body = {"code": code, "message": message, "hint": hint, **more}
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/json", status=status)


def _preflight() -> HttpResponse:
    """Other sites may read what everybody may read; they may send neither tokens nor anything else."""
    response = HttpResponse(status=204)
    response["Allow"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD"
    response["Access-Control-Allow-Headers"] = "Accept, Accept-Language, If-None-Match"
    response["Access-Control-Max-Age"] = "86400"
    return response


def _finished(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    anonymous = request.actor.user_id is None  # type: ignore[attr-defined]
    if response.status_code >= 400 and not response.get("Content-Type", "").startswith("application/json"):
        response = _in_words(response)
    if response.status_code == 200 and request.method == "GET":
        response = _conditional(request, response)
    if response.status_code in (200, 304) and request.method == "GET":
        whose = {"public": True} if anonymous else {"private": True}
        patch_cache_control(response, no_cache=True, **whose)
    else:
        patch_cache_control(response, no_store=True)
    patch_vary_headers(response, ("Accept", "Accept-Language", "Authorization", "Cookie"))
    if anonymous:
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    return response


def _conditional(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """304 for whoever has this answer already. What has no edition of its own is known by its contents."""
    if not isinstance(response, HttpResponse):
        return response
    if not response.has_header("ETag"):
        set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _in_words(response: HttpResponseBase) -> HttpResponseBase:
    """What Django would tell people as a page, as JSON with the same status and headers."""
    words = {
        403: ("denied", _("This may not be done.")),
        404: ("not_found", _("There is nothing at this address.")),
        405: ("method_not_allowed", _("This address cannot be used in this way. Header Allow says how it can.")),
        503: ("unavailable", _("The service cannot answer just now. Try again in a moment.")),
        413: ("too_large", _("What was sent is too large.")),
    }
    fault = ("fault", _("Something went wrong on our side. Nothing was changed."))
    unreadable = ("bad_request", _("The request cannot be understood."))
    code, message = words.get(response.status_code, fault if response.status_code >= 500 else unreadable)
    told = problem(response.status_code, code, message)
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if response.has_header(name):
            told[name] = response[name]
    return told


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    """The same headers; the length of the body where it is known."""
    if isinstance(response, HttpResponse):
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    elif isinstance(response, StreamingHttpResponse):
        response.streaming_content = ()
    return response
