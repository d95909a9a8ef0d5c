"""Two places side by side, and two rounds side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hulul.dashboards import rules
from hulul.dashboards.queries import figures
from hulul.dashboards.queries.comparison import ComparedPlace, compare_rounds
from hulul.dashboards.queries.gazetteer import Gazetteer, PlaceFact, gazetteer
from hulul.dashboards.queries.rounds import Rounds
from hulul.dashboards.queries.rounds import rounds as read_rounds
from hulul.dashboards.web import sentences, specs
from hulul.dashboards.web.downloads import downloads, method_url
from hulul.kernel import packs
from hulul.ui import charts, formats
from hulul.ui.figures import Figure, Tab
from hulul.ui.tables import Cell, Table, TableColumn
from hulul.warehouse.web.caching import published


@published
def places(request: HttpRequest) -> HttpResponse:
    """The same figures and one chart per population for two places; `a` and `b` are their codes."""
    actor = request.actor  # type: ignore[attr-defined]
    selection = rules.read_selection(request.GET.dict())
    names = gazetteer(actor)
    rounds = read_rounds(actor, selection.on)
    pair = [fact for key in ("a", "b") if (fact := names.get(request.GET.get(key, "").strip()))]
    context = {
        "tabs": tabs("places"),
        "choices": choices(names, pair),
        "a": request.GET.get("a", ""),
        "b": request.GET.get("b", ""),
        "pair": pair,
        "selection": selection,
    }
    if len(pair) == 2:
        pasts = [figures.history(actor, fact) for fact in pair]
        returned = [figures.stock_figure(past, rounds, "returnee", selection.unit) for past in pasts]
        context["sentence"] = sentences.two_places(pair, returned, selection.unit)
        context["source"] = specs.source_line(rounds)
        context["table"] = _place_table(pair, pasts, rounds, selection.unit)
        context["figures"] = [
            _place_chart(pair, pasts, rounds, population, selection.unit) for population in ("idp", "returnee")
        ]
    return render(request, "dashboards/compare_places.html", context)


@published
def rounds(request: HttpRequest) -> HttpResponse:
    """What changed between two rounds, place by place; `from` and `to` are dates."""
    actor = request.actor  # type: ignore[attr-defined]
    selection = rules.read_selection(request.GET.dict())
    names = gazetteer(actor)
    held = rules.of(read_rounds(actor).all, selection.population)
    then = rules.as_of(held, selection.population, rules.read_date(request.GET.get("from", "")))
    now = rules.as_of(held, selection.population, rules.read_date(request.GET.get("to", "")))
    if then and now and then.code == now.code and not request.GET.get("from"):
        then = rules.year_before(held, now) or rules.before(held, now) or then
    context = {
        "tabs": tabs("rounds"),
        "held": list(reversed(held)),
        "then": then,
        "now": now,
        "selection": selection,
        "levels": [packs.current().level(n) for n in rules.LEVELS],
    }
    if then and now:
        rows = compare_rounds(actor, then, now, selection.level, selection.unit)
        counts = (sum(row.then for row in rows), sum(row.now for row in rows))
        context["sentence"] = sentences.two_rounds(then, now, counts, specs.unit_word(selection.unit))
        context["table"] = _round_table(rows, names, then, now, selection)
        context["across_break"] = then.segment != now.segment
        context["downloads"] = downloads("stocks", round=now.code, level=selection.level)
    return render(request, "dashboards/compare_rounds.html", context)


def tabs(current: str) -> list[Tab]:
    return [
        Tab(_("Two places"), reverse("dashboards:compare"), current == "places", "place"),
        Tab(_("Two rounds"), reverse("dashboards:compare_rounds"), current == "rounds", "rounds"),
    ]


def choices(names: Gazetteer, chosen: list[PlaceFact]) -> list[tuple[PlaceFact, list[PlaceFact]]]:
    """Governorates with their districts, in the reader's alphabet; chosen smaller places are added to theirs."""
    found = []
    for top in names.in_order(names.at_level(1)):
        below = names.in_order(names.children(top.code))
        below += [fact for fact in chosen if fact.level > 2 and top.code in fact.ancestors]
        found.append((top, below))
    return found


def _place_table(pair: list[PlaceFact], pasts: list[figures.History], rounds: Rounds, unit: str) -> Table:
    """One row per place: both populations with their change in a year, and the rate."""
    rows: list[list[object]] = []
    for fact, past in zip(pair, pasts, strict=True):
        idp, returnee = (figures.stock_figure(past, rounds, population, unit) for population in ("idp", "returnee"))
        rows.append(
            [
                Cell(fact.name, specs.place_url(fact.code)),
                idp.value,
                idp.year and idp.year.share,
                returnee.value,
                returnee.year and returnee.year.share,
                figures.rate_figure(past, rounds).value,
            ]
        )
    unit_word, year = specs.unit_word(unit), _("in a year")
    return Table(
        caption=" · ".join((_("Key figures of both places"), formats.day(rounds.newest))),
        columns=[
            TableColumn("place", _("Place")),
            TableColumn("idp", specs.population_word("idp"), "number", unit_word),
            TableColumn("change_idp", _("Change"), "signed_percent", year),
            TableColumn("returnee", specs.population_word("returnee"), "number", unit_word),
            TableColumn("change_returnee", _("Change"), "signed_percent", year),
            TableColumn("rate", _("Return rate"), "percent"),
        ],
        rows=rows,
    )


def _place_chart(
    pair: list[PlaceFact], pasts: list[figures.History], rounds: Rounds, population: str, unit: str
) -> Figure:
    hues: tuple[charts.Hue, charts.Hue] = ("accent", "displaced" if population == "idp" else "returnees")
    series = [
        charts.Series(fact.name, [charts.Point(p.date, float(getattr(p, unit))) for p in past.points(population)], hue)
        for fact, past, hue in zip(pair, pasts, hues, strict=True)
        if past.points(population)
    ]
    return Figure(
        slug=population,
        title=specs.population_word(population),
        subtitle=specs.unit_word(unit),
        spec=charts.LineChart(series=series, unit=specs.unit_word(unit), breaks=specs.series_breaks(rounds)),
        source=specs.source_line(rounds),
        downloads=downloads("stocks", place=",".join(fact.code for fact in pair), population=population),
        method_url=method_url("stocks"),
    )


def _round_table(
    rows: list[ComparedPlace],
    names: Gazetteer,
    then: rules.RoundRef,
    now: rules.RoundRef,
    selection: rules.Selection,
) -> Table:
    unit = specs.unit_word(selection.unit)
    total_then, total_now = sum(row.then for row in rows), sum(row.now for row in rows)
    return Table(
        caption=_("%(population)s on %(then)s and on %(now)s")
        % {
            "population": specs.population_word(selection.population),
            "then": formats.day(then.date),
            "now": formats.day(now.date),
        },
        columns=[
            TableColumn("place", str(packs.current().level(selection.level).name)),
            TableColumn("then", formats.day(then.date, short=True), "number", unit),
            TableColumn("now", formats.day(now.date, short=True), "number", unit),
            TableColumn("change", _("Change"), "signed", unit),
            TableColumn("share", _("Change"), "signed_percent"),
        ],
        rows=[
            [
                Cell(names.name(row.place), specs.place_url(row.place)),
                row.then,
                row.now,
                Cell(row.change, tone="rise" if row.change > 0 else ("fall" if row.change < 0 else "")),
                row.share,
            ]
            for row in rows
        ],
        foot=[
            _("All"), total_then, total_now, total_now - total_then,
            (total_now - total_then) / total_then if total_then else None,
        ],
        empty=_("Neither round counts anybody at this level."),
    )  # fmt: skip
