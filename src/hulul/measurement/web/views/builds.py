"""Builds: all of them, one with its steps and diagnostics; making, standing, withdrawing and checking them."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hulul.kernel import jobs
from hulul.kernel.errors import HululError, NotFound
from hulul.measurement import actions, queries, tasks
from hulul.measurement.access import check_may_measure, may_measure
from hulul.measurement.explaining import explain
from hulul.measurement.models import Build
from hulul.measurement.web import build_differences, build_tables
from hulul.measurement.web.build_forms import BuildForm, ReasonForm
from hulul.measurement.web.requests import actor_of
from hulul.ui.figures import Crumb

PAGE = 50


@require_GET
@never_cache
def builds(request: HttpRequest) -> HttpResponse:
    """Every build the reader may see; those who may measure also see what failed and what does not stand."""
    actor = actor_of(request)
    chosen = request.GET.get("framework", "")
    found = queries.builds(actor, framework=chosen)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "table": build_tables.builds_table(page.object_list),
        "frameworks": [(each.framework_id, queries.framed(each).title) for each in queries.frameworks(actor)],
        "chosen": chosen,
        "may_measure": may_measure(actor),
    }
    return render(request, "measurement/builds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_build(request: HttpRequest) -> HttpResponse:
    """Say what is to be built; the worker does it, and the page of the build says how far it is."""
    actor = actor_of(request)
    check_may_measure(actor)
    form = BuildForm(actor, request.POST or None, initial={"survey": request.GET.get("survey", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = tasks.start_building(actor, form.order())
        except HululError as error:
            form.add_error(None, error.message)
        else:
            return redirect("measurement:build", made.pk)
    crumbs = [Crumb(_("Builds"), reverse("measurement:builds")), Crumb(_("New build"))]
    status = 422 if request.method == "POST" else 200
    return render(request, "measurement/new_build.html", {"form": form, "crumbs": crumbs}, status=status)


@require_GET
@never_cache
def build(request: HttpRequest, build_id: UUID) -> HttpResponse:
    """What was built, from what, by which steps; how well the model fits; and what can be done with it."""
    actor = actor_of(request)
    found = queries.build(actor, build_id)
    return _page(request, found, ReasonForm())


@require_GET
@never_cache
def build_progress(request: HttpRequest, build_id: UUID) -> HttpResponse:
    """How far the worker is; when it has ended the whole page is fetched again."""
    found = queries.build(actor_of(request), build_id)
    if not request.headers.get("HX-Request"):
        return redirect("measurement:build", build_id)
    response = render(request, "measurement/build_progress.html", {"build": found, "job": found.job})
    if found.job is None or found.job.is_finished:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def stand(request: HttpRequest, build_id: UUID) -> HttpResponse:
    actions.stand(actor_of(request), build_id)
    messages.success(request, _("The build stands. The figures follow with the next publication."))
    return redirect("measurement:build", build_id)


@require_POST
def withdraw(request: HttpRequest, build_id: UUID) -> HttpResponse:
    """With a reason, which everybody reads who sees the build."""
    actor = actor_of(request)
    form = ReasonForm(request.POST)
    if form.is_valid():
        actions.withdraw(actor, build_id, form.cleaned_data["reason"])
        messages.success(request, _("The build stands no more. The figures follow with the next publication."))
        return redirect("measurement:build", build_id)
    check_may_measure(actor)
    return _page(request, queries.build(actor, build_id), form, status=422)


@require_GET
@never_cache
def compare(request: HttpRequest) -> HttpResponse:
    """Two builds side by side, named by `build` and `with`: what moved, and why it can have."""
    actor = actor_of(request)
    earlier, later = (_identifier(request.GET.get(name, "")) for name in ("with", "build"))
    found = queries.compare(actor, earlier, later)
    framed = queries.framed(found.later.framework_version)
    context = {
        "difference": found,
        "sentence": build_differences.sentence(found),
        "causes": build_differences.causes(found),
        "places": build_differences.places_table(found, framed),
        "categories": build_differences.categories_table(found, framed),
        "only": build_differences.only(found),
        "crumbs": [
            Crumb(_("Builds"), reverse("measurement:builds")),
            Crumb(f"{framed.title} · {found.later.date}", reverse("measurement:build", args=[found.later.pk])),
            Crumb(_("Comparison")),
        ],
    }
    return render(request, "measurement/build_difference.html", context)


def _identifier(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound(_("Name two builds to compare.")) from error


@require_POST
def replay(request: HttpRequest, build_id: UUID) -> HttpResponse:
    """Compute it once more in the background, to see whether the same comes out."""
    job = tasks.start_replaying(actor_of(request), build_id)
    return redirect("measurement:build_check", build_id, job)


@require_GET
@never_cache
def build_check(request: HttpRequest, build_id: UUID, job_id: UUID) -> HttpResponse:
    """How far a check is, and what came of it."""
    actor = actor_of(request)
    check_may_measure(actor)
    found = queries.build(actor, build_id)
    job = jobs.find(actor, job_id)
    if job is None:
        raise NotFound(_("There is no such check, or it was started by somebody else."))
    is_fragment = bool(request.headers.get("HX-Request"))
    framed = queries.framed(found.framework_version)
    crumbs = [
        Crumb(_("Builds"), reverse("measurement:builds")),
        Crumb(f"{framed.title} · {found.date}", reverse("measurement:build", args=[found.pk])),
        Crumb(_("Check")),
    ]
    context = {"build": found, "job": job, "differs": job.result.get("differs", []), "crumbs": crumbs}
    template = "measurement/build_check_progress.html" if is_fragment else "measurement/build_check.html"
    response = render(request, template, context)
    if is_fragment and job.is_finished:
        response["HX-Refresh"] = "true"
    return response


def _page(request: HttpRequest, found: Build, form: ReasonForm, *, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    framed = queries.framed(found.framework_version)
    others = queries.builds(actor, framework=framed.id).filter(state=Build.State.DONE).exclude(pk=found.pk)[:PAGE]
    context = {
        "build": found,
        "framed": framed,
        "job": found.job,
        "facts": build_tables.facts(found, framed),
        "inputs": build_tables.inputs_table(found),
        "steps": [explain(step, framed) for step in found.log],
        "effects": build_tables.effects_tables(found, framed),
        "fits": build_tables.fits(found, framed),
        "doubt": found.diagnostics.get("uncertainty"),
        "others": others if found.state == Build.State.DONE else (),
        "may_measure": may_measure(actor),
        "form": form,
        "crumbs": [Crumb(_("Builds"), reverse("measurement:builds")), Crumb(f"{framed.title} · {found.date}")],
    }
    return render(request, "measurement/build.html", context, status=status)
