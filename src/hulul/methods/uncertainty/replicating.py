"""An index scored again and again, each time at another point of its assumptions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hulul.methods.composite.engine import Plan, Prepared, ascend, enough, prepare
from hulul.methods.errors import MethodError
from hulul.methods.uncertainty.informants import Informants
from hulul.methods.uncertainty.space import Space

Reals = NDArray[np.float64]
Whole = NDArray[np.intp]

AT_ONCE = 2_000_000  # numbers of one group held at once: 16 MB


@dataclass(frozen=True, eq=False)
class Inputs:
    """What every replication starts from: values (units, indicators), NaN = missing, as `composite.run` takes."""

    units: tuple[str, ...]
    values: Reals
    by: Whole | None = None
    previous: Reals | None = None
    informants: Informants | None = None


@dataclass(frozen=True, eq=False)
class Replications:
    """Scores of an index under many draws of its assumptions.

    `codes` are the groups from the top; `base` (groups, units) are the scores of the index itself; `scores` (groups,
    runs, units), 8 bytes each, those of the replications, NaN where a unit is not scored. `failed` says why a run has
    none.
    """

    units: tuple[str, ...]
    codes: tuple[str, ...]
    base: Reals
    scores: Reals
    failed: Mapping[int, MethodError]
    seed: int = 0
    alone: int = 0  # units with one informant, where informants vary
    varies: bool = True  # False where only weights were to vary and no indicator has a sibling

    def of_areas(self, areas: Sequence[str], people: Reals) -> "Replications":
        """The same for areas: means of their scored units, weighted by the people who live there.

        `areas` and `people` are given for every unit; areas come in the order in which they first occur. An area
        where nobody lives in a scored unit has no score. Raises MethodError people_unclear, sizes_differ.
        """
        if not len(areas) == len(people) == len(self.units):
            sentence = "There are {units} units; areas and populations must be given for exactly these."
            raise MethodError("sizes_differ", sentence, {"units": len(self.units)})
        unclear = ~(np.isfinite(people) & (people >= 0))
        if unclear.any():
            sentence = "The population of {unit} is not known; give a number of at least 0."
            raise MethodError("people_unclear", sentence, {"unit": self.units[int(np.argmax(unclear))]})
        names = tuple(dict.fromkeys(areas))
        place = {name: number for number, name in enumerate(names)}
        share = np.zeros((len(self.units), len(names)))
        share[np.arange(len(areas)), [place[area] for area in areas]] = people
        return replace(self, units=names, base=_means(self.base, share), scores=_means(self.scores, share))


def _means(scores: Reals, share: Reals) -> Reals:
    """Weighted means (..., areas) of scores (..., units)."""
    known = ~np.isnan(scores)
    total, weight = np.where(known, scores, 0.0) @ share, known.astype(np.float64) @ share
    means: Reals = np.divide(total, weight, out=np.full(total.shape, np.nan), where=weight > 0)
    return means


def replicate(
    inputs: Inputs, space: Space, points: Reals, *, seed: int, groups: int
) -> tuple[Reals, dict[int, MethodError]]:
    """Scores (groups, runs, units) of the first `groups` groups at every point (runs, columns), and why runs failed.

    Points that share their choices and informants are prepared once and scored together.
    """
    scores = np.full((groups, len(points), len(inputs.units)), np.nan)
    failed: dict[int, MethodError] = {}
    weights = space.weights_at(points)
    for plan, values, runs in _alike(inputs, space, points, seed):
        try:
            prepared = prepare(values, plan, by=inputs.by, previous=inputs.previous)
        except MethodError as refused:
            failed.update(dict.fromkeys(runs.tolist(), refused))
            continue
        size = max(1, AT_ONCE // max(1, len(inputs.units)))
        for begin in range(0, runs.size, size):
            _score(prepared, plan, weights, runs[begin : begin + size], scores, failed)
    _nothing_scored(scores, failed)
    return scores, failed


def _alike(inputs: Inputs, space: Space, points: Reals, seed: int) -> Iterator[tuple[Plan, Reals, Whole]]:
    """Each combination of choices and informants that occurs, with its values and the numbers of its runs."""
    keys = np.stack([space.seeds_at(points), space.plans_at(points)], axis=1)
    occurring, which = np.unique(keys, axis=0, return_inverse=True)
    order = np.argsort(which.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(which.ravel(), minlength=len(occurring)))
    drawn, values = -1, inputs.values
    for (draw, number), runs in zip(occurring.tolist(), np.split(order, ends[:-1]), strict=True):
        if draw != drawn and inputs.informants is not None:
            drawn, values = draw, inputs.informants.resampled(seed, draw)
        yield space.plans[number], values, runs


def _score(
    prepared: Prepared, plan: Plan, weights: Reals, runs: Whole, scores: Reals, failed: dict[int, MethodError]
) -> None:
    """Score runs together; if a method refuses, one by one, to know which of them it refuses."""
    leaves = [column[None] for column in np.ascontiguousarray(prepared.normalised.T)]
    try:
        found = ascend(leaves, plan, weights[runs], enough(prepared.answered, plan))
    except MethodError as refused:
        if runs.size == 1:
            failed[int(runs[0])] = refused
            return
        for run in runs:
            _score(prepared, plan, weights, np.array([run]), scores, failed)
        return
    for group in range(len(scores)):
        scores[group, runs] = found[group]


def _nothing_scored(scores: Reals, failed: dict[int, MethodError]) -> None:
    """A run without any score failed, too: say so."""
    for run in np.flatnonzero(~np.isfinite(scores[0]).any(axis=1)).tolist():
        if run not in failed:
            failed[run] = MethodError("nothing_scored", "No unit has a score.")
