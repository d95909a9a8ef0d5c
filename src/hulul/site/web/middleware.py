"""What stands round every answer: errors as pages in the reader's language, and how long the answer took."""

import time
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found

from hulul.kernel.errors import Denied, HululError, NotFound


class ErrorMiddleware:
    """Errors that a person can solve, told in words.

    Somebody signed in hears why something is denied. Nobody in particular hears what an address that does not exist
    would say, so that a refusal does not give away what there is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, HululError):
            return None
        fragment = bool(request.headers.get("HX-Request"))
        if isinstance(error, Denied) and request.actor.is_anonymous:  # type: ignore[attr-defined]
            if not fragment:
                return page_not_found(request, Http404())
            error = NotFound(_("There is nothing at this address."))
        template = "ui/error_fragment.html" if fragment else "ui/error.html"
        return render(request, template, {"error": error}, status=error.status)


class TimingMiddleware:
    """Says in a `Server-Timing` header how long the answer took, for the browser's tools and the benchmarks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        response.headers["Server-Timing"] = f"app;dur={(time.perf_counter() - started) * 1000:.1f}"
        return response
