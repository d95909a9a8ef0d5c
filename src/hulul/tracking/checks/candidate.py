"""What the checks look at: the rows of one file as numbers and codes, and the round before it."""

import datetime as dt
from collections.abc import Mapping
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

    `households`, `individuals`: NaN where the cell is empty. `expected`: individuals by the pack's household sizes.
    `breakdowns`: dimension -> category -> cells, in `unit` ("households", "individuals" or "" when nobody knows).
    `bounds`: west, south, east, north of the country. `names`: whether a row
    has a name in any language.
    """

    date: dt.date
    row_numbers: NDArray[np.int64]
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
