"""Bringing rounds in: upload, batch, preview, answers, acceptance."""

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
from hulul.sheets.kept import read_findings
from hulul.tracking import access, actions, labels, queries, tasks
from hulul.tracking.answers import Answers
from hulul.tracking.explaining import grouped
from hulul.tracking.models import Import
from hulul.tracking.web import import_tables
from hulul.tracking.web.forms import AnswerForm, UploadForm
from hulul.tracking.web.requests import actor_of
from hulul.ui.figures import Crumb

PAGE = 60


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """Every file that was brought in, those that wait for somebody first."""
    actor = actor_of(request)
    access.check_may_import(actor)
    state = request.GET.get("state", "")
    page = Paginator(queries.imports(actor, state=state), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "table": import_tables.imports_table(page.object_list),
        "states": import_tables.STATES,
        "state": state,
        "waiting": queries.waiting(actor),
        "crumbs": [Crumb(_("Rounds"), "../"), Crumb(_("Imports"))],
    }
    return render(request, "tracking/imports.html", context)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Send files; they are read in the background."""
    actor = actor_of(request)
    access.check_may_import(actor)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = [_received(each) for each in form.uploads()]
        try:
            job = jobs.start(actor, "tracking.examine", _("Reading files"))
            answers = Answers(source=form.cleaned_data["source"])
            batch = actions.stage(actor, sent, answers=answers, job=job)
        finally:
            for each in sent:
                each.path.unlink(missing_ok=True)
        tasks.start_examining(actor, batch, job.pk)
        return redirect("tracking:batch", batch)
    crumbs = [Crumb(_("Rounds"), "../../"), Crumb(_("Imports"), "../"), Crumb(_("Bring in files"))]
    return render(request, "tracking/upload.html", {"form": form, "crumbs": crumbs})


def _received(sent: "UploadedFile[Any]") -> actions.Upload:
    return actions.Upload(files.receive(sent.chunks()), sent.name or _("file"))


@require_GET
def batch(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Files that came in together: how far reading is, and what became of each."""
    actor = actor_of(request)
    access.check_may_import(actor)
    found = list(queries.imports(actor, batch=batch))
    ready = sum(1 for item in found if item.state == Import.State.CHECKED and not item.errors)
    job = next((item.job for item in found if item.job), None)
    if len(found) == 1 and (job is None or job.is_finished) and found[0].state != Import.State.UPLOADED:
        return redirect("tracking:import", found[0].pk)
    context = {
        "batch": batch,
        "job": job,
        "busy": job is not None and not job.is_finished,
        "sent": len(found),
        "ready": ready,
        "table": import_tables.imports_table(found),
        "crumbs": [Crumb(_("Rounds"), "../../../"), Crumb(_("Imports"), "../../"), Crumb(_("Files sent together"))],
    }
    return render(request, "tracking/batch.html", context)


@require_GET
def batch_progress(request: HttpRequest, batch: UUID) -> HttpResponse:
    """The state of the work; when it has ended the whole page is fetched again."""
    actor = actor_of(request)
    access.check_may_import(actor)
    item = queries.imports(actor, batch=batch).exclude(job=None).first()
    job = item.job if item else None
    if not request.headers.get("HX-Request"):
        return redirect("tracking:batch", batch)
    response = render(request, "tracking/batch_progress.html", {"job": job, "batch": batch})
    if job is None or job.is_finished:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def accept_batch(request: HttpRequest, batch: UUID) -> HttpResponse:
    actor = actor_of(request)
    access.check_may_import(actor)
    tasks.start_accepting(actor, batch)
    return redirect("tracking:batch", batch)


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """What was found in a file, what is still asked, and the decision."""
    actor = actor_of(request)
    access.check_may_import(actor)
    item = queries.find_import(actor, import_id)
    form = AnswerForm(item, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.answer(actor, import_id, form.answers(), learn=form.learned())
        return redirect("tracking:import", import_id)
    context = {
        "item": item,
        "form": form,
        "facts": import_tables.preview_facts(item),
        "columns": import_tables.columns_table(item),
        "groups": grouped(read_findings(item.findings_file)) if item.findings_file else [],
        "standing": queries.standing(actor, item.summary.get("round", "")),
        "population": labels.population(item.summary.get("population") or ""),
        "crumbs": [Crumb(_("Rounds"), "../../"), Crumb(_("Imports"), "../"), Crumb(item.file_name)],
    }
    return render(request, "tracking/import.html", context)


@require_POST
def accept(request: HttpRequest, import_id: UUID) -> HttpResponse:
    version = actions.accept(actor_of(request), import_id)
    outcome = version.imports.get(pk=import_id).outcome
    messages.success(request, import_tables.OUTCOMES[outcome] % {"number": version.number})
    return redirect("tracking:round", version.round_id)


@require_POST
def refuse(request: HttpRequest, import_id: UUID) -> HttpResponse:
    item = actions.refuse(actor_of(request), import_id)
    messages.success(request, _("“%(name)s” was left out. Nothing else changed.") % {"name": item.file_name})
    left = queries.imports(actor_of(request), batch=item.batch).filter(state__in=import_tables.WAITING).count()
    if left:
        text = ngettext("%(count)d file of this batch still waits.", "%(count)d files of this batch still wait.", left)
        messages.info(request, text % {"count": left})
        return redirect("tracking:batch", item.batch)
    return redirect("tracking:imports")
