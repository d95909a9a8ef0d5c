"""Long work that is under way, the description of the API, and what machines ask: is it alive, what may be crawled."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hulul import __version__
from hulul.kernel import jobs
from hulul.kernel.errors import NotFound
from hulul.site.web.operations import operations
from hulul.warehouse.queries import current_generation


@require_safe
@never_cache
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """How far a job is. htmx asks again every second until it has ended; without scripts there is a link to do so."""
    found = jobs.find(request.actor, job_id)  # type: ignore[attr-defined]
    if found is None:
        raise NotFound(_("There is no such work under way, or it belongs to somebody else."))
    template = "site/job_progress.html" if request.headers.get("HX-Request") else "site/job.html"
    return render(request, template, {"job": found})


@require_safe
def api_reference(request: HttpRequest) -> HttpResponse:
    """Every operation of the API, written out; needs no script."""
    from hulul.site.api import api

    schema = api.get_openapi_schema()
    return render(request, "site/api.html", {"operations": operations(schema), "version": schema["info"]["version"]})


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """For load balancers and monitors: 200 while pages can be answered, 503 while the database cannot be asked."""
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
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be found; accounts, uploads and work under way need not."""
    private = [
        f"/{code}/{path}/" for code, _name in settings.LANGUAGES for path in ("account", "rounds/imports", "site")
    ]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in private)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
