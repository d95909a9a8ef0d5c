"""The matrix of districts and concerns: who judged what on which evidence, reviewed, and published or not."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hulul.kernel import clock
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Denied, HululError
from hulul.measurement import actions, queries
from hulul.measurement.access import check_may_judge, may_judge, may_read_judgements
from hulul.measurement.framing import Framed
from hulul.measurement.models import Judgement
from hulul.measurement.web import matrices
from hulul.measurement.web.judgement_forms import JudgementForm, StatementForm
from hulul.measurement.web.requests import actor_of
from hulul.ui.figures import Crumb


@require_GET
@never_cache
def matrix(request: HttpRequest, code: str) -> HttpResponse:
    """All districts and concerns on one date; what nobody judged is shown as not judged."""
    actor = actor_of(request)
    _check_reader(actor)
    framed = queries.matrix(actor, code)
    dates = queries.judged_dates(actor, code)
    chosen = _chosen(request.GET.get("date", ""), dates)
    rows = queries.matrix_rows(actor, framed, chosen) if chosen else []
    context = {
        "framed": framed,
        "dates": dates,
        "chosen": chosen,
        "matrix": matrices.shown(framed, rows, chosen, may_judge(actor)) if chosen else None,
        "sentence": matrices.sentence(framed, rows, chosen) if chosen else "",
        "may_judge": may_judge(actor),
        "today": clock.today(),
        "crumbs": [Crumb(_("Frameworks"), reverse("measurement:frameworks")), Crumb(str(framed.title))],
    }
    return render(request, "measurement/matrix.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def judge(request: HttpRequest, code: str) -> HttpResponse:
    """Write a judgement; what was written before as a draft stands in the form."""
    actor = actor_of(request)
    check_may_judge(actor)
    framed = queries.matrix(actor, code)
    initial = {key: request.GET.get(key, "") for key in ("place", "concern", "date")}
    earlier = _earlier(actor, code, initial)
    if earlier:
        initial |= {"rating": earlier.rating, "evidence": earlier.evidence}
    form = JudgementForm(framed, request.POST or None, initial={**initial, "date": initial["date"] or clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.judge(actor, code, **form.cleaned_data)
        except HululError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("The judgement was written. Somebody else can now review it."))
            return redirect("measurement:judgement", made.pk)
    context = {"framed": framed, "form": form, "crumbs": _crumbs(framed, Crumb(_("Judge")))}
    return render(request, "measurement/judge.html", context, status=422 if request.method == "POST" else 200)


@require_GET
@never_cache
def judgement(request: HttpRequest, judgement_id: int) -> HttpResponse:
    """One judgement: rating, evidence, names, and what can be done with it."""
    actor = actor_of(request)
    _check_reader(actor)
    return _page(request, actor, queries.judgement(actor, judgement_id), StatementForm())


@require_POST
def review(request: HttpRequest, judgement_id: int) -> HttpResponse:
    actions.review_judgement(actor_of(request), judgement_id)
    messages.success(request, _("You stand by this judgement with your name."))
    return redirect("measurement:judgement", judgement_id)


@require_POST
def publish(request: HttpRequest, judgement_id: int) -> HttpResponse:
    """The rating and a statement become public with the next publication."""
    actor = actor_of(request)
    form = StatementForm(request.POST)
    if form.is_valid():
        actions.publish_judgement(actor, judgement_id, form.cleaned_data["statement"])
        messages.success(request, _("Rating and statement become public with the next publication of the figures."))
        return redirect("measurement:judgement", judgement_id)
    check_may_judge(actor)
    return _page(request, actor, queries.judgement(actor, judgement_id), form, status=422)


@require_POST
def withdraw(request: HttpRequest, judgement_id: int) -> HttpResponse:
    actions.withdraw_judgement(actor_of(request), judgement_id)
    messages.success(request, _("The judgement is a draft again."))
    return redirect("measurement:judgement", judgement_id)


def _page(
    request: HttpRequest, actor: Actor, found: Judgement, form: StatementForm, *, status: int = 200
) -> HttpResponse:
    framed = queries.matrix(actor, found.framework_id)
    indicator = framed.indicator(found.concern)
    context = {
        "framed": framed,
        "judgement": found,
        "concern": indicator,
        "rating": indicator.answer(found.rating),
        "facts": matrices.facts(found),
        "may_judge": may_judge(actor),
        "is_own": found.author_id is not None and found.author_id == actor.user_id,
        "form": form,
        "crumbs": _crumbs(framed, Crumb(f"{found.place.name} · {indicator.title}")),
    }
    return render(request, "measurement/judgement.html", context, status=status)


def _check_reader(actor: Actor) -> None:
    """For those who read what is restricted."""
    if not may_read_judgements(actor):
        raise Denied(_("Judgements with their evidence are restricted. What was published of them is public."))


def _chosen(asked: str, dates: list[dt.date]) -> dt.date | None:
    """The date asked for, if something was judged on it; else the newest."""
    return next((date for date in dates if date.isoformat() == asked), dates[0] if dates else None)


def _earlier(actor: Actor, code: str, asked: dict[str, str]) -> Judgement | None:
    try:
        date = dt.date.fromisoformat(asked["date"])
    except ValueError:
        return None
    drafts = queries.judgements(actor, code).filter(state=Judgement.State.DRAFT, date=date)
    return drafts.filter(place__code=asked["place"], concern=asked["concern"]).first()


def _crumbs(framed: Framed, last: Crumb) -> list[Crumb]:
    whole = Crumb(str(framed.title), reverse("measurement:matrix", args=[framed.id]))
    return [Crumb(_("Frameworks"), reverse("measurement:frameworks")), whole, last]
