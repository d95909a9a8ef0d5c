"""From what the warehouse answered to what `ui` draws: key figures, charts, the map, tables."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from hulul.dashboards.queries import figures as f
from hulul.dashboards.queries.areas import Alert, AreaRow, Flow, Movement
from hulul.dashboards.queries.gazetteer import Gazetteer, PlaceFact
from hulul.dashboards.queries.rounds import Rounds
from hulul.dashboards.queries.standing import Candidate, OtherCount
from hulul.dashboards.rules import Selection
from hulul.dashboards.web.downloads import method_url
from hulul.kernel import packs
from hulul.ui import charts, formats
from hulul.ui.figures import Change, KeyFigure
from hulul.ui.sparklines import Sparkline
from hulul.ui.tables import Cell, Table, TableColumn

# A picture with more ribbons than this is a tangle; what is left is added up under "other".
MOST_FLOWS = 28


def place_url(code: str) -> str:
    return reverse("dashboards:place", args=[code])


def unit_word(unit: str) -> str:
    return _("people") if unit == "individuals" else _("households")


def population_word(population: str) -> str:
    return _("Displaced people") if population == "idp" else _("Returnees")


def hue_of(population: str) -> charts.Hue:
    """The two populations have the same two colours everywhere."""
    return "displaced" if population == "idp" else "returnees"


def round_line(rounds: Rounds, population: str) -> str:
    """Who counted one population and in which round, short enough for a key figure."""
    current = rounds.current(population)
    source = min(packs.current().sources, key=lambda s: s.priority)
    if current is None:
        return str(source.name)
    return _("%(source)s, round %(number)s") % {
        "source": source.code.upper(),
        "number": formats.number(current.sequence),
    }


def source_line(rounds: Rounds) -> str:
    """Who counted, and in which rounds: under every number and figure."""
    source = min(packs.current().sources, key=lambda s: s.priority)
    parts = [str(source.name)]
    if rounds.idp:
        parts.append(
            _("displaced: round %(number)s, %(date)s")
            % {"number": formats.number(rounds.idp.sequence), "date": formats.day(rounds.idp.date)}
        )
    if rounds.returnee:
        parts.append(
            _("returnees: round %(number)s, %(date)s")
            % {"number": formats.number(rounds.returnee.sequence), "date": formats.day(rounds.returnee.date)}
        )
    return " · ".join(parts)


def stock_key_figure(figure: f.Figure, population: str, unit: str, rounds: Rounds) -> KeyFigure:
    return KeyFigure(
        label=population_word(population),
        value=figure.value,
        unit=unit_word(unit),
        on=figure.on,
        source=round_line(rounds, population),
        hue=hue_of(population),
        changes=changes(figure),
        sparkline=sparkline(figure, population_word(population)),
        missing=_("No round counts this population here."),
    )


def rate_key_figure(figure: f.Figure, past: f.History, rounds: Rounds) -> KeyFigure:
    return KeyFigure(
        label=_("Return rate"),
        value=figure.value,
        unit=_("of those displaced from here"),
        on=figure.on,
        source=round_line(rounds, "returnee"),
        kind="percent",
        hue="accent",
        changes=[
            Change(value=c.absolute * 100, since=_("points since %(date)s") % {"date": formats.day(c.since)})
            for c in (figure.last, figure.year)
            if c
        ],
        sparkline=sparkline(figure, _("Return rate")),
        missing=rate_reason(past),
        url=method_url("return_rates"),
    )


def locations_key_figure(past: f.History, rounds: Rounds, population: str) -> KeyFigure:
    """How many locations have anybody of the population."""
    figure = f.stock_figure(past, rounds, population, "locations")
    return KeyFigure(
        label=_("Locations with displaced people") if population == "idp" else _("Locations of return"),
        value=figure.value,
        unit=_("locations"),
        on=figure.on,
        source=round_line(rounds, population),
        hue=hue_of(population),
        changes=changes(figure),
        sparkline=sparkline(figure, _("Locations")),
        missing=_("No round counts this population here."),
    )


def rate_reason(past: f.History) -> str:
    """Why there is no return rate, in words."""
    reason = past.rates[-1].reason if past.rates else "nobody_counted"
    return {
        "origin_not_recorded": _(
            "Displaced people's origin is recorded by governorate only, so no rate can be computed here."
        ),
        "no_idp_round": _("There is no round of displaced people near this date."),
        "nobody_counted": _("Nobody from here is counted as displaced or returned."),
    }.get(reason, "")


def changes(figure: f.Figure) -> list[Change]:
    return [
        Change(value=c.absolute, share=c.share, since=_("since %(date)s") % {"date": formats.day(c.since)})
        for c in (figure.last, figure.year)
        if c
    ]


def sparkline(figure: f.Figure, name: str) -> Sparkline | None:
    known = [v for v in figure.spark if v is not None]
    if len(known) < 2:
        return None
    words = {"name": name, "first": formats.number(known[0], 2 if max(known) <= 1 else 0)}
    words["last"] = formats.number(known[-1], 2 if max(known) <= 1 else 0)
    return Sparkline(figure.spark, _("%(name)s over the last rounds: from %(first)s to %(last)s.") % words)


def trend(past: f.History, rounds: Rounds, unit: str) -> charts.LineChart:
    """Both populations since the first round, with breaks in series and the date looked at marked."""
    series = [
        charts.Series(
            population_word(population),
            [charts.Point(p.date, float(getattr(p, unit))) for p in past.points(population)],
            hue_of(population),
        )
        for population in ("idp", "returnee")
        if past.points(population)
    ]
    return charts.LineChart(
        series=series, unit=unit_word(unit), breaks=series_breaks(rounds), marked=rounds.on and rounds.newest
    )


def rate_trend(past: f.History, rounds: Rounds) -> charts.LineChart:
    points = [charts.Point(p.date, p.rate) for p in past.rates]
    return charts.LineChart(
        series=[charts.Series(_("Return rate"), points, "accent")],
        unit=_("share of those displaced from here"),
        kind="percent",
        breaks=series_breaks(rounds),
    )


def series_breaks(rounds: Rounds) -> list[charts.SeriesBreak]:
    notes = {b.since: str(b.note) for b in packs.current().masterlist.breaks}
    found = []
    for on in rounds.breaks:
        earlier = [since for since in notes if since <= on]
        found.append(charts.SeriesBreak(on, notes[max(earlier)] if earlier else ""))
    return found


def flow_chart(flows: Sequence[Flow], names: Gazetteer, *, hue: charts.Hue = "displaced") -> charts.FlowChart:
    """The largest flows between places; the rest of each origin goes to "other"."""
    shown = list(flows[:MOST_FLOWS])
    rest: dict[str, int] = {}
    for flow in flows[MOST_FLOWS:]:
        rest[flow.origin] = rest.get(flow.origin, 0) + flow.households
    ribbons = [charts.Flow(origin_name(names, x.origin), names.name(x.place), float(x.households)) for x in shown]
    ribbons += [charts.Flow(origin_name(names, o), _("other places"), float(n)) for o, n in sorted(rest.items()) if n]
    return charts.FlowChart(
        flows=ribbons, unit=_("households"), origin_label=_("From"), destination_label=_("Now in"), hue=hue
    )


def origin_name(names: Gazetteer, code: str) -> str:
    return _("unknown origin") if code == "unknown" else names.name(code)


def breakdown_chart(counts: dict[str, int], dimension: str, names: Gazetteer, hue: charts.Hue) -> charts.BarChart:
    """Households by category, largest first for origin, in the pack's own order for shelter and period."""
    labels = category_names(dimension, names)
    order = list(labels) if dimension != "origin" else list(counts)
    codes = [code for code in order if counts.get(code)] + [code for code in counts if code not in order]
    titles = {"origin": _("Origin"), "shelter": _("Shelter"), "wave": _("Period of displacement")}
    return charts.BarChart(
        bars=[charts.Bar(labels.get(code) or origin_name(names, code), [float(counts[code])]) for code in codes],
        series=[(_("households"), hue)],
        unit=_("households"),
        label=titles[dimension],
    )


def category_names(dimension: str, names: Gazetteer) -> dict[str, str]:
    if dimension == "origin":
        return {}
    return {c.code: str(c.name) for c in packs.current().masterlist.categories(dimension)} | {"unknown": _("unknown")}


def area_table(rows: Sequence[AreaRow], names: Gazetteer, selection: Selection, level_name: str, sort: str) -> Table:
    """One row per area, sortable; links lead down."""
    unit = unit_word(selection.unit)
    columns = [
        TableColumn("name", level_name, sortable=True),
        TableColumn("idp", _("Displaced"), "number", unit, sortable=True),
        TableColumn("change_idp", _("Change"), "signed", unit, sortable=True),
        TableColumn("returnee", _("Returned"), "number", unit, sortable=True),
        TableColumn("change_returnee", _("Change"), "signed", unit, sortable=True),
        TableColumn("rate", _("Return rate"), "percent", sortable=True),
    ]
    column = sort.lstrip("-")
    if column not in {c.name for c in columns}:
        sort, column = f"-{selection.population}", selection.population

    def key(row: AreaRow) -> tuple[bool, object, str]:
        value = names.name(row.place) if column == "name" else getattr(row, column)
        if value is None:
            return (not sort.startswith("-"), 0, row.place)
        return (sort.startswith("-"), value, row.place)

    ordered = sorted(rows, key=key, reverse=sort.startswith("-"))
    return Table(
        caption=_("Displaced people and returnees by %(level)s") % {"level": level_name.lower()},
        columns=columns,
        rows=[
            [
                Cell(names.name(r.place), place_url(r.place)),
                r.idp, r.change_idp, r.returnee, r.change_returnee, r.rate,
            ]
            for r in ordered
        ],
        sort=sort,
        hide_caption=True,
        empty=_("Nobody was counted here in the rounds shown. Choose another date or a wider area."),
    )  # fmt: skip


def neighbour_table(shown: Sequence[PlaceFact], counted: dict[str, int], unit: str) -> Table:
    """The locations of one sub-district, most people first."""
    ordered = sorted(shown, key=lambda fact: (-counted.get(fact.code, 0), fact.name))
    return Table(
        caption=_("Locations of the same sub-district"),
        columns=[TableColumn("place", _("Location")), TableColumn("value", unit, "number")],
        rows=[[Cell(fact.name, place_url(fact.code)), counted.get(fact.code)] for fact in ordered],
        empty=_("No other location is counted in this sub-district."),
    )


def movement_table(found: Sequence[Movement], names: Gazetteer, caption: str) -> Table:
    return Table(
        caption=caption,
        columns=[
            TableColumn("place", _("Place")),
            TableColumn("now", _("Now"), "number", _("households")),
            TableColumn("change", _("Change"), "signed", _("households")),
            TableColumn("share", _("Change"), "signed_percent"),
        ],
        rows=[
            [
                Cell(names.name(m.place), place_url(m.place), _("across a break in series") if m.across_break else ""),
                m.now,
                Cell(m.change, tone="rise" if m.change > 0 else "fall"),
                m.share,
            ]
            for m in found
        ],
        hide_caption=True,
        empty=_("No place moved this way since the round before."),
    )


def alert_table(found: Sequence[Alert], names: Gazetteer) -> Table:
    return Table(
        caption=_("Unusual movements"),
        columns=[
            TableColumn("place", _("Place")),
            TableColumn("population", _("Population")),
            TableColumn("households", _("Now"), "number", _("households")),
            TableColumn("expected", _("Expected"), "number", _("households")),
            TableColumn("score", _("How unusual"), "decimal", decimals=1),
            TableColumn("false_alarm_rate", _("False alarms"), "percent", decimals=2),
        ],
        rows=[
            [
                Cell(
                    names.name(a.place), place_url(a.place), tone="rise" if a.direction == "rise" else "fall",
                    note=_("unusual rise") if a.direction == "rise" else _("unusual fall"),
                ),
                population_word(a.population), a.households, a.expected, a.score, a.false_alarm_rate,
            ]
            for a in found
        ],
        hide_caption=True,
        empty=_("No place moved unusually in these rounds."),
    )  # fmt: skip


def other_counts_table(found: Sequence[OtherCount]) -> Table:
    """Counts of other sources, each beside the nearest round of the leading one."""
    names = {source.code: str(source.name) for source in packs.current().sources}
    return Table(
        caption=_("Counts of other sources"),
        columns=[
            TableColumn("date", _("Date"), "date"),
            TableColumn("population", _("Population")),
            TableColumn("source", _("Source")),
            TableColumn("households", _("Counted"), "number", _("households")),
            TableColumn("reference", _("In the nearest round"), "number", _("households")),
            TableColumn("reference_date", _("Its date"), "date"),
            TableColumn("difference", _("Difference"), "signed", _("households")),
            TableColumn("share", _("Difference"), "signed_percent"),
        ],
        rows=[
            [
                c.date, population_word(c.population), names.get(c.source, c.source), c.households,
                c.reference_households, c.reference_date, c.difference, c.share,
            ]
            for c in found
        ],
        hide_caption=True,
        first_is_header=False,
        empty=_("No other source has counted this place."),
    )  # fmt: skip


def candidate_table(found: Sequence[Candidate], names: Gazetteer) -> Table:
    """Candidates for places of no return."""
    reasons = {
        "never_returned": _("no return recorded"),
        "returned_and_left": _("all returnees left again"),
    }
    return Table(
        caption=_("Candidates for places of no return"),
        columns=[
            TableColumn("place", _("Location")),
            TableColumn("area", str(packs.current().level(1).name)),
            TableColumn("reason", _("Why")),
            TableColumn("last_seen", _("Last counted"), "date"),
            TableColumn("peak", _("Most returnees ever"), "number", _("people")),
        ],
        rows=[
            [
                Cell(names.name(c.place), place_url(c.place)), Cell(names.name(c.adm1), place_url(c.adm1)),
                reasons[c.reason], c.last_seen, c.peak_returnees,
            ]
            for c in found
        ],
        hide_caption=True,
        empty=_("No location looks like a place of no return in the rounds imported so far."),
    )  # fmt: skip
