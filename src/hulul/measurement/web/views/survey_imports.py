"""Files of answers on their way in: sent, followed, asked about, decided."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hulul.kernel import files, jobs
from hulul.measurement import access, actions, queries, tasks
from hulul.measurement.models import SurveyImport
from hulul.measurement.reading import KINDS
from hulul.measurement.reading.answers import SurveyAnswers
from hulul.measurement.web import survey_tables, survey_words
from hulul.measurement.web.requests import actor_of
from hulul.measurement.web.survey_forms import SurveyAnswerForm, SurveyUploadForm
from hulul.sheets.explaining import grouped
from hulul.sheets.kept import read_findings
from hulul.ui.figures import Crumb

PAGE = 60


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """Every file of answers that was brought in."""
    actor = actor_of(request)
    access.check_may_measure(actor)
    state = request.GET.get("state", "")
    page = Paginator(queries.survey_imports(actor, state=state), PAGE).get_page(request.GET.get("page"))
    waiting = queries.survey_imports(actor).filter(state__in=survey_tables.WAITING[1:]).count()
    context = {
        "page": page,
        "table": survey_tables.imports_table(page.object_list, survey_tables.titles(actor)),
        "states": survey_words.IMPORT_STATES,
        "state": state,
        "waiting": waiting,
        "crumbs": [Crumb(_("Surveys"), "../"), Crumb(_("Imports"))],
    }
    return render(request, "measurement/survey_imports.html", context)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Send files; they are read in the background."""
    actor = actor_of(request)
    access.check_may_measure(actor)
    form = SurveyUploadForm(actor, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = [_received(each) for each in form.uploads()]
        try:
            job = jobs.start(actor, "measurement.examine_surveys", _("Reading files"))
            answers = SurveyAnswers(form.cleaned_data["framework"], form.cleaned_data["source"])
            batch = actions.stage_surveys(actor, sent, answers, job)
        finally:
            for each in sent:
                each.path.unlink(missing_ok=True)
        tasks.start_examining(actor, batch, job.pk)
        return redirect("measurement:batch", batch)
    crumbs = [Crumb(_("Surveys"), "../../"), Crumb(_("Imports"), "../"), Crumb(_("Bring in answers"))]
    return render(request, "measurement/survey_upload.html", {"form": form, "crumbs": crumbs})


def _received(sent: "UploadedFile[Any]") -> actions.SurveyUpload:
    return actions.SurveyUpload(files.receive(sent.chunks()), sent.name or _("file"))


@require_GET
def batch(request: HttpRequest, survey_batch: UUID) -> HttpResponse:
    """Files that came in together: how far reading is, and what became of each."""
    actor = actor_of(request)
    access.check_may_measure(actor)
    found = list(queries.survey_imports(actor, batch=survey_batch))
    ready = sum(1 for item in found if item.state == SurveyImport.State.CHECKED and not item.errors)
    job = next((item.job for item in found if item.job), None)
    if len(found) == 1 and (job is None or job.is_finished) and found[0].state != SurveyImport.State.UPLOADED:
        return redirect("measurement:import", found[0].pk)
    context = {
        "batch": survey_batch,
        "job": job,
        "busy": job is not None and not job.is_finished,
        "sent": len(found),
        "ready": ready,
        "table": survey_tables.imports_table(found, survey_tables.titles(actor)),
        "crumbs": [Crumb(_("Surveys"), "../../../"), Crumb(_("Imports"), "../../"), Crumb(_("Files sent together"))],
    }
    return render(request, "measurement/survey_batch.html", context)


@require_GET
def batch_progress(request: HttpRequest, survey_batch: UUID) -> HttpResponse:
    """The state of the work; when it has ended the whole page is fetched again."""
    actor = actor_of(request)
    access.check_may_measure(actor)
    item = queries.survey_imports(actor, batch=survey_batch).exclude(job=None).first()
    job = item.job if item else None
    if not request.headers.get("HX-Request"):
        return redirect("measurement:batch", survey_batch)
    response = render(request, "measurement/survey_batch_progress.html", {"job": job, "batch": survey_batch})
    if job is None or job.is_finished:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def accept_batch(request: HttpRequest, survey_batch: UUID) -> HttpResponse:
    actor = actor_of(request)
    access.check_may_measure(actor)
    tasks.start_accepting(actor, survey_batch)
    return redirect("measurement:batch", survey_batch)


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, survey_import: UUID) -> HttpResponse:
    """What was found in a file, what is still asked, and the decision."""
    actor = actor_of(request)
    access.check_may_measure(actor)
    item = queries.find_import(actor, survey_import)
    framed = queries.framed(queries.framework_version(actor, item.answers["framework"]))
    form = SurveyAnswerForm(item, framed, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.answer_survey(actor, survey_import, form.answers())
        return redirect("measurement:import", survey_import)
    findings = read_findings(item.findings_file) if item.findings_file else []
    standing = queries.surveys(actor).filter(survey=item.summary.get("survey", "")).first()
    context = {
        "item": item,
        "form": form,
        "facts": survey_tables.preview_facts(item, framed),
        "answered": survey_tables.answered_table(item, framed),
        "columns": survey_tables.columns_table(item, framed),
        "noticed": survey_tables.noticed(grouped(findings, KINDS), framed),
        "standing": standing,
        "crumbs": [Crumb(_("Surveys"), "../../"), Crumb(_("Imports"), "../"), Crumb(item.file_name)],
    }
    return render(request, "measurement/survey_import.html", context)


@require_POST
def accept(request: HttpRequest, survey_import: UUID) -> HttpResponse:
    version = actions.accept_survey(actor_of(request), survey_import)
    outcome = version.imports.get(pk=survey_import).outcome
    messages.success(request, survey_words.OUTCOMES[outcome] % {"number": version.number})
    return redirect("measurement:survey", version.survey_id)


@require_POST
def refuse(request: HttpRequest, survey_import: UUID) -> HttpResponse:
    actor = actor_of(request)
    item = actions.refuse_survey(actor, survey_import)
    messages.success(request, _("“%(name)s” was left out. Nothing else changed.") % {"name": item.file_name})
    left = queries.survey_imports(actor, batch=item.batch).filter(state__in=survey_tables.WAITING).count()
    if left:
        text = ngettext("%(count)d file of this batch still waits.", "%(count)d files of this batch still wait.", left)
        messages.info(request, text % {"count": left})
        return redirect("measurement:batch", item.batch)
    return redirect("measurement:imports")
