"""The list a sample is drawn from, how many interviews are enough, and how they are shared over strata.

The list is a round of a master list: locations with their households, cut into strata (population and area). Sizes by
the formula that needs assessments in this field use; Krejcie and Morgan (1970) print its table for 5 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
from narwhals.typing import IntoDataFrame

from hulul.methods.errors import MethodError, Note
from hulul.methods.surveys.columns import Codes, Labels, Numbers, frame_of, groups, numbers, texts


@dataclass(frozen=True, eq=False)
class SamplingFrame:
    """L locations with households in H strata, sorted by stratum and location.

    `strata` the values of the stratum's columns; `stratum` (L,) 0..H-1; `households` (L,) whole numbers above 0.
    """

    by: tuple[str, ...]
    strata: Labels
    locations: tuple[str, ...]
    stratum: Codes
    households: Codes
    notes: tuple[Note, ...]

    @property
    def sizes(self) -> Codes:
        """(H,) households of each stratum."""
        summed: Codes = np.bincount(self.stratum, weights=self.households).astype(np.int64)
        return summed

    def table(self) -> pa.Table:
        """One row per stratum: its columns, locations and households."""
        columns = {
            name: pa.array([label[position] for label in self.strata], pa.string())
            for position, name in enumerate(self.by)
        }
        columns["locations"] = pa.array(np.bincount(self.stratum))
        columns["households"] = pa.array(self.sizes)
        return pa.table(columns)


def framed(
    data: IntoDataFrame, *, strata: Sequence[str], location: str = "location", households: str = "households"
) -> SamplingFrame:
    """The frame from a table with one row per location (and, when population is a stratum, per population).

    Rows without households cannot be drawn and are left out, which is noted. MethodError: a number of households that
    is missing, negative or broken, a row without stratum or location, a location twice in a stratum.
    """
    frame = frame_of(data)
    sizes = numbers(frame, households)
    wrong = np.flatnonzero(~((sizes >= 0) & (sizes == np.floor(sizes))))
    if wrong.size:
        raise MethodError(
            "households",
            "The households of a location are a whole number of at least 0; row {row} is not.",
            {"row": int(wrong[0]) + 1, "rows": int(wrong.size)},
        )
    codes, labels = groups(frame, strata)
    places, names = texts(frame, location)
    nameless = np.flatnonzero((codes < 0) | (places < 0))
    if nameless.size:
        raise MethodError(
            "frame_incomplete",
            "Row {row} has no stratum or no location ({rows} such rows).",
            {"row": int(nameless[0]) + 1, "rows": int(nameless.size)},
        )
    order = np.lexsort((places, codes))
    same = np.flatnonzero((np.diff(codes[order]) == 0) & (np.diff(places[order]) == 0))
    if same.size:
        raise MethodError(
            "location_twice",
            "Location {location} is listed twice in one stratum.",
            {"location": names[places[order[same[0]]]]},
        )
    kept = order[sizes[order] > 0]
    if not kept.size:
        raise MethodError("no_households", "No location of the frame has households.")
    used, stratum = np.unique(codes[kept], return_inverse=True)
    empty = len(order) - len(kept)
    sentence = "{number} rows without households were left out of the frame."
    return SamplingFrame(
        tuple(strata),
        tuple(labels[index] for index in used),
        tuple(names[index] for index in places[kept]),
        stratum.reshape(-1).astype(np.int64),
        sizes[kept].astype(np.int64),
        (Note("no_households", {"number": empty}, sentence),) if empty else (),
    )


def sample_size(
    population: Sequence[int] | Codes,
    *,
    margin: float = 0.05,
    confidence: float = 0.95,
    share: float = 0.5,
    design_effect: float = 1.0,
    reserve: float = 0.0,
) -> Codes:
    """Interviews for a margin of error of a share, one number per population size.

        n₀ = z² p (1 - p) / e²        n = deff · n₀ / (1 + (n₀ - 1) / N), plus the reserve, at most N; rounded up

    `share` is the share expected (0.5 needs most interviews), `reserve` what is added for refusals and for interviews
    that turn out unusable (0.1: a tenth more).
    """
    from scipy.special import ndtri

    for name, value in (("margin", margin), ("confidence", confidence), ("share", share)):
        if not 0 < value < 1:
            raise MethodError("between", "The {name} must be between 0 and 1, not {value}.", _named(name, value))
    for name, value, least in (("design effect", design_effect, 1.0), ("reserve", reserve, 0.0)):
        if not value >= least:
            raise MethodError("at_least", "The {name} is at least {least}, not {value}.", _named(name, value, least))
    size = np.asarray(population, dtype=np.float64)
    if not (size >= 1).all():
        raise MethodError("empty_stratum", "A stratum without households needs no sample.")
    z = float(ndtri((1 + confidence) / 2))
    infinite = z * z * share * (1 - share) / margin**2
    needed = design_effect * infinite / (1 + (infinite - 1) / size)
    rounded: Codes = np.minimum(np.ceil(np.ceil(needed) * (1 + reserve) - 1e-9), size).astype(np.int64)
    return rounded


def design_effect(per_location: float, intraclass: float) -> float:
    """How many times more interviews clusters need: 1 + (b - 1) · r (Kish, Survey Sampling, 1965, section 5.4).

    `per_location` interviews in each cluster; `intraclass` how alike households of a location are (0 not at all, 1
    entirely).
    """
    return 1 + (per_location - 1) * intraclass


def allocated(
    total: int,
    sizes: Sequence[int] | Codes,
    *,
    rule: Literal["proportional", "power", "equal"] = "proportional",
    power: float = 0.5,
    least: int = 0,
) -> Codes:
    """A total of interviews shared over strata: (H,) whole numbers that sum to it, none above its stratum's size.

    In proportion to sizeᵃ: a = 1 "proportional" (surest for the country), 0 "equal" (as sure for each stratum), between
    them "power" (Bankier, 1988: a compromise). Every stratum has at least `least` (or its size, when smaller). What
    cannot be placed in a full stratum goes to the others by the same rule; whole numbers by largest remainder.
    """
    size = np.asarray(sizes, dtype=np.int64)
    floor = np.minimum(least, size)
    if not floor.sum() <= total <= size.sum():
        raise MethodError(
            "cannot_allocate",
            "{total} interviews cannot be shared: the strata take between {low} and {high}.",
            {"total": total, "low": int(floor.sum()), "high": int(size.sum())},
        )
    exponent = {"proportional": 1.0, "power": power, "equal": 0.0}[rule]
    importance = np.where(size > 0, size.astype(np.float64) ** exponent, 0.0)
    return _rounded(_between(total, importance, floor, size), total, floor, size)


def _between(total: int, importance: Numbers, floor: Codes, size: Codes) -> Numbers:
    """Shares in proportion to importance between floor and size: k · importance, with k found by halving."""
    low, high = 0.0, (total + 1) / max(importance[importance > 0].min(initial=np.inf), 1e-300)
    high = max(high, float((size / np.maximum(importance, 1e-300)).max()))
    for _ in range(200):
        middle = (low + high) / 2
        if np.clip(middle * importance, floor, size).sum() < total:
            low = middle
        else:
            high = middle
    share: Numbers = np.clip(high * importance, floor, size)
    return share


def _rounded(share: Numbers, total: int, floor: Codes, size: Codes) -> Codes:
    whole = np.clip(np.floor(share + 1e-9).astype(np.int64), floor, size)
    remainder = np.where(whole < size, share - whole, -1.0)
    missing = total - int(whole.sum())
    order = np.lexsort((np.arange(len(size)), -np.round(remainder, 9)))
    whole[order[:missing]] += 1
    return whole


def _named(name: str, value: float, least: float = 0.0) -> dict[str, object]:
    return {"name": name, "value": value, "least": least}
