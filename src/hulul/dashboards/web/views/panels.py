"""The panels this room adds to the page of a place, each an address of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from hulul.dashboards import rules
from hulul.dashboards.queries import areas, figures, standing
from hulul.dashboards.queries.gazetteer import LOCATION_LEVEL, Gazetteer, PlaceFact, gazetteer
from hulul.dashboards.queries.gazetteer import place as read_place
from hulul.dashboards.queries.rounds import Rounds
from hulul.dashboards.queries.rounds import rounds as read_rounds
from hulul.dashboards.web import sentences, specs, tables
from hulul.dashboards.web.downloads import downloads, method_url
from hulul.dashboards.web.views.frame import sort_of
from hulul.kernel import packs
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Denied
from hulul.ui import formats
from hulul.ui.figures import Figure
from hulul.warehouse.queries import may_read
from hulul.warehouse.web.caching import published

FEW_BARS = 4


@published
@vary_on_headers("HX-Request")
def population(request: HttpRequest, code: str) -> HttpResponse:
    """Both populations and the return rate since the first round."""
    actor, fact, rounds = _read(request, code)
    selection = rules.read_selection(request.GET.dict())
    past = figures.history(actor, fact)
    source = specs.source_line(rounds)
    shown = []
    if past.idp or past.returnee:
        shown.append(
            Figure(
                slug="trend",
                title=_("Displaced people and returnees over time"),
                subtitle=specs.unit_word(selection.unit),
                spec=specs.trend(past, rounds, selection.unit),
                source=source,
                downloads=downloads("stocks", place=code),
                method_url=method_url("stocks"),
            )
        )
    if any(point.rate is not None for point in past.rates):
        shown.append(
            Figure(
                slug="rate",
                title=_("Return rate over time"),
                subtitle=_("share of all those displaced from here and counted"),
                spec=specs.rate_trend(past, rounds),
                source=source,
                downloads=downloads("return_rates", place=code),
                method_url=method_url("return_rates"),
            )
        )
    before = rules.before(rounds.all, rounds.idp) if rounds.idp else None
    found = standing.mobility(actor, rounds.idp, fact) if fact.level in standing.MOBILITY_LEVELS else None
    sentence = sentences.standing(fact, found, formats.day(before.date) if before else "")
    return _panel(request, "population", fact, figures=shown, sentence=sentence, method=method_url("mobility"))


@published
@vary_on_headers("HX-Request")
def movement(request: HttpRequest, code: str) -> HttpResponse:
    """Where the displaced people here come from, and where the people from here are displaced."""
    actor, fact, rounds = _read(request, code)
    names = gazetteer(actor)
    found = areas.breakdowns(actor, rounds, fact)
    shown = [_breakdown(found, "idp", "origin", fact, rounds, names)]
    if fact.level == packs.current().masterlist.origin_level:
        away = areas.outflows(actor, rounds.idp, code)
        if away:
            counts = {flow.place: flow.households for flow in away}
            shown.append(
                Figure(
                    slug="destination",
                    title=_("Where the people displaced from here are now"),
                    subtitle=_("households, by area of displacement"),
                    spec=specs.breakdown_chart(counts, "origin", names, "displaced"),
                    source=specs.source_line(rounds),
                    downloads=downloads("flows", round=rounds.idp and rounds.idp.code, level=1, origin=code),
                    method_url=method_url("flows"),
                )
            )
    shown.append(_breakdown(found, "returnee", "origin", fact, rounds, names))
    return _panel(request, "movement", fact, figures=[figure for figure in shown if figure])


@published
@vary_on_headers("HX-Request")
def conditions(request: HttpRequest, code: str) -> HttpResponse:
    """Shelter and period of displacement of both populations."""
    actor, fact, rounds = _read(request, code)
    names = gazetteer(actor)
    found = areas.breakdowns(actor, rounds, fact)
    shown = [
        _breakdown(found, population_code, dimension, fact, rounds, names)
        for population_code in ("idp", "returnee")
        for dimension in ("shelter", "wave")
    ]
    return _panel(request, "conditions", fact, figures=[figure for figure in shown if figure])


@published
@vary_on_headers("HX-Request")
def inside(request: HttpRequest, code: str) -> HttpResponse:
    """The places inside this one, as a table that leads down; for a location, those of the same sub-district."""
    actor, fact, rounds = _read(request, code)
    names = gazetteer(actor)
    top = code if fact.level < LOCATION_LEVEL else fact.parent or code
    children = tuple(child.code for child in names.children(top))
    level = min(fact.level + 1, LOCATION_LEVEL)
    selection = rules.read_selection(request.GET.dict())
    rows = areas.area_rows(actor, rounds, selection.unit, level, children) if children else []
    table = tables.area_table(rows, names, selection, str(packs.current().level(level).name), sort_of(request))
    words = {"place": names.name(top)}
    heading = _("Places inside") if top == code else _("This location and its neighbours in %(place)s") % words
    current = rounds.current(selection.population)
    given = downloads("stocks", spatial=True, round=current and current.code, place=",".join(children))
    return _panel(request, "inside", fact, heading=heading, table=table, downloads=given)


@published
@vary_on_headers("HX-Request")
def alerts(request: HttpRequest, code: str) -> HttpResponse:
    """Unusual movements here and in the places inside (staff)."""
    actor, fact, rounds = _read(request, code)
    if not may_read(actor, "alerts"):
        raise Denied(_("Movement alerts are for staff, and for partners with whom an agreement shares them."))
    names = gazetteer(actor)
    codes = (code, *(f.code for level in range(fact.level + 1, LOCATION_LEVEL + 1) for f in names.within(code, level)))
    table = tables.alert_table(areas.alerts(actor, rounds, codes), names)
    return _panel(request, "alerts", fact, table=table)


@published
@vary_on_headers("HX-Request")
def sources(request: HttpRequest, code: str) -> HttpResponse:
    """What other sources counted here, beside the leading one; nothing is overwritten."""
    actor, fact, _rounds = _read(request, code)
    table = tables.other_counts_table(standing.other_counts(actor, code))
    given = downloads("reconciliation", place=code)
    return _panel(request, "sources", fact, table=table, downloads=given)


def _read(request: HttpRequest, code: str) -> tuple[Actor, PlaceFact, Rounds]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    selection = rules.read_selection(request.GET.dict())
    return actor, read_place(actor, code), read_rounds(actor, selection.on)


def _panel(request: HttpRequest, name: str, fact: PlaceFact, **context: object) -> HttpResponse:
    return render(request, f"dashboards/panel_{name}.html", {"place": fact, **context})


def _breakdown(
    found: areas.Breakdowns, population_code: str, dimension: str, fact: PlaceFact, rounds: Rounds, names: Gazetteer
) -> Figure | None:
    """Households by category as a chart; None when nothing was recorded."""
    counts = found.get((population_code, dimension))
    if not counts:
        return None
    slug, title, subtitle = _breakdown_words(population_code, dimension)
    round_ = rounds.current(population_code)
    return Figure(
        slug=slug,
        title=title,
        subtitle=subtitle,
        spec=specs.breakdown_chart(counts, dimension, names, specs.hue_of(population_code)),
        source=specs.source_line(rounds),
        downloads=downloads(
            "breakdowns" if fact.level == LOCATION_LEVEL else "breakdown_stocks",
            round=round_ and round_.code,
            place=fact.code,
            dimension=dimension,
        ),
        method_url=method_url("breakdown_stocks"),
        size="short" if len(counts) <= FEW_BARS else "normal",
    )


def _breakdown_words(population_code: str, dimension: str) -> tuple[str, str, str]:
    """Slug, title and subtitle."""
    households = specs.unit_word("households")
    by_origin = _("households, by area of origin")
    return {
        ("idp", "origin"): ("origin", _("Where the displaced people living here come from"), by_origin),
        ("idp", "shelter"): ("shelter-idp", _("How displaced people are housed"), households),
        ("idp", "wave"): ("wave-idp", _("When displaced people left their homes"), households),
        ("returnee", "origin"): (
            "last-displacement",
            _("Where the returnees here had been displaced"),
            _("households, by area of last displacement"),
        ),
        ("returnee", "shelter"): ("shelter-returnee", _("How returnees are housed"), households),
        ("returnee", "wave"): ("wave-returnee", _("When returnees had left their homes"), households),
    }[population_code, dimension]
