"""The list of surveys, and the page of one: its versions, what was noticed, and the builds made from it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hulul.kernel.errors import Invalid
from hulul.measurement import access, actions, queries
from hulul.measurement.models import SurveyVersion
from hulul.measurement.reading import KINDS
from hulul.measurement.web import build_tables, survey_tables
from hulul.measurement.web.requests import actor_of
from hulul.measurement.web.survey_forms import SurveyReasonForm, surveyed
from hulul.sheets.explaining import grouped
from hulul.sheets.findings import Finding
from hulul.sheets.kept import read_findings
from hulul.sheets.spreadsheets import findings_csv, findings_xlsx
from hulul.ui.figures import Crumb

PAGE = 60
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@require_GET
def surveys(request: HttpRequest) -> HttpResponse:
    """Every survey that stands, of all frameworks or of one."""
    actor = actor_of(request)
    chosen = request.GET.get("framework", "")
    found = queries.surveys(actor, framework=chosen or None)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "total": page.paginator.count,
        "table": survey_tables.surveys_table(page.object_list, survey_tables.titles(actor)),
        "frameworks": surveyed(actor),
        "chosen": chosen,
        "may_measure": access.may_measure(actor),
    }
    return render(request, "measurement/surveys.html", context)


@require_GET
def survey_page(request: HttpRequest, survey: str) -> HttpResponse:
    """One survey: what it holds, where it comes from, what was noticed, what was built from it."""
    actor = actor_of(request)
    versions = queries.survey_versions(actor, survey)
    shown = next((each for each in versions if each.state == SurveyVersion.State.ACCEPTED), versions[0])
    framed = queries.framed(queries.framework_version(actor, shown.survey.framework_id or ""))
    title = survey_tables.survey_title(shown, survey_tables.titles(actor))
    findings = read_findings(shown.findings_file)
    context = {
        "survey": shown.survey,
        "version": shown,
        "title": title,
        "sentence": survey_tables.survey_sentence(shown),
        "facts": survey_tables.survey_facts(shown, staff=access.may_measure(actor)),
        "noticed": survey_tables.noticed(grouped(findings, KINDS), framed),
        "versions": survey_tables.versions_table(versions) if len(versions) > 1 else None,
        "others": versions,
        "builds": build_tables.builds_table(queries.builds(actor).filter(survey_version__survey=survey)),
        "may_measure": access.may_measure(actor),
        "reason": SurveyReasonForm(),
        "crumbs": [Crumb(_("Surveys"), "../"), Crumb(title)],
    }
    return render(request, "measurement/survey.html", context)


@require_POST
def withdraw(request: HttpRequest, survey: str, number: int) -> HttpResponse:
    form = SurveyReasonForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Say why the version is withdrawn; the reason is shown with it."))
    actions.withdraw_survey(actor_of(request), survey, number, form.cleaned_data["reason"])
    messages.success(request, _("The version was withdrawn. You can restore it below at any time."))
    return redirect("measurement:survey", survey)


@require_POST
def restore(request: HttpRequest, survey: str, number: int) -> HttpResponse:
    actions.restore_survey(actor_of(request), survey, number)
    messages.success(request, _("The version stands again."))
    return redirect("measurement:survey", survey)


@require_GET
def survey_findings(request: HttpRequest, survey: str, number: int, suffix: str) -> HttpResponse:
    """Every finding of a version with its row."""
    version = queries.survey_version(actor_of(request), survey, number)
    return _file(read_findings(version.findings_file), f"{survey}-v{number}-findings.{suffix}", suffix)


@require_GET
def import_findings(request: HttpRequest, survey_import: UUID, suffix: str) -> HttpResponse:
    """Every finding of a file on its way in."""
    actor = actor_of(request)
    access.check_may_measure(actor)
    item = queries.find_import(actor, survey_import)
    findings = read_findings(item.findings_file) if item.findings_file else []
    return _file(findings, f"survey-{str(item.pk)[:8]}-findings.{suffix}", suffix)


def _file(findings: list[Finding], name: str, suffix: str) -> HttpResponse:
    body = findings_csv(findings, KINDS) if suffix == "csv" else findings_xlsx(findings, KINDS)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=TYPES[suffix], headers=headers)
