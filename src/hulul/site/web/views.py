"""Long work that is under way, the description of the API, and what may be crawled."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hulul.kernel import jobs
from hulul.kernel.errors import NotFound
from hulul.site.web.operations import operations


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
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be found; accounts, uploads and work under way need not."""
    private = [
        f"/{code}/{path}/" for code, _name in settings.LANGUAGES for path in ("account", "rounds/imports", "site")
    ]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in private)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
