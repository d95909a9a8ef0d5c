"""The machine-readable door: every room's routers under /api/v1. Nobody in particular reads what is public.

What stands round every answer (tokens, rates, caching, other sites) is in `web/door.py`.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from hulul import __version__
from hulul.agencies.access import check_scope
from hulul.kernel.errors import Denied, HululError, Invalid
from hulul.measurement.api import router as measurement
from hulul.places.api import router as places
from hulul.site.contract import described, operation_of
from hulul.site.web.door import problem
from hulul.site.web.wrong_parameters import wrong_parameters
from hulul.tracking.api import imports, rounds
from hulul.warehouse.api import router as data


class Api(NinjaAPI):
    """Ninja's, with the errors, tokens and paging that all operations have written into the description."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        return described(super().get_openapi_schema(*args, **kwargs))


def admit(request: HttpRequest) -> bool:
    """Whether this request may go on to its operation: with a token made for it, and no parameter that it lacks."""
    operation = operation_of(api, request)
    actor = request.actor  # type: ignore[attr-defined]
    if operation.scope != "read" and actor.user_id is None:
        return False
    check_scope(actor, operation.scope)
    unknown = sorted(set(request.GET) - operation.parameters)
    if unknown and not operation.is_narrowed_by_columns:
        raise Invalid(
            _("There is no parameter %(name)s here. Parameters: %(names)s.")
            % {"name": unknown[0][:80], "names": ", ".join(sorted(operation.parameters)) or "-"},
            code="unknown_parameter",
        )
    return True


api = Api(
    title="Hulul",
    version=__version__,
    description="Statistics of displacement and return. Errors are JSON with a code, a message and a hint.",
    urls_namespace="api",
    docs_url=None,
    auth=admit,
)
api.add_router("/places", places)
api.add_router("/rounds", rounds)
api.add_router("/imports", imports)
api.add_router("", measurement)
api.add_router("", data)


@api.exception_handler(HululError)
def _solvable(request: HttpRequest, error: HululError) -> HttpResponse:
    if isinstance(error, Denied) and request.actor.is_anonymous:  # type: ignore[attr-defined]
        return _not_found(request, Http404())  # a refusal would give away what there is
    return problem(error.status, error.code, error.message, error.hint)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, "not_found", _("There is nothing at this address."))


@api.exception_handler(AuthenticationError)
def _needs_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    hint = _("Send “Authorization: Bearer <token>”. Tokens are made on the page “Tokens for programs”.")
    response = problem(401, "token_needed", _("This needs a token."), hint)
    response["WWW-Authenticate"] = 'Bearer realm="Hulul"'
    return response


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "bad_request", _("The request cannot be understood."))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = wrong_parameters(error.errors)
    message = _("A parameter cannot be understood.")
    hint = " ".join(f"{each['name']}: {each['message']}" for each in wrong)
    return problem(422, "invalid", message, hint, parameters=wrong)
