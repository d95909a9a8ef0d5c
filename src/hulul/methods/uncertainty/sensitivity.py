"""What makes an index unsure: Sobol' indices of its assumptions, for all units together and for each."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from hulul.methods.composite.specification import Specification
from hulul.methods.errors import MethodError, Note
from hulul.methods.uncertainty import ranks, sobol
from hulul.methods.uncertainty.perturbation import Perturbation
from hulul.methods.uncertainty.replicating import replicate
from hulul.methods.uncertainty.setting import Setting
from hulul.methods.uncertainty.sobol import Indices

Reals = NDArray[np.float64]

RUNS = 5000


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Sobol' indices of the factors of a perturbation.

    `scores`: of the scores of all units together (units that vary more count more), with those of each unit in
    `first_each` and `total_each` by the order of `units`; units without a score in some run are left out of `units`.
    `rank_shift`: of the mean number of places by which units move from their rank in the index. `runs` is how many were
    made, `failures` counts those without a result by reason.
    """

    units: tuple[str, ...]
    scores: Indices
    rank_shift: Indices
    runs: int
    failures: Mapping[str, int]
    notes: tuple[Note, ...]

    def table(self) -> pa.Table:
        """A row per output and factor: output ("score", "rank_shift"), factor, first, first_low, first_high, total,
        total_low, total_high."""
        parts = []
        for name, indices in (("score", self.scores), ("rank_shift", self.rank_shift)):
            table = indices.table()
            parts.append(table.add_column(0, "output", pa.array([name] * table.num_rows, pa.string())))
        return pa.concat_tables(parts)


def sensitivity(
    data: IntoFrame,
    specification: Specification,
    perturbation: Perturbation = Perturbation(),  # noqa: B008 - frozen
    *,
    runs: int = RUNS,
    seed: int = 0,
    level: float = 0.95,
    unit: str = "unit",
    previous: IntoFrame | None = None,
) -> Sensitivity:
    """Sobol' indices from at most `runs` runs, with bootstrap intervals of `level`.

    All weights together are one factor, each kind of choice is one, the draw of informants is one. Two factors or more
    must vary: the only one makes all the variance. Raises MethodError as composite.build, Perturbation.check,
    sobol.design and sobol.indices, and one_factor.
    """
    setting = Setting.of(data, specification, perturbation, unit=unit, previous=previous)
    factors = setting.space.factors
    if len(factors) < 2:
        sentence = "Only {factors} varies, so it makes all of the variance; let two assumptions or more vary."
        raise MethodError("one_factor", sentence, {"factors": ", ".join(factors) or "nothing"})
    plan = sobol.design(factors, runs // (len(factors) + 2), seed)
    scores, failed = replicate(setting.inputs, setting.space, plan.points, seed=seed, groups=1)
    top = scores[0]
    works = np.array([run not in failed for run in range(len(top))])
    scored = np.isfinite(top[works]).all(axis=0)
    if not scored.any():
        raise MethodError("nothing_scored", "No unit has a score in every run.")
    shift = _rank_shift(top[:, scored], setting.scored.scores[scored, 0])
    return Sensitivity(
        tuple(name for name, wanted in zip(setting.inputs.units, scored, strict=True) if wanted),
        sobol.indices(top[:, scored], plan, seed=seed, level=level),
        sobol.indices(shift, plan, seed=seed, level=level),
        len(top),
        dict(sorted(Counter(error.code for error in failed.values()).items())),
        tuple(_notes(len(top), len(failed), int((~scored).sum()))),
    )


def _rank_shift(scores: Reals, base: Reals) -> Reals:
    """Mean absolute shift of ranks in every run (runs,); NaN where a run failed."""
    ranked, own = ranks.ranks(scores), ranks.ranks(base[None])
    shift: Reals = np.abs(ranked - own).mean(axis=1)
    shift[~np.isfinite(scores).all(axis=1)] = np.nan
    return shift


def _notes(runs: int, failed: int, unscored: int) -> list[Note]:
    notes = []
    if failed:
        sentence = "{number} of {runs} runs failed; the rows of the design that they belong to are left out."
        notes.append(Note("runs_failed", {"number": failed, "runs": runs}, sentence))
    if unscored:
        sentence = "{number} units are left out, because they have no score in some runs."
        notes.append(Note("sometimes_not_scored", {"number": unscored}, sentence))
    return notes
