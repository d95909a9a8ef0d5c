"""How sure an index is: the interval of every score, the probability of every category, and how far ranks hold."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from hulul.methods.composite.categories import classify
from hulul.methods.composite.specification import Categories, Specification
from hulul.methods.errors import MethodError, Note
from hulul.methods.uncertainty import ranks
from hulul.methods.uncertainty.perturbation import Perturbation
from hulul.methods.uncertainty.replicating import Replications, replicate
from hulul.methods.uncertainty.setting import Setting

Reals = NDArray[np.float64]
Wholes = NDArray[np.int32]

RUNS, LEVEL = 500, 0.9


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """How sure the scores of units are. NaN in an array is a missing value; tables have nulls instead.

    `score`, `low`, `high`, `scored` (units, groups, the index first): the score itself, the interval that holds
    `level` of its replications, and in how many of them the unit has a score. `category` (units,) and `probability`
    (units, categories): the share of its replications in which a unit falls in each. `rank`, `rank_low`, `rank_high`,
    `rank_group` (units,): 1 is the highest score, 0 is no rank; units of one group cannot be told apart (ranks.py).
    `failures` counts replications without a result by reason: they are in `runs`, and in nothing else. Where nothing
    can vary (an index of one indicator, only weights in doubt), there are no intervals, probabilities and groups, and a
    note says so: a point would look like certainty.
    """

    units: tuple[str, ...]
    codes: tuple[str, ...]
    level: float
    runs: int
    seed: int
    failures: Mapping[str, int]
    score: Reals
    low: Reals
    high: Reals
    scored: NDArray[np.int64]
    categories: tuple[str, ...]
    category: NDArray[np.object_]
    probability: Reals
    rank: Wholes
    rank_low: Wholes
    rank_high: Wholes
    rank_group: Wholes
    notes: tuple[Note, ...]

    def table(self) -> pa.Table:
        """A row per unit: unit, score, score_low, score_high, category, probability (of that category), rank, rank_low,
        rank_high, rank_group, scored."""
        place = {code: number for number, code in enumerate(self.categories)}
        certain = [
            self.probability[row, place[code]] if code else np.nan for row, code in enumerate(self.category.tolist())
        ]
        ranked = {name: getattr(self, name) for name in ("rank", "rank_low", "rank_high", "rank_group")}
        return pa.table(
            {
                "unit": pa.array(self.units, pa.string()),
                "score": pa.array(self.score[:, 0], from_pandas=True),
                "score_low": pa.array(self.low[:, 0], from_pandas=True),
                "score_high": pa.array(self.high[:, 0], from_pandas=True),
                "category": pa.array([code or None for code in self.category.tolist()], pa.string()),
                "probability": pa.array(certain, pa.float64(), from_pandas=True),
                **{name: pa.array(values, mask=values == 0) for name, values in ranked.items()},
                "scored": pa.array(self.scored[:, 0]),
            }
        )

    def scales(self) -> pa.Table:
        """A row per unit and group: unit, code, score, score_low, score_high, scored."""
        number = len(self.codes)
        columns = {"score": self.score, "score_low": self.low, "score_high": self.high}
        return pa.table(
            {
                "unit": pa.array(np.repeat(np.array(self.units, dtype=object), number), pa.string()),
                "code": pa.array(list(self.codes) * len(self.units), pa.string()),
                **{name: pa.array(values.ravel(), from_pandas=True) for name, values in columns.items()},
                "scored": pa.array(self.scored.ravel()),
            }
        )

    def probabilities(self) -> pa.Table:
        """A row per unit and category: unit, category, probability."""
        number = len(self.categories)
        return pa.table(
            {
                "unit": pa.array(np.repeat(np.array(self.units, dtype=object), number), pa.string()),
                "category": pa.array(list(self.categories) * len(self.units), pa.string()),
                "probability": pa.array(self.probability.ravel(), from_pandas=True),
            }
        )


def assess(
    data: IntoFrame,
    specification: Specification,
    perturbation: Perturbation = Perturbation(),  # noqa: B008 - frozen
    *,
    runs: int = RUNS,
    seed: int = 0,
    level: float = LEVEL,
    unit: str = "unit",
    previous: IntoFrame | None = None,
) -> Uncertainty:
    """Score an index `runs` times with assumptions drawn anew, and say how far its results hold.

    `data` and `previous` are as in `composite.build`; with `perturbation.informants`, one row per informant, and the
    value of a unit is the mean of its informants' answers. The same seed gives the same result. Raises MethodError as
    `replications` and `summarise`.
    """
    made = replications(data, specification, perturbation, runs=runs, seed=seed, unit=unit, previous=previous)
    return summarise(made, specification.categories, level=level)


def replications(
    data: IntoFrame,
    specification: Specification,
    perturbation: Perturbation = Perturbation(),  # noqa: B008 - frozen
    *,
    runs: int = RUNS,
    seed: int = 0,
    unit: str = "unit",
    previous: IntoFrame | None = None,
) -> Replications:
    """The scores of every replication, to be summarised for units, or for areas after `of_areas`.

    Raises MethodError as composite.build and Perturbation.check, and runs_few.
    """
    if runs < 1:
        raise MethodError("runs_few", "There must be at least one replication; there are {runs}.", {"runs": runs})
    setting = Setting.of(data, specification, perturbation, unit=unit, previous=previous)
    inputs, space, codes = setting.inputs, setting.space, setting.plan.groups
    scores, failed = replicate(inputs, space, space.random(runs, seed), seed=seed, groups=len(codes))
    alone = inputs.informants.alone if inputs.informants is not None else 0
    base = np.ascontiguousarray(setting.scored.scores.T)
    return Replications(inputs.units, codes, base, scores, failed, seed, alone, bool(space.factors))


def summarise(
    replications: Replications,
    categories: Categories | None = None,
    *,
    level: float = LEVEL,
    certainty: float = ranks.CERTAINTY,
) -> Uncertainty:
    """Intervals, probabilities and ranks of replications. Raises MethodError level_outside, all_failed.

    Thresholds and natural breaks are those of the index itself in every replication; quantiles, which only say where a
    unit stands among the others, are taken anew in each.
    """
    if not (0 < level < 1 and 0.5 < certainty <= 1):
        sentence = "A level must be between 0 and 1 and a certainty above 0.5; they are {level} and {certainty}."
        raise MethodError("level_outside", sentence, {"level": level, "certainty": certainty})
    runs, failures = replications.scores.shape[1], Counter(error.code for error in replications.failed.values())
    if len(replications.failed) == runs:
        first = next(iter(replications.failed.values()))
        sentence = "All {runs} replications failed. The first: {reason}"
        raise MethodError("all_failed", sentence, {"runs": runs, "reason": str(first)})
    works = np.array([run for run in range(runs) if run not in replications.failed], dtype=np.intp)
    scores = replications.scores if works.size == runs else replications.scores[:, works]
    bounds = [_interval(group, level) for group in scores]
    ranked, base = ranks.ranks(scores[0]), ranks.ranks(replications.base[:1])[0]
    lowest, highest = ranks.interval(ranked, level)
    grouped = ranks.groups(ranked, base, certainty=certainty)
    category, probability = _classes(replications.base[0], scores[0], categories)
    if not replications.varies:
        bounds = [(np.full_like(low, np.nan), np.full_like(high, np.nan), number) for low, high, number in bounds]
        lowest, highest, grouped = np.zeros((3, base.size), dtype=np.int32)
        probability = np.full_like(probability, np.nan)
    return Uncertainty(
        units=replications.units,
        codes=replications.codes,
        level=level,
        runs=runs,
        seed=replications.seed,
        failures=dict(sorted(failures.items())),
        score=replications.base.T,
        low=np.stack([low for low, _, _ in bounds], axis=1),
        high=np.stack([high for _, high, _ in bounds], axis=1),
        scored=np.stack([number for _, _, number in bounds], axis=1),
        categories=categories.codes if categories else (),
        category=category,
        probability=probability,
        rank=base,
        rank_low=lowest,
        rank_high=highest,
        rank_group=grouped,
        notes=tuple(_notes(replications, failures, scores[0])),
    )


def _interval(scores: Reals, level: float) -> tuple[Reals, Reals, NDArray[np.int64]]:
    """Quantiles of each unit's scores (runs, units), by linear interpolation, and how many there are."""
    ordered = np.sort(np.ascontiguousarray(scores.T), axis=1)
    known = ordered.shape[1] - np.isnan(ordered).sum(axis=1)
    tail = (1 - level) / 2
    low, high = (_quantile(ordered, known, share) for share in (tail, 1 - tail))
    return low, high, known


def _quantile(ordered: Reals, known: NDArray[np.int64], share: float) -> Reals:
    place = share * np.maximum(known - 1, 0)
    below = np.floor(place).astype(np.intp)
    above = np.minimum(below + 1, np.maximum(known - 1, 0))
    units = np.arange(len(ordered))
    lower, upper = ordered[units, below], ordered[units, above]
    found: Reals = lower + (upper - lower) * (place - below)
    return found


def _classes(base: Reals, scores: Reals, categories: Categories | None) -> tuple[NDArray[np.object_], Reals]:
    """The category of each unit ("" without a score) and the share of its replications in each (units, categories)."""
    if categories is None:
        return np.full(base.size, "", dtype=object), np.empty((base.size, 0))
    classes = classify(base, categories)
    names = np.array([*categories.codes, ""], dtype=object)[classes.numbers]
    number = len(categories.codes)
    thresholds = np.broadcast_to(np.array(classes.thresholds), (len(scores), number - 1))
    if categories.rule == "quantiles":
        thresholds = np.stack([classify(run, categories).thresholds for run in scores])
    known = ~np.isnan(scores)
    reached = [known.sum(axis=0)]
    reached += [np.sum(scores >= thresholds[:, [place]], axis=0) for place in range(number - 1)]
    reached.append(np.zeros_like(reached[0]))
    counts = np.stack([above - beyond for above, beyond in pairwise(reached)], axis=1)
    total = counts.sum(axis=1, keepdims=True)
    return names, np.divide(counts, total, out=np.full(counts.shape, np.nan), where=total > 0)


def _notes(replications: Replications, failures: Counter[str], scores: Reals) -> list[Note]:
    notes = []
    if not replications.varies:
        notes.append(
            Note("nothing_varies", {}, "Only weights were to vary and there is nothing to weight: no intervals.")
        )
    for code, number in sorted(failures.items()):
        reason = str(next(error for error in replications.failed.values() if error.code == code))
        sentence = "{number} of {runs} replications failed and are in no interval: {reason}"
        params = {"number": number, "runs": replications.scores.shape[1], "reason": reason, "failure": code}
        notes.append(Note("replications_failed", params, sentence))
    sometimes = np.isnan(scores).any(axis=0) & ~np.isnan(replications.base[0])
    if sometimes.any():
        sentence = "{number} units have no score in some replications; their intervals are of the others."
        notes.append(Note("sometimes_not_scored", {"number": int(sometimes.sum())}, sentence))
    if replications.alone:
        sentence = "{number} units have one informant: what another would have said is in no interval."
        notes.append(Note("one_informant", {"number": replications.alone}, sentence))
    return notes
