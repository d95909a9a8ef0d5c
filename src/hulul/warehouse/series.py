"""Which rounds a change touches: a mart's rows of the other rounds need not be computed again.

Pure: rounds are given as `Known`. Where a change of rounds is not the whole story (places moved, the code is new), the
builder computes everything and asks nothing here.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Known:
    """What of a round's row the methods read."""

    source: str
    population: str
    date: dt.date
    sequence: int
    segment: int


Rounds = Mapping[str, Known]


@dataclass(frozen=True, slots=True)
class Touched:
    """`rows`: the rounds whose rows of the mart are new, gone or different. `needed`: the rounds to read for them."""

    rows: frozenset[str]
    needed: frozenset[str]


class Spread(Protocol):
    def touched(self, changed: frozenset[str], before: Rounds, now: Rounds) -> Touched: ...


@dataclass(frozen=True, slots=True)
class Same:
    """A round's rows come from that round alone."""

    def touched(self, changed: frozenset[str], before: Rounds, now: Rounds) -> Touched:
        return Touched(changed, changed & now.keys())


@dataclass(frozen=True, slots=True)
class Following:
    """A round's rows come from it and the round before it in its series."""

    def touched(self, changed: frozenset[str], before: Rounds, now: Rounds) -> Touched:
        previous = _previous(now)
        old = _previous(before)
        rows = set(changed)
        for code in now:
            if previous.get(code) in changed or old.get(code) != previous.get(code):
                rows.add(code)
        needed = {code for code in rows if code in now}
        needed |= {previous[code] for code in needed if code in previous}
        return Touched(frozenset(rows), frozenset(needed))


@dataclass(frozen=True, slots=True)
class Window:
    """A round's rows come from the changes of it and of the `rounds` before it in its series."""

    rounds: int

    def touched(self, changed: frozenset[str], before: Rounds, now: Rounds) -> Touched:
        moved = Following().touched(changed, before, now).rows
        rows = moved | {
            code
            for code, known in now.items()
            if any(self._looks_back(known, was[other]) for was in (before, now) for other in moved & was.keys())
        }
        judged = [known for code, known in now.items() if code in rows]
        needed = {
            code
            for code, known in now.items()
            if code in rows or any(self._looks_back(later, known) for later in judged)
        }
        return Touched(frozenset(rows), frozenset(needed))

    def _looks_back(self, later: Known, earlier: Known) -> bool:
        same = (later.source, later.population) == (earlier.source, earlier.population)
        return same and 0 < later.sequence - earlier.sequence <= self.rounds


@dataclass(frozen=True, slots=True)
class Near:
    """A returnee round's rows come from it and the displacement rounds of its source at most `days` away."""

    days: int

    def touched(self, changed: frozenset[str], before: Rounds, now: Rounds) -> Touched:
        moved = [known for code in changed for known in (before.get(code), now.get(code)) if known is not None]
        rows = set(changed) | {
            code
            for code, known in now.items()
            if known.population == "returnee" and any(self._meet(known, other) for other in moved)
        }
        returnee = [known for code, known in now.items() if code in rows]
        needed = (rows & now.keys()) | {
            code
            for code, known in now.items()
            if known.population == "idp" and any(self._meet(known, other) for other in returnee)
        }
        return Touched(frozenset(rows), frozenset(needed))

    def _meet(self, one: Known, other: Known) -> bool:
        return one.source == other.source and abs((one.date - other.date).days) <= self.days


@dataclass(frozen=True, slots=True)
class Increment:
    """`column` holds the round a row belongs to; `narrowed` are the inputs of which only the needed rounds are read."""

    column: str
    narrowed: tuple[str, ...]
    spread: Spread


def different(before: Rounds, now: Rounds) -> frozenset[str]:
    """The rounds that came, went or have another row."""
    return frozenset(code for code in before.keys() | now.keys() if before.get(code) != now.get(code))


def _previous(rounds: Rounds) -> dict[str, str]:
    series: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for code, known in rounds.items():
        series[known.source, known.population].append((known.sequence, code))
    return {
        later: earlier for codes in series.values() for (_before, earlier), (_now, later) in pairwise(sorted(codes))
    }
