"""Who is counted at the assessed places, and what master lists say of conditions there.

Master lists count households per location; their breakdowns say in what shelter. Categories of shelter come from the
country pack: critical ones are those of its group "critical"; "…_habitable" and "…_uninhabitable" say a condition.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hulul.kernel import packs
from hulul.measurement.building.inputs import Inputs

if TYPE_CHECKING:
    import pyarrow as pa

Floats = NDArray[np.float64]

CRITICAL, UNKNOWN = "critical", "unknown"
HABITABLE, UNINHABITABLE = "_habitable", "_uninhabitable"


@dataclass(frozen=True, eq=False)
class People:
    """Households and individuals (n,) at each place in a round; 0 where it lists nobody. No round: all NaN."""

    households: Floats
    individuals: Floats
    round: str
    date: str

    @property
    def known(self) -> bool:
        return bool(self.round)

    @property
    def weights(self) -> Floats:
        """By what places count in their areas: individuals, or all alike when nobody counted."""
        return self.individuals if self.known else np.ones_like(self.individuals)


def people_at(inputs: Inputs, places: Sequence[str], level: int) -> People:
    """The people of the round that goes with the survey; areas hold those of their locations."""
    if not inputs.has("counts"):
        nothing = np.full(len(places), np.nan)
        return People(nothing, nothing, "", "")
    households, individuals = (_summed(inputs, "counts", column, level) for column in ("households", "individuals"))
    return People(
        np.array([households.get(place, 0) for place in places], dtype=np.float64),
        np.array([individuals.get(place, 0) for place in places], dtype=np.float64),
        inputs.fact("counts", "round"),
        inputs.fact("counts", "date"),
    )


def everybody(inputs: Inputs, level: int) -> dict[str, int]:
    """How many locations with people each area has in the round, by code; of places themselves 1."""
    counted = _summed(inputs, "counts", "households", 4) if inputs.has("counts") else {}
    above = _areas(inputs.table("places"), level)
    found: dict[str, int] = {}
    for place, households in counted.items():
        area = above.get(place)
        if area and households > 0:
            found[area] = found.get(area, 0) + 1
    return found


def masterlist_values(inputs: Inputs, codes: Sequence[str]) -> tuple[tuple[str, ...], dict[str, Floats]]:
    """The locations of the round or of the one before, and each indicator (n,) by its code; NaN where unknown.

    A framework asks by code for what is in `MEASURES`; a code that is not there stays unknown everywhere.
    """
    now = _summed(inputs, "counts", "households", 4)
    before = _summed(inputs, "earlier_counts", "households", 4) if inputs.has("earlier_counts") else {}
    at_level = set(_areas(inputs.table("places"), 4))
    places = tuple(sorted((now.keys() | before.keys()) & at_level))
    return places, {code: MEASURES[code](inputs, places) for code in codes if code in MEASURES}


def critical_share(inputs: Inputs, places: Sequence[str]) -> Floats:
    """Households in shelter that the pack calls critical, of those whose shelter was recorded."""
    groups = {category.code: category.group for category in packs.current().masterlist.shelter}
    return _share(
        inputs,
        places,
        lambda code: groups.get(code) == CRITICAL,
        lambda code: groups.get(code, UNKNOWN) != UNKNOWN,
    )


def uninhabitable_share(inputs: Inputs, places: Sequence[str]) -> Floats:
    """Households in uninhabitable residences, of those in residences whose condition was recorded."""
    return _share(
        inputs,
        places,
        lambda code: code.endswith(UNINHABITABLE),
        lambda code: code.endswith((HABITABLE, UNINHABITABLE)),
    )


def return_outcome(inputs: Inputs, places: Sequence[str]) -> Floats:
    """The share by which households rose since the round before, 0 to 1: 0 where none came, 1 where they doubled.

    A location that the round before does not list has 1, one without households in both, NaN, as all have without a
    round before.
    """
    if not inputs.has("earlier_counts"):
        return np.full(len(places), np.nan)
    now = _summed(inputs, "counts", "households", 4)
    before = _summed(inputs, "earlier_counts", "households", 4)
    pairs = ((now.get(place, 0), before.get(place, 0)) for place in places)
    return np.array([_growth(after, past) for after, past in pairs])


def _growth(after: int, past: int) -> float:
    if past:
        return min(1.0, max(0.0, (after - past) / past))
    return 1.0 if after else np.nan


MEASURES: Mapping[str, Callable[[Inputs, Sequence[str]], Floats]] = {
    "critical_shelter_share": critical_share,
    "uninhabitable_share": uninhabitable_share,
    "return_outcome": return_outcome,
}


def _share(inputs: Inputs, places: Sequence[str], part: Callable[[str], bool], whole: Callable[[str], bool]) -> Floats:
    parts, wholes = dict.fromkeys(places, 0.0), dict.fromkeys(places, 0.0)
    table = inputs.table("breakdowns").select(["place", "dimension", "category", "households"])
    for place, dimension, category, households in zip(*(column.to_pylist() for column in table.columns), strict=True):
        if dimension == "shelter" and place in wholes and whole(category):
            wholes[place] += households
            parts[place] += households if part(category) else 0
    return np.array([parts[place] / wholes[place] if wholes[place] else np.nan for place in places])


def _summed(inputs: Inputs, name: str, column: str, level: int) -> dict[str, int]:
    """Sums by place of a level."""
    table = inputs.table(name).group_by("place").aggregate([(column, "sum")])
    sums = dict(zip(table["place"].to_pylist(), table[f"{column}_sum"].to_pylist(), strict=True))
    if level == 4:
        return sums
    above = _areas(inputs.table("places"), level)
    found: dict[str, int] = {}
    for place, count in sums.items():
        if area := above.get(place):
            found[area] = found.get(area, 0) + count
    return found


def _areas(gazetteer: "pa.Table", level: int) -> dict[str, str]:
    """The area of a level that each place lies in or is; locations are their own."""
    codes, levels = gazetteer["code"].to_pylist(), gazetteer["level"].to_pylist()
    if level == 4:
        return {code: code for code, own in zip(codes, levels, strict=True) if own == 4}
    areas: list[Any] = gazetteer[f"adm{level}"].to_pylist()
    return {code: area for code, area in zip(codes, areas, strict=True) if area}
