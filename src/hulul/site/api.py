"""The machine-readable door: every room's router under /api/v1. Nobody in particular reads what is public."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError

from hulul import __version__
from hulul.kernel.errors import Denied, HululError
from hulul.places.api import router as places
from hulul.tracking.api import router as rounds
from hulul.warehouse.api import router as data

api = NinjaAPI(
    title="Hulul",
    version=__version__,
    description="Statistics of displacement and return. Errors are JSON with a code, a message and a hint.",
    urls_namespace="api",
    docs_url=None,
)
api.add_router("/places", places)
api.add_router("/rounds", rounds)
api.add_router("/data", data)


def _answer(request: HttpRequest, status: int, code: str, message: str, hint: str = "", **more: Any) -> HttpResponse:
    return api.create_response(request, {"code": code, "message": message, "hint": hint, **more}, status=status)


@api.exception_handler(HululError)
def _solvable(request: HttpRequest, error: HululError) -> HttpResponse:
    if isinstance(error, Denied) and request.actor.is_anonymous:  # type: ignore[attr-defined]
        return _not_found(request, Http404())  # a refusal would give away what there is
    return _answer(request, error.status, error.code, error.message, error.hint)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return _answer(request, 404, "not_found", _("There is nothing at this address."))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _answer(
        request,
        422,
        "invalid",
        _("A parameter cannot be understood."),
        parameters=[dict(part) for part in error.errors],
    )
