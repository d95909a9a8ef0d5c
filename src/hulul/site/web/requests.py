"""The log of requests: a line for each, without addresses and without who it was by name."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import LazyObject, empty

from hulul.site.logs import request_id, route_of

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
log = logging.getLogger("hulul.request")


class RequestLogMiddleware:
    """Gives every request a number, or keeps the one a proxy gave; it goes back in `X-Request-ID` and on every line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        number = given if SANE.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(number)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers[HEADER] = number
            log.log(
                logging.DEBUG if request.path.startswith(settings.STATIC_URL) else logging.INFO,
                "answered",
                extra={
                    "method": request.method,
                    "route": route_of(request),
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - started) * 1000, 1),
                    "actor": _actor(request),
                },
            )
            return response
        finally:
            request_id.reset(token)


def _actor(request: HttpRequest) -> int | None:
    """The number of whoever asked, when something needed to know: the log makes no query of its own."""
    actor = getattr(request, "actor", None)
    if actor is None or (isinstance(actor, LazyObject) and actor.__dict__.get("_wrapped") is empty):
        return None
    found: int | None = actor.user_id
    return found
