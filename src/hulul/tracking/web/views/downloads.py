"""Findings as files, one line per finding with the row it is about."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from hulul.sheets.findings import Finding
from hulul.sheets.kept import read_findings
from hulul.sheets.spreadsheets import findings_csv, findings_xlsx
from hulul.tracking import access, contents, queries
from hulul.tracking.explaining import ALL_KINDS
from hulul.tracking.web.requests import actor_of

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@require_GET
def version_findings(request: HttpRequest, code: str, number: int, suffix: str) -> HttpResponse:
    version = queries.version(actor_of(request), code, number)
    return _file(contents.findings_of(version), f"{code}-v{number}-findings.{suffix}", suffix)


@require_GET
def import_findings(request: HttpRequest, import_id: UUID, suffix: str) -> HttpResponse:
    actor = actor_of(request)
    access.check_may_import(actor)
    item = queries.find_import(actor, import_id)
    findings = read_findings(item.findings_file) if item.findings_file else []
    return _file(findings, f"import-{str(item.pk)[:8]}-findings.{suffix}", suffix)


def _file(findings: list[Finding], name: str, suffix: str) -> HttpResponse:
    body = findings_csv(findings, ALL_KINDS) if suffix == "csv" else findings_xlsx(findings, ALL_KINDS)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=TYPES[suffix], headers=headers)
