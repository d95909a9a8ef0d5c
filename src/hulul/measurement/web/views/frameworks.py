"""The list of frameworks, the page of one (the version in use, or any), and its files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hulul.kernel.actors import Actor
from hulul.kernel.tiers import Tier
from hulul.measurement import access, framing, queries
from hulul.measurement.framing import Framed
from hulul.measurement.web import framework_tables
from hulul.measurement.web.framework_parts import page_parts
from hulul.measurement.web.question_files import questions_csv, questions_xlsx
from hulul.measurement.web.requests import actor_of
from hulul.ui.figures import Crumb

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@require_GET
def frameworks(request: HttpRequest) -> HttpResponse:
    """Every framework, and for those who may measure those that could be loaded."""
    actor = actor_of(request)
    found = queries.frameworks(actor)
    may = access.may_measure(actor)
    loaded = {version.framework_id for version in found}
    context = {
        "known": len(found),
        "table": framework_tables.frameworks_table(found),
        "may_measure": may,
        "waiting": [framed for framed in framing.shipped() if framed.id not in loaded] if may else [],
    }
    return render(request, "measurement/frameworks.html", context)


@require_GET
def framework(request: HttpRequest, code: str, version: str = "") -> HttpResponse:
    """What a framework measures, how it asks, how it scores, what it does not say, and what changed."""
    actor = actor_of(request)
    shown = queries.framework_version(actor, code, version)
    versions = list(queries.framework_versions(actor, code))
    framed = queries.framed(shown)
    crumbs = [Crumb(_("Frameworks"), "../../" if version else "../"), Crumb(str(framed.title))]
    context = {
        "version": shown,
        "framed": framed,
        **page_parts(framed),
        "facts": framework_tables.facts(shown, framed),
        "versions": framework_tables.versions_table(versions),
        "changes": framework_tables.changes([(each, queries.framed(each)) for each in versions]),
        "may_measure": access.may_measure(actor),
        "may_read_matrix": _may_read_matrix(actor, framed),
        "crumbs": crumbs,
    }
    return render(request, "measurement/framework.html", context)


@require_GET
def framework_file(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """The file as it came."""
    found = queries.framework_version(actor_of(request), code, version)
    return _file(found.text.encode(), f"{code}-{version}.toml", "application/toml; charset=utf-8")


@require_GET
def questions_file(request: HttpRequest, code: str, version: str, suffix: str) -> HttpResponse:
    """The questions: as an XLSForm workbook, or as one plain list."""
    framed = queries.framed(queries.framework_version(actor_of(request), code, version))
    body = questions_csv(framed) if suffix == "csv" else questions_xlsx(framed)
    return _file(body, f"{code}-{version}-questions.{suffix}", TYPES[suffix])


def _may_read_matrix(actor: Actor, framed: Framed) -> bool:
    return framed.framework.kind == "matrix" and (access.may_judge(actor) or actor.reads(Tier.RESTRICTED))


def _file(body: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
