"""Change since the assessment before: both scored by one yardstick, on the places that were assessed in both."""

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from hulul.measurement import datasets
from hulul.measurement.building.answers import Matrix
from hulul.measurement.building.scoring import UNIT, data_of
from hulul.measurement.building.tables import Built, assembled
from hulul.methods import change

if TYPE_CHECKING:
    import pyarrow as pa

ALL = ""  # the row of the whole change, beside those of its parts
POPULATION = "population"  # of areas: nothing comes of it, as both assessments are weighted by the same people


def changes(built: Built, before: Matrix, previous: str, previous_date: dt.date) -> "pa.Table":
    """One row per level, place and part of the change."""
    rounds = [change.Round(previous, data_of(before)), change.Round(built.assessment, data_of(built.scored.matrix))]
    earlier, now = change.rescore(rounds, built.scored.specification, unit=UNIT)
    found = change.compare(now, earlier)
    own = found.table()
    parts = [_part(built, built.areas.level, own, "unit", np.ones(own.num_rows), previous, previous_date)]
    order = {place: number for number, place in enumerate(built.areas.places)}
    at = np.array([order[unit] for unit in found.units], dtype=np.int64)
    matched = np.zeros(len(built.areas.places), dtype=bool)
    matched[at] = True
    for level in built.areas.above:
        codes = (*built.areas.codes[level], "")
        weights = built.areas.weights(level, built.people.weights, matched)[at]
        of_areas = change.of_areas(found, [codes[number] for number in built.areas.member[level][at]], weights)
        table = of_areas.table()
        counts = table["matched"].to_numpy().astype(np.float64)
        parts.append(_part(built, level, table, "area", counts, previous, previous_date))
    return assembled(datasets.SEVERITY_CHANGES, parts)


def not_comparable(built: Built, before: "pa.Table", previous: str, previous_date: dt.date) -> "pa.Table":
    """Both scores side by side where a difference would mean nothing, because the model changed between them."""
    parts = []
    for level in built.levels:
        mine = built.means(level, built.scored.scores[:, 0])
        earlier = {
            row["place"]: row["score"] for row in before.to_pylist() if row["level"] == level and row["scale"] == ""
        }
        codes = built.codes(level)
        rows = [number for number, code in enumerate(codes) if earlier.get(code) is not None]
        parts.append(
            {
                **built.facts,
                "previous_assessment": previous,
                "previous_date": previous_date,
                "level": level,
                "place": [codes[row] for row in rows],
                "score": mine[rows],
                "previous_score": np.array([earlier[codes[row]] for row in rows], dtype=np.float64),
                "indicator": ALL,
                "comparable": False,
                "tier": built.scale_tier(""),
            }
        )
    return assembled(datasets.SEVERITY_CHANGES, parts)


def _part(
    built: Built,
    level: int,
    table: "pa.Table",
    place: str,
    matched: Any,
    previous: str,
    previous_date: dt.date,
) -> dict[str, Any]:
    known = {indicator.code for indicator in built.framed.indicators}
    columns = table.to_pydict()
    keep = [
        row for row in range(table.num_rows) if columns["indicator"][row] != POPULATION and columns[place][row] != ""
    ]
    indicators = [columns["indicator"][row] for row in keep]
    total = np.array([indicator == ALL for indicator in indicators], dtype=bool)
    numbers = {name: np.array(columns[name], dtype=np.float64)[keep] for name in ("score", "previous_score", "change")}
    return {
        **built.facts,
        "previous_assessment": previous,
        "previous_date": previous_date,
        "level": level,
        "place": [columns[place][row] for row in keep],
        "matched_locations": matched[keep],
        "score": np.where(total, numbers["score"], np.nan),
        "previous_score": np.where(total, numbers["previous_score"], np.nan),
        "change": numbers["change"],
        "indicator": indicators,
        "comparable": True,
        "tier": [
            built.indicator_tier(indicator) if indicator in known else built.scale_tier("") for indicator in indicators
        ],
    }
