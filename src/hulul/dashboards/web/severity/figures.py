"""Key figures and charts of conditions."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from hulul.dashboards.queries.gazetteer import PlaceFact
from hulul.dashboards.queries.severity import Assessment, Change, Held, Severity
from hulul.dashboards.queries.wording import Wording
from hulul.dashboards.web.downloads import downloads, method_url
from hulul.dashboards.web.severity.sentences import NEXT_TO_NOTHING, hidden_part
from hulul.ui import charts, formats
from hulul.ui.figures import Change as Moved
from hulul.ui.figures import Figure, KeyFigure
from hulul.ui.sparklines import Sparkline

MOST_PARTS = 16

History = Mapping[dt.date, Severity]


def source(assessment: Assessment, words: Wording) -> str:
    """What was measured by which method, and when: under every number and figure."""
    parts = [
        words.framework,
        _("version %(version)s") % {"version": formats.digits(assessment.version)},
        formats.day(assessment.date),
    ]
    if words.is_reimplementation:
        parts.append(_("Hulul re-implementation"))
    return " · ".join(parts)


def key_figures(past: History, held: Held, change: Change | None, words: Wording) -> list[KeyFigure]:
    """Locations assessed, people and their share in high severity, and the change on matched locations."""
    current, previous = held.current, held.previous
    now = past[current.date]
    then = past.get(previous.date) if previous else None
    until = [past[on] for on in past if on <= current.date]
    line = words.framework

    def since(name: str, factor: float = 1.0, decimals: int = 0, *, share: bool = True) -> list[Moved]:
        before, after = (getattr(each, name) if each else None for each in (then, now))
        if previous is None or before is None or after is None:
            return []
        told = _("since %(date)s") if factor == 1 else _("points since %(date)s")
        part = (after - before) / before if share and before else None
        return [Moved((after - before) * factor, part, told % {"date": formats.day(previous.date)}, decimals)]

    return [
        KeyFigure(
            _("Returnees in high severity"), now.high_individuals, _("people"), current.date, line, hue="severity",
            changes=since("high_individuals"),
            sparkline=_spark([each.high_individuals for each in until], _("Returnees in high severity")),
            missing=_("No round of returnees is near this assessment."),
        ),
        KeyFigure(
            _("Share in high severity"), now.high_share, _("of assessed returnees"), current.date, line, "percent",
            "severity", since("high_share", 100, 1, share=False),
            _spark([each.high_share for each in until], _("Share in high severity"), percent=True),
        ),
        KeyFigure(
            _("Change in severity"), change.change if change and change.comparable else None, _("points of 100"),
            current.date, _matched(change), "decimal", "severity",
            missing=_not_comparable(change),
        ),
        KeyFigure(
            _("Locations assessed"), now.assessed,
            _("of %(count)s locations of return") % {"count": formats.number(now.locations)},
            current.date, line, hue="muted", changes=since("assessed"),
            sparkline=_spark([each.assessed for each in until], _("Locations assessed")),
        ),
    ]  # fmt: skip


def _matched(change: Change | None) -> str:
    if change is None:
        return ""
    words = {"count": formats.number(change.matched), "date": formats.day(change.since)}
    return _("%(count)s locations assessed on %(date)s too") % words


def _not_comparable(change: Change | None) -> str:
    if change is None:
        return _("This is the first assessment.")
    return _("The assessment before used another method.")


def _spark(values: list[float | int | None], name: str, *, percent: bool = False) -> Sparkline | None:
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    write = formats.percent if percent else formats.number
    words = {"name": name, "first": write(known[0]), "last": write(known[-1])}
    return Sparkline(values, _("%(name)s over the last assessments: from %(first)s to %(last)s.") % words)


def trend(past: History, held: Held, place: PlaceFact, words: Wording, scale: str) -> Figure:
    """The share in high severity since the first assessment."""
    title = _("Share of returnees in high severity since the first assessment")
    points = [charts.Point(on, found.high_share) for on, found in past.items()]
    spec = charts.LineChart(
        [charts.Series(_("Share in high severity"), points, "severity")],
        _("of assessed returnees"),
        breaks(held),
        "percent",
        marked=held.current.date,
    )
    return _figure("trend", title, _of_scale(words, scale), spec, held, words, "severity", place, scale)


def course(past: History, held: Held, place: PlaceFact, words: Wording, scale: str = "") -> Figure:
    """The score of a place since the first assessment, with its intervals."""
    points = [charts.Point(on, found.score, found.low, found.high) for on, found in past.items()]
    spec = charts.LineChart(
        [charts.Series(_("Severity score"), points, "severity")],
        _("points of 100"),
        breaks(held),
        marked=held.current.date,
    )
    subtitle = _("score from 0 (all conditions met) to 100 (none is), with its interval")
    return _figure("severity-course", _("Severity over time"), subtitle, spec, held, words, "severity", place, scale)


def breaks(held: Held) -> list[charts.SeriesBreak]:
    """Where another version of the framework begins."""
    found, version = [], held.all[0].version
    for each in held.all:
        if each.version != version:
            note = _("from here on measured by version %(version)s of the framework")
            found.append(charts.SeriesBreak(each.date, note % {"version": formats.digits(each.version)}))
            version = each.version
    return found


def parts(change: Change, held: Held, place: PlaceFact, words: Wording) -> Figure:
    """What drove a change: points by indicator, the largest first; less severity points back."""
    ordered = sorted(change.parts.items(), key=lambda part: (-abs(part[1]), part[0]))
    bars = [
        charts.Bar(words.indicator(code), [points])
        for code, points in ordered[:MOST_PARTS]
        if abs(points) >= NEXT_TO_NOTHING / 10
    ]
    spec = charts.BarChart(bars, [(_("Change of score"), "severity")], _("points"), _("Indicator"), "decimal")
    subtitle = _("points of the score since %(date)s, in %(count)s locations assessed both times; below zero is better")
    told = {"date": formats.day(change.since), "count": formats.number(change.matched)}
    title = _("What drove the change")
    drawn = _figure("drivers", title, subtitle % told, spec, held, words, "severity_changes", place)
    if abs(hidden_part(change)) < NEXT_TO_NOTHING:
        return drawn
    return replace(drawn, notes=[_("Indicators that are not public are left out: the parts are less than the whole.")])


def _of_scale(words: Wording, scale: str) -> str:
    return words.scale(scale) if scale else _("all scales together")


def _figure(
    slug: str,
    title: str,
    subtitle: str,
    spec: charts.LineChart | charts.BarChart,
    held: Held,
    words: Wording,
    dataset: str,
    place: PlaceFact,
    scale: str | None = None,
) -> Figure:
    return Figure(
        slug=slug,
        title=title,
        subtitle=subtitle,
        spec=spec,
        source=source(held.current, words),
        downloads=downloads(
            dataset,
            framework=held.current.framework,
            assessment=held.current.code if dataset == "severity_changes" else None,
            level=place.level,
            place=place.code,
            scale=scale,
        ),
        method_url=method_url(dataset),
        size="normal" if slug == "drivers" else "short",
    )
