"""Exit metrics, progress and published judgements as tables and sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hulul.dashboards.queries.gazetteer import Gazetteer
from hulul.dashboards.queries.solutions import Exit, Judged, Step
from hulul.dashboards.queries.wording import Wording
from hulul.dashboards.web.specs import place_url
from hulul.ui import formats
from hulul.ui.tables import Cell, Table, TableColumn

POPULATIONS: dict[str, str | Promise] = {
    "idp": gettext_lazy("Displaced"),
    "returnee": gettext_lazy("Returnees"),
    "stayee": gettext_lazy("Stayed"),
    "host": gettext_lazy("Host community"),
    "national": gettext_lazy("Whole country"),
}

# The metrics in the order in which the method numbers them, each with what it asks of a household.
METRICS: dict[str, tuple[str | Promise, str | Promise]] = {
    "pass_fail": (
        gettext_lazy("Pass or fail"),
        gettext_lazy("The household has overcome all ten vulnerabilities."),
    ),
    "composite": (
        gettext_lazy("Composite"),
        gettext_lazy("It has overcome at least as many as the households it is compared with, on average."),
    ),
    "criterion": (
        gettext_lazy("Composite by criterion"),
        gettext_lazy("The same holds within each of the five criteria."),
    ),
    "sub_criterion": (
        gettext_lazy("Composite by sub-criterion"),
        gettext_lazy("The same holds within each of the ten sub-criteria, each asked by three questions or more."),
    ),
    "cells": (
        gettext_lazy("Homogeneous cells"),
        gettext_lazy("Its whole group is on average as well off as those it is compared with, in everything."),
    ),
    "classifier": (
        gettext_lazy("Classifier"),
        gettext_lazy("By its answers it cannot be told from a household that was not displaced."),
    ),
    "cdf": (
        gettext_lazy("Distribution"),
        gettext_lazy("The chance that it is at least as well off as a household it is compared with."),
    ),
}


# Whom to compare with where nobody asked otherwise: the method prefers the whole country.
PREFERRED = ("national", "host", "stayee")


def population(code: str) -> str:
    return str(POPULATIONS.get(code, code))


def preference(comparator: str) -> tuple[int, str]:
    """Sorts comparators: the preferred one first."""
    return (PREFERRED.index(comparator) if comparator in PREFERRED else len(PREFERRED), comparator)


def exit_sentence(found: Sequence[Exit], comparator: str) -> str:
    """Between what shares the metrics lie: never one number alone."""
    shares = [each.share for each in found if each.comparator == comparator and each.share is not None]
    if not shares:
        return _("Nothing can be said yet: too few households were asked, or answers are missing.")
    words = {
        "low": formats.percent(min(shares), 0),
        "high": formats.percent(max(shares), 0),
        "comparator": population(comparator),
    }
    return (
        _(
            "Depending on how it is counted, between %(low)s and %(high)s of households have overcome the "
            "vulnerabilities of displacement (compared with: %(comparator)s)."
        )
        % words
    )


def exit_table(found: Sequence[Exit], comparator: str) -> Table:
    """One row per metric, one column per population: who exits, and beside it who could not be counted."""
    by_metric = {(each.metric, each.population): each for each in found if each.comparator == comparator}
    populations = list(dict.fromkeys(each.population for each in found))
    rows = [
        [Cell(str(title), note=str(meaning)), *(_exit(by_metric.get((metric, group))) for group in populations)]
        for metric, (title, meaning) in METRICS.items()
    ]
    columns = [
        TableColumn("metric", _("Metric")),
        *(TableColumn(code, population(code), "percent", _("of households that exit")) for code in populations),
    ]
    return Table(_("Every exit metric side by side"), columns, rows, hide_caption=True)


def _exit(found: Exit | None) -> Cell:
    """The share that exits, and the shares of whom the metric says nothing."""
    if found is None or found.share is None:
        return Cell(None, note=_("not measured"))
    notes = [_("%(share)s not assessed") % {"share": formats.percent(found.not_assessed or 0, 0)}]
    if found.undecided:
        notes.append(_("%(share)s undecided") % {"share": formats.percent(found.undecided, 0)})
    return Cell(found.share, note=formats.conventions().list_separator.join(notes))


def progress_table(found: Sequence[Step], words: Wording, *, detailed: bool) -> Table:
    """One row per criterion (and indicator, if detailed), one column per population, each share with its interval."""
    populations = [code for code in POPULATIONS if any(each.population == code for each in found)]
    rows_of: dict[tuple[str, str], dict[str, Step]] = {}
    for each in found:
        if detailed or not each.indicator:
            rows_of.setdefault((each.criterion, each.indicator), {})[each.population] = each
    order = {code: number for number, code in enumerate(words.scales)}
    keys = sorted(rows_of, key=lambda key: (order.get(key[0], len(order)), key[0], key[1]))
    rows = [[_row_name(key, words), *(_step(rows_of[key].get(code)) for code in populations)] for key in keys]
    columns = [
        TableColumn("criterion", _("Criterion")),
        *(TableColumn(code, population(code), "percent", _("of households")) for code in populations),
    ]
    return Table(_("Households that overcame each vulnerability"), columns, rows, hide_caption=True)


def _row_name(key: tuple[str, str], words: Wording) -> Cell:
    criterion, indicator = key
    if indicator:
        return Cell(words.indicator(indicator), note=words.scale(criterion), tone="muted")
    return Cell(words.scale(criterion))


def _step(found: Step | None) -> object:
    if found is None:
        return None
    if found.share is None:
        return Cell(None, note=_("too few were asked"))
    if found.low is None or found.high is None:
        return found.share
    words = {"low": formats.percent(found.low, 0), "high": formats.percent(found.high, 0)}
    return Cell(found.share, note=_("%(low)s to %(high)s") % words)


def progress_sentence(found: Sequence[Step], words: Wording) -> str:
    """Where displaced households are furthest behind those who stayed, of what intervals can tell apart."""
    shares = {(each.criterion, each.population): each for each in found if not each.indicator}
    behind = []
    for criterion in dict.fromkeys(criterion for criterion, _group in shares):
        mine, theirs = shares.get((criterion, "idp")), shares.get((criterion, "stayee"))
        if mine and theirs and mine.high is not None and theirs.low is not None and mine.high < theirs.low:
            behind.append(((theirs.share or 0) - (mine.share or 0), criterion))
    if not behind:
        return _("In no criterion can displaced households be told apart from those who stayed.")
    gap, criterion = max(behind)
    return _(
        "Displaced households are furthest behind those who stayed in: %(criterion)s (by %(gap)s of households)."
    ) % {"criterion": words.scale(criterion), "gap": formats.percent(gap, 0)}


@dataclass(frozen=True, slots=True)
class JudgedCell:
    rating: str
    text: str
    statement: str


@dataclass(frozen=True, slots=True)
class JudgedLine:
    place: str
    url: str
    cells: tuple[JudgedCell, ...]


def judged_lines(found: Sequence[Judged], words: Wording, names: Gazetteer) -> tuple[list[str], list[JudgedLine]]:
    """The concerns that were published of anywhere, and a line per place; what was not published says so."""
    concerns = [code for code in words.indicators if any(each.concern == code for each in found)]
    by_place: dict[str, Mapping[str, Judged]] = {}
    for each in found:
        by_place[each.place] = {**by_place.get(each.place, {}), each.concern: each}
    lines = [
        JudgedLine(
            names.name(place), place_url(place), tuple(_judged(by_place[place].get(code), words) for code in concerns)
        )
        for place in by_place
    ]
    return [words.indicator(code) for code in concerns], lines


def _judged(found: Judged | None, words: Wording) -> JudgedCell:
    if found is None:
        return JudgedCell("", _("not published"), "")
    return JudgedCell(found.rating, words.answer(found.concern, found.rating), found.statement)
