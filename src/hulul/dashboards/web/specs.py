"""From what the warehouse answered to what `ui` draws: key figures, charts, the map, tables."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hulul.dashboards.queries import figures as f
from hulul.dashboards.queries.areas import Flow
from hulul.dashboards.queries.gazetteer import Gazetteer
from hulul.dashboards.queries.rounds import Rounds
from hulul.dashboards.web.downloads import method_url
from hulul.kernel import packs
from hulul.ui import charts, formats
from hulul.ui.figures import Change, KeyFigure
from hulul.ui.sparklines import Sparkline

# A picture with more ribbons than this is a tangle; what is left is added up under "other".
MOST_FLOWS = 28


def place_url(code: str) -> str:
    """The page of a place in the reader's language."""
    return _place_url(code, get_language() or "en")


@lru_cache(maxsize=32_768)
def _place_url(code: str, _language: str) -> str:
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
        unit=_("of those displaced"),
        on=figure.on,
        source=round_line(rounds, "returnee"),
        kind="percent",
        hue="accent",
        changes=[
            Change(c.absolute * 100, since=_("points since %(date)s") % {"date": formats.day(c.since)}, decimals=1)
            for c in (figure.last, figure.year)
            if c
        ],
        sparkline=sparkline(figure, _("Return rate"), formats.percent),
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


def sparkline(figure: f.Figure, name: str, write: Callable[[float], str] = formats.number) -> Sparkline | None:
    """The course of a number over the last rounds; nothing where there are fewer than two."""
    known = [v for v in figure.spark if v is not None]
    if len(known) < 2:
        return None
    words = {"name": name, "first": write(known[0]), "last": write(known[-1])}
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
