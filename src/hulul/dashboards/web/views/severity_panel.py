"""The panel "Conditions" of the page of a place: its score with what is uncertain, what drives it, and its course."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from hulul.dashboards.queries import severity as q
from hulul.dashboards.queries.gazetteer import Gazetteer, PlaceFact, gazetteer
from hulul.dashboards.queries.gazetteer import place as read_place
from hulul.dashboards.queries.wording import wording
from hulul.dashboards.rules import read_conditions
from hulul.dashboards.web.downloads import downloads, method_url
from hulul.dashboards.web.severity import figures, sentences, tables
from hulul.dashboards.web.views.severity import framework_url
from hulul.kernel.actors import Actor
from hulul.warehouse.web.caching import published


@published
@vary_on_headers("HX-Request")
def severity(request: HttpRequest, code: str) -> HttpResponse:
    """How severe conditions are in a place at a date."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    fact = read_place(actor, code)
    held = q.held(actor, read_conditions(request.GET.dict()))
    past = q.history(actor, held.current.framework, fact.level, fact.code) if held else {}
    found = past.get(held.current.date) if held else None
    context: dict[str, object] = {"place": fact, "held": held, "last": max(past, default=None)}
    if held is None or found is None or not found.assessed:
        return render(request, "dashboards/panel_severity.html", context)
    current = held.current
    words = wording(actor, current.framework, current.version)
    is_location = q.is_location(fact.level)
    drivers = q.drivers(actor, current, fact.level, fact.code)
    change = q.changes(actor, current, fact.level, (fact.code,)).get(fact.code)
    said = (
        sentences.location(found, current, words)
        if is_location
        else sentences.lead(fact, found, current, change, words)
    )
    context |= {
        "found": found,
        "words": words,
        "framework_url": framework_url(current),
        "sentence": said,
        "weighs": sentences.weighs_most(drivers, words),
        "course": figures.course(past, held, fact, words),
        "drivers": tables.driver_table(drivers, words, is_location=is_location),
        "comparison": tables.comparison_table(_beside(actor, current, fact, gazetteer(actor)), words),
        "downloads": downloads("severity_indicators", assessment=current.code, level=fact.level, place=fact.code),
        "method": method_url("severity_indicators"),
        "source": figures.source(current, words),
    }
    return render(request, "dashboards/panel_severity.html", context)


def _beside(
    actor: Actor, assessment: q.Assessment, fact: PlaceFact, names: Gazetteer
) -> list[tuple[PlaceFact, Mapping[str, q.Severity]]]:
    """A place and the areas it lies in, the smallest first, each with its scores by scale."""
    around = [fact, *(above for code in reversed(fact.ancestors) if (above := names.get(code)))]
    scales = ("", *q.scales(actor, assessment))
    found: list[tuple[PlaceFact, Mapping[str, q.Severity]]] = []
    for each in around:
        by_scale = {
            scale: row for scale in scales for row in q.severities(actor, assessment, each.level, scale, (each.code,))
        }
        found.append((each, by_scale))
    return found
