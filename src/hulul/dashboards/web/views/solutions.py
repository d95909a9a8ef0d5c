"""The pages on the way to solutions: exit metrics and progress by criterion; what was published of judgements."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hulul.dashboards.queries import solutions as q
from hulul.dashboards.queries.gazetteer import gazetteer
from hulul.dashboards.queries.wording import wording
from hulul.dashboards.web import solutions as shown
from hulul.dashboards.web.downloads import downloads, method_url
from hulul.dashboards.web.views.frame import Choice
from hulul.kernel.actors import Actor
from hulul.kernel.errors import NotFound
from hulul.ui import formats
from hulul.ui.figures import Tab
from hulul.warehouse.web.caching import published


@published
def solutions(request: HttpRequest) -> HttpResponse:
    """Every exit metric side by side with what is missing, and how far each population is in each criterion."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        names = gazetteer(actor)
    except NotFound:
        return render(request, "dashboards/nothing_yet.html")
    held, measured = (q.assessments(actor, name) for name in ("exit_metrics", "progress"))
    if names.country is None or not (held or measured):
        return render(request, "dashboards/solutions_nothing_yet.html")
    place = names.country.code
    context: dict[str, object] = {}
    if held:
        context |= _exits(request, actor, held, place)
    if measured:
        context |= _progress(request, actor, measured, place)
    return render(request, "dashboards/solutions.html", context)


def _exits(request: HttpRequest, actor: Actor, held: Sequence[q.Assessment], place: str) -> dict[str, object]:
    current = _chosen(held, request.GET.get("exit", ""))
    found = q.exits(actor, current.code, place)
    comparators = sorted({each.comparator for each in found}, key=shown.preference)
    asked = request.GET.get("comparator", "")
    comparator = asked if asked in comparators else (comparators[0] if comparators else "")
    return {
        "exit": current,
        "exit_sentence": shown.exit_sentence(found, comparator),
        "exit_table": shown.exit_table(found, comparator),
        "exit_filters": [
            *_dates(actor, "exit", held, current),
            Choice(
                "comparator",
                _("Compared with"),
                [Tab(shown.population(code), f"?comparator={code}", code == comparator) for code in comparators],
            ),
        ],
        "exit_framework": _framework_url(current),
        "exit_method": method_url("exit_metrics"),
        "exit_downloads": downloads("exit_metrics", assessment=current.code),
    }


def _progress(request: HttpRequest, actor: Actor, measured: Sequence[q.Assessment], place: str) -> dict[str, object]:
    current = _chosen(measured, request.GET.get("progress", ""))
    found = q.steps(actor, current.code, place)
    words = wording(actor, current.framework, q.version(actor, current))
    detailed = request.GET.get("detail") == "1"
    return {
        "progress": current,
        "progress_sentence": shown.progress_sentence(found, words),
        "progress_table": shown.progress_table(found, words, detailed=detailed),
        "progress_filters": [
            *_dates(actor, "progress", measured, current),
            Choice("detail", _("Show"), [Tab(_("Every question"), "?" if detailed else "?detail=1", detailed)], True),
        ],
        "progress_framework": _framework_url(current),
        "progress_downloads": downloads("progress", assessment=current.code),
    }


@published
def judgements(request: HttpRequest) -> HttpResponse:
    """What was published of judgements on safe, voluntary and dignified return: ratings and statements, no names."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    held = q.assessments(actor, "judgements_published")
    if not held:
        return render(request, "dashboards/judgements_nothing_yet.html")
    current = _chosen(held, request.GET.get("judged", ""))
    words = wording(actor, current.framework, q.version(actor, current))
    found = q.judged(actor, current.code)
    concerns, lines = shown.judged_lines(found, words, gazetteer(actor))
    high = len({each.place for each in found if each.rating == "high"})
    sentence = _("On %(day)s, judgements on %(districts)s districts were published; in %(high)s a concern is high.")
    told = {"districts": formats.number(len(lines)), "high": formats.number(high), "day": formats.day(current.date)}
    context = {
        "current": current,
        "title": words.framework,
        "sentence": sentence % told,
        "concerns": concerns,
        "lines": lines,
        "filters": _dates(actor, "judged", held, current),
        "framework_url": _framework_url(current),
        "downloads": downloads("judgements_published", assessment=current.code),
    }
    return render(request, "dashboards/judgements.html", context)


def _chosen(held: Sequence[q.Assessment], asked: str) -> q.Assessment:
    return next((each for each in held if each.code == asked), held[0])


def _dates(actor: Actor, name: str, held: Sequence[q.Assessment], current: q.Assessment) -> list[Choice]:
    """Which assessment is looked at, by date and (where there are several) framework; nothing where there is one."""
    if len(held) < 2:
        return []
    several = len({each.framework for each in held}) > 1
    tabs = []
    for each in held:
        title = formats.day(each.date, short=True)
        if several:
            title = f"{wording(actor, each.framework, q.version(actor, each)).framework} · {title}"
        tabs.append(Tab(title, f"?{name}={each.code}", each == current))
    return [Choice(name, _("Assessment"), tabs)]


def _framework_url(current: q.Assessment) -> str:
    return reverse("measurement:framework", args=[current.framework])
