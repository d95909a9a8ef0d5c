"""How sure the scores of places and areas are: the index scored again and again with assumptions drawn anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hulul.measurement.building.areas import Areas
from hulul.measurement.building.people import People
from hulul.measurement.building.scoring import UNIT, Scored, data_of
from hulul.methods.errors import Note

if TYPE_CHECKING:
    import pyarrow as pa

    from hulul.methods.uncertainty import Replications, Uncertainty

Floats = NDArray[np.float64]
Columns = dict[str, Any]

# Scores held at once: runs times groups times places. Beyond it fewer runs are made, and a note says how many.
MOST_HELD = 150_000_000
RANKS = ("rank", "rank_low", "rank_high", "rank_group")


@dataclass(frozen=True, eq=False)
class Doubt:
    """`found[level, column]` for every level and scale (by its column); empty without runs.

    `position[level]` says where each of the level's codes stands in it.
    """

    runs: int = 0
    level: float = 0.0
    failures: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    found: Mapping[tuple[int, int], "Uncertainty"] = field(default_factory=dict)
    position: Mapping[int, NDArray[np.int64]] = field(default_factory=dict)

    def columns(self, level: int, column: int, scores: Floats, *, rank: bool) -> Columns:
        """The dataset's columns of intervals, probability and ranks; without runs only the ranks themselves."""
        from hulul.methods.uncertainty.ranks import ranks

        made: Columns = {"rank": _whole(ranks(scores[None])[0])} if rank else {}
        one = self.found.get((level, column))
        if one is None:
            return made
        at = self.position[level]
        number = {code: place for place, code in enumerate(one.categories)}
        share = [one.probability[row, number[code]] if code else np.nan for row, code in enumerate(one.category)]
        made |= {"score_low": one.low[at, 0], "score_high": one.high[at, 0], "probability": np.array(share)[at]}
        if rank:
            made |= {name: _whole(getattr(one, name))[at] for name in RANKS}
        return made


def doubt_of(scored: Scored, areas: Areas, people: People, rows: "pa.Table | None", *, runs: int, seed: int) -> Doubt:
    """Replications of the index for places and areas. `rows`: one row per informant, where places have several.

    MethodError as the methods of uncertainty raise it.
    """
    from hulul.methods import uncertainty

    if runs == 0:
        return Doubt()
    held = len(scored.scales) * len(areas.places)
    made = max(1, min(runs, MOST_HELD // held))
    notes = []
    if made < runs:
        sentence = "{runs} runs were asked for and {made} made: more do not fit into memory for so many places."
        notes.append(Note("runs_reduced", {"runs": runs, "made": made}, sentence))
    perturbation = uncertainty.Perturbation(informants=rows is not None)
    data = data_of(scored.matrix) if rows is None else rows
    replications = uncertainty.replications(data, scored.specification, perturbation, runs=made, seed=seed, unit=UNIT)
    found: dict[tuple[int, int], Uncertainty] = {}
    position: dict[int, NDArray[np.int64]] = {}
    for level in (areas.level, *areas.above):
        of_level = replications if level == areas.level else _of_areas(replications, areas, level, people)
        place = {code: number for number, code in enumerate(of_level.units)}
        codes = areas.places if level == areas.level else areas.codes[level]
        position[level] = np.array([place[code] for code in codes], dtype=np.int64)
        for column in range(len(scored.scales)):
            found[level, column] = _summary(of_level, scored, column)
    first = found[areas.level, 0]
    return Doubt(made, first.level, first.failures, (*notes, *first.notes), found, position)


def _of_areas(replications: "Replications", areas: Areas, level: int, people: People) -> "Replications":
    """The replications of areas; places that lie in none of the level are gathered under an empty code."""
    codes, member = (*areas.codes[level], ""), areas.member[level]
    order = {place: number for number, place in enumerate(areas.places)}
    at = np.array([order[unit] for unit in replications.units], dtype=np.int64)
    known = np.isfinite(replications.base[0])[np.argsort(at)]
    weights = areas.weights(level, people.weights, known)
    return replications.of_areas([codes[number] for number in member[at]], weights[at])


def _summary(replications: "Replications", scored: Scored, column: int) -> "Uncertainty":
    from hulul.methods import uncertainty

    one = replace(
        replications,
        codes=replications.codes[column : column + 1],
        base=replications.base[column : column + 1],
        scores=replications.scores[column : column + 1],
    )
    return uncertainty.summarise(one, scored.specification.categories)


def _whole(ranked: NDArray[np.int32]) -> Floats:
    """Ranks as numbers, NaN where there is none (0)."""
    return np.where(ranked == 0, np.nan, ranked.astype(np.float64))
