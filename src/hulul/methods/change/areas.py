"""The change of areas: of the population-weighted mean score of the units that were scored in both rounds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hulul.methods.change.comparison import COVERAGE, TOTAL, Change
from hulul.methods.errors import MethodError

Reals = NDArray[np.float64]

MOVED = "population"  # row of the table beside the indicators: people moved between better and worse places


@dataclass(frozen=True, eq=False)
class AreaChange:
    """Change of areas, in the order in which they first occur.

    `score`, `previous_score`, `coverage`, `moved` (areas,), `contributions` (areas, indicators); `matched` (areas,) is
    the number of units. Contributions, coverage and moved sum to the change. NaN for an area where nobody lives.
    """

    areas: tuple[str, ...]
    matched: NDArray[np.int64]
    score: Reals
    previous_score: Reals
    indicators: tuple[str, ...]
    contributions: Reals | None
    coverage: Reals | None
    moved: Reals

    @property
    def change(self) -> Reals:
        return self.score - self.previous_score

    def table(self) -> pa.Table:
        """A row per area and part: area, matched, indicator ("" = all, "answered", "population"), score,
        previous_score, change."""
        parts = [(TOTAL, self.change)]
        if self.contributions is not None and self.coverage is not None:
            parts += zip((*self.indicators, COVERAGE), (*self.contributions.T, self.coverage), strict=True)
        parts.append((MOVED, self.moved))
        number = len(parts)
        points = np.stack([change for _, change in parts], axis=1).ravel()
        return pa.table(
            {
                "area": pa.array(np.repeat(np.array(self.areas, dtype=object), number), pa.string()),
                "matched": np.repeat(self.matched, number),
                "indicator": pa.array([code for code, _ in parts] * len(self.areas), pa.string()),
                "score": pa.array(np.repeat(self.score, number), from_pandas=True),
                "previous_score": pa.array(np.repeat(self.previous_score, number), from_pandas=True),
                "change": pa.array(points, from_pandas=True),
            }
        )


def of_areas(change: Change, areas: Sequence[str], people: Reals, previous_people: Reals | None = None) -> AreaChange:
    """The change of each area, from the area of every unit of `change` and the people who live there now.

    With `previous_people` the mean of each round is weighted by its own population, and what comes of people having
    moved between better and worse places is told apart (both halves by the mean of the two rounds: Bennet 1920).
    Without it, both rounds are weighted by `people`, and nothing comes of that. Raises MethodError sizes_differ,
    people_unclear.
    """
    before = people if previous_people is None else previous_people
    if not len(areas) == len(people) == len(before) == len(change.units):
        sentence = "There are {units} matched units; areas and populations must be given for exactly these."
        raise MethodError("sizes_differ", sentence, {"units": len(change.units)})
    for living in (people, before):
        if not (np.isfinite(living) & (living >= 0)).all():
            unit = change.units[int(np.flatnonzero(~(np.isfinite(living) & (living >= 0)))[0])]
            sentence = "The population of {unit} is not known; leave the unit out or give a number of at least 0."
            raise MethodError("people_unclear", sentence, {"unit": unit})
    names = tuple(dict.fromkeys(areas))
    place = {name: position for position, name in enumerate(names)}
    number = np.array([place[area] for area in areas], dtype=np.intp)
    share_now, share_before = _shares(people, number, len(names)), _shares(before, number, len(names))
    share, middle = (share_now + share_before) / 2, (change.score + change.previous_score) / 2

    def summed(points: Reals) -> Reals:
        sums: Reals = np.bincount(number, points, len(names)).astype(np.float64)
        return sums

    parts = change.contributions
    coverage = change.coverage
    return AreaChange(
        names,
        np.bincount(number, minlength=len(names)),
        summed(share_now * change.score),
        summed(share_before * change.previous_score),
        change.indicators,
        None if parts is None else np.stack([summed(share * part) for part in parts.T], axis=1),
        None if coverage is None else summed(share * coverage),
        summed((share_now - share_before) * middle),
    )


def _shares(people: Reals, number: NDArray[np.intp], areas: int) -> Reals:
    """Every unit's share of the people of its area; NaN where nobody lives."""
    total = np.bincount(number, people, areas)[number]
    shares: Reals = np.divide(people, total, out=np.full(len(people), np.nan), where=total > 0)
    return shares
