"""What monitors and load balancers ask, and what readers see when something cannot be answered now."""

import sys
from dataclasses import asdict
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hulul import __version__
from hulul.kernel.errors import NotFound
from hulul.site.health import readiness, schema
from hulul.site.logs import request_id
from hulul.warehouse.queries import current_generation

RETRY_SECONDS = 15


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Alive: 200 while this process can ask the database, 503 while it cannot."""
    answer: dict[str, Any] = {"version": __version__, "database": "ok", "generation": None}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        answer["generation"] = current_generation().number
    except NotFound:
        answer["generation"] = None
    except DatabaseError:
        answer["database"] = "unreachable"
        return JsonResponse(answer, status=503)
    return JsonResponse(answer)


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Ready: 503 while pages cannot be answered; 200 with the status "degraded" while only background work stands."""
    found = readiness()
    status = 503 if found.status == "unavailable" else 200
    return JsonResponse({"status": found.status, **asdict(found)}, status=status)


def fault(request: HttpRequest) -> HttpResponse:
    """The answer to an error nobody expected: 503 when its cause is an upgrade or a database that is away, else 500.

    Neither asks the database for anything, so that both can be shown without it.
    """
    error = sys.exc_info()[1]
    if isinstance(error, DatabaseError) and not _can_answer():
        return _unavailable(request)
    return HttpResponseServerError(loader.render_to_string("500.html", {"request_id": request_id.get()}))


def _can_answer() -> bool:
    try:
        return schema().is_current
    except DatabaseError:
        return False


def _unavailable(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        message = _("Hulul is being brought up to date or its database is away. Ask again in a moment.")
        answer: HttpResponse = JsonResponse({"code": "unavailable", "message": message, "hint": ""}, status=503)
    else:
        answer = HttpResponse(loader.render_to_string("site/unavailable.html"), status=503)
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    answer.headers["Cache-Control"] = "no-store"
    return answer
