"""What the checks look at: the rows of one file as numbers and codes, and the round before it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Texts = NDArray[np.object_]

DIMENSIONS = ("origin", "shelter", "wave")


@dataclass(frozen=True)
class Placement:
    """Where each row (rows,) was put.

    `place`: a place code, or "new:<n>" for a location nobody knows yet. `findings`: what matching noticed, by code of
    places.rules, as a mask of rows.
    """

    place: Texts
    how: Texts
    certainty: Floats
    findings: Mapping[str, NDArray[np.bool_]]


@dataclass(frozen=True)
class Previous:
    """The round that stands before this one in its series."""

    code: str
    date: dt.date
    place: Texts
    households: NDArray[np.int64]
    place_id: Texts
    location_id: Texts


@dataclass(frozen=True)
class Candidate:
    """A list on its way to become a round. Arrays have one entry per row of data, in the file's order.

    `without_households`: rows of the file that were left out for want of a number. `individuals`: NaN where the cell is
    empty. `expected`: individuals by the pack's household sizes. `totals`: the file's own total by key.
    `breakdowns`: dimension -> category -> cells, in `unit` ("households", "individuals" or "" when nobody knows).
    `bounds`: west, south, east, north of the country. `names`: whether a row has a name in any language.
    """

    date: dt.date
    row_numbers: NDArray[np.int64]
    without_households: NDArray[np.int64]
    households: Floats
    individuals: Floats
    expected: Floats
    place_id: Texts
    location_id: Texts
    names: NDArray[np.bool_]
    lat: Floats
    lon: Floats
    breakdowns: Mapping[str, Mapping[str, Floats]]
    unit: str
    totals: Mapping[str, float]
    placement: Placement
    bounds: tuple[float, float, float, float]
    change_threshold: float

    @property
    def rows(self) -> int:
        return len(self.row_numbers)

    @cached_property
    def unit_numbers(self) -> Floats:
        """What the cells of a breakdown should add up to, per row."""
        return self.individuals if self.unit == "individuals" else self.households

    def counts(self) -> Iterator[tuple[str, Floats]]:
        """Every column that counts households or individuals, by its canonical key."""
        yield "households", self.households
        yield "individuals", self.individuals
        for dimension, categories in self.breakdowns.items():
            for category, cells in categories.items():
                yield f"{dimension}:{category}", cells
