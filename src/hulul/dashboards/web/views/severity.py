"""The page on conditions: how severe they are where people returned, why, how that moved, and how sure it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hulul.dashboards.queries import severity as q
from hulul.dashboards.queries.gazetteer import Gazetteer, PlaceFact, gazetteer
from hulul.dashboards.queries.wording import Wording, wording
from hulul.dashboards.rules import RANKED_LEVELS, SEVERITY_LEVELS, SEVERITY_SHOWS, Conditions, read_conditions
from hulul.dashboards.web.downloads import downloads, method_url
from hulul.dashboards.web.severity import figures, maps, sentences, tables
from hulul.dashboards.web.views.frame import Choice, sort_of
from hulul.kernel import packs
from hulul.kernel.actors import Actor
from hulul.kernel.errors import NotFound
from hulul.ui import formats
from hulul.ui.figures import Slider, Stop, Tab
from hulul.warehouse.web.caching import published


@published
def severity(request: HttpRequest) -> HttpResponse:
    """One assessment of the country: sentence, map, key figures, categories, change, places of concern, ranking."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    chosen = read_conditions(request.GET.dict())
    try:
        names = gazetteer(actor)
    except NotFound:
        return render(request, "dashboards/nothing_yet.html")
    held = q.held(actor, chosen)
    if held is None or names.country is None:
        return render(request, "dashboards/severity_nothing_yet.html")
    words = wording(actor, held.current.framework, held.current.version)
    scales = q.scales(actor, held.current)
    if chosen.scale not in scales:
        chosen = read_conditions({**request.GET.dict(), "scale": ""})
    country = names.country
    past = q.history(actor, held.current.framework, 0, country.code, chosen.scale)
    change = q.changes(actor, held.current, 0).get(country.code) if not chosen.scale else None
    rows = q.severities(actor, held.current, chosen.level, chosen.scale)
    context = {
        "assessment": held.current,
        "words": words,
        "framework_url": framework_url(held.current),
        "sentence": sentences.lead(country, past[held.current.date], held.current, change, words),
        "filters": _filters(actor, chosen, held, scales, words),
        "slider": _slider(held),
        "map": maps.severity_map(chosen, held, rows, names, country, words),
        "key_figures": figures.key_figures(past, held, change, words),
        "trend": figures.trend(past, held, country, words, chosen.scale),
        "areas": tables.area_table(rows, names, words, chosen.level, sort_of(request)),
        "areas_downloads": downloads(
            "severity", spatial=True, assessment=held.current.code, level=chosen.level, scale=chosen.scale
        ),
        **_sections(actor, held, chosen, country, names, words),
    }
    return render(request, "dashboards/severity.html", context)


def _sections(
    actor: Actor, held: q.Held, chosen: Conditions, country: PlaceFact, names: Gazetteer, words: Wording
) -> dict[str, object]:
    """What stands below the map and is the same for all its scales."""
    current = held.current
    change = q.changes(actor, current, 0).get(country.code)
    by_category = q.categories(actor, current, 1) | q.categories(actor, current, 0)
    ranked = q.severities(actor, current, chosen.ranked)
    found: dict[str, object] = {
        "categories": tables.category_table(by_category, country, names, words),
        "categories_downloads": downloads("severity_categories", assessment=current.code, level=1),
        "concerns": tables.concern_table(q.concerns(actor, current), names, words),
        "concerns_downloads": downloads("concerns", spatial=True, assessment=current.code),
        "concerns_method": method_url("concerns"),
        "ranking": tables.ranking_table(ranked, names, words, chosen.ranked),
        "ranking_filter": [_ranked_choice(chosen)],
        "ranking_downloads": downloads(
            "severity", spatial=True, assessment=current.code, level=chosen.ranked, scale=""
        ),
        "ranking_method": method_url("severity"),
    }
    if change is not None and change.comparable:
        found["change"] = change
        found["drivers"] = figures.parts(change, held, country, words) if change.parts else None
        found["changes"] = tables.change_table(q.changes(actor, current, 1), names, words)
        found["changes_downloads"] = downloads("severity_changes", assessment=current.code, level=1)
    return found


def framework_url(assessment: q.Assessment) -> str:
    """What the framework of an assessment measures, how, and what it does not say."""
    return reverse("measurement:framework_version", args=[assessment.framework, assessment.version])


def _filters(actor: Actor, chosen: Conditions, held: q.Held, scales: list[str], words: Wording) -> list[Choice]:
    pack = packs.current()
    levels = [Tab(str(pack.level(n).plural), chosen.query(level=n), n == chosen.level) for n in SEVERITY_LEVELS]
    shows = [Tab(maps.show_name(s), chosen.query(show=s), s == chosen.show) for s in SEVERITY_SHOWS]
    ordered = [code for code in words.scales if code in scales]
    by_scale = [
        Tab(words.scale(code) if code else _("All together"), chosen.query(scale=code), code == chosen.scale)
        for code in ("", *ordered)
    ]
    others = [
        Tab(
            wording(actor, code, version).framework,
            chosen.query(framework=code, scale="", on=None),
            code == held.current.framework,
        )
        for code, version in held.frameworks
    ]
    return [
        *([Choice("framework", _("Measured by"), others)] if len(others) > 1 else []),
        *([Choice("scale", _("Scale"), by_scale)] if ordered else []),
        *([Choice("show", _("Colour areas by"), shows)] if chosen.level != SEVERITY_LEVELS[-1] else []),
        Choice("level", _("Level"), levels),
    ]


def _ranked_choice(chosen: Conditions) -> Choice:
    levels = [
        Tab(str(packs.current().level(n).plural), chosen.query(ranked=n) + "#ranking", n == chosen.ranked)
        for n in RANKED_LEVELS
    ]
    return Choice("ranked", _("Rank"), levels)


def _slider(held: q.Held) -> Slider | None:
    """Through every assessment; nothing when there is only one."""
    if len(held.all) < 2:
        return None
    stops = [Stop(each.date.isoformat(), formats.day(each.date, short=True)) for each in held.all]
    return Slider("date", stops, held.current.date.isoformat(), "#now", _("Date of the assessment"), ("#tables",))
