"""Decisions about rounds that need no database: identifiers, order, segments, rules for missing locations."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from hulul.kernel.packs import Break


def round_code(source: str, population: str, date: dt.date) -> str:
    """ "dtm-idp-2018-03-30"."""
    return f"{source}-{population}-{date.isoformat()}"


class Position(NamedTuple):
    """Where a round stands in its series: 1.. by date, and 1.. rising at each break in series."""

    sequence: int
    segment: int


def positions(rounds: Iterable[tuple[str, str, str, dt.date]], breaks: Iterable[Break]) -> dict[str, Position]:
    """Positions of (code, source, population, date) within source and population, by code."""
    breaks = tuple(breaks)
    series: dict[tuple[str, str], list[tuple[dt.date, str]]] = defaultdict(list)
    for code, source, population, date in rounds:
        series[source, population].append((date, code))
    return {
        code: Position(sequence, 1 + sum(1 for found in breaks if _applies(found, population, date)))
        for (_, population), members in series.items()
        for sequence, (date, code) in enumerate(sorted(members), start=1)
    }


def missing_rule(population: str, date: dt.date, breaks: Iterable[Break]) -> str:
    """How locations without an informant are counted on a date: the rule of the latest break before it."""
    reached = [found for found in breaks if _applies(found, population, date)]
    return max(reached, key=lambda found: found.since).rule if reached else "reported"


def _applies(found: Break, population: str, date: dt.date) -> bool:
    return found.since <= date and found.population in (None, population)
