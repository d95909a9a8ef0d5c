"""Each indicator left out in turn: how far scores and ranks hang on it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from hulul.methods.composite.engine import compiled, score
from hulul.methods.composite.reading import matched, read
from hulul.methods.composite.specification import Specification, Weighting
from hulul.methods.errors import MethodError
from hulul.methods.uncertainty import ranks

Reals = NDArray[np.float64]
Wholes = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class LeaveOneOut:
    """What the index would be without each indicator.

    `score_change` (indicators, units) in points, `rank_shift` (indicators, units) in places, positive = towards a
    higher score (a smaller rank number); NaN and 0 where the unit has no score in either. `refused` says why the index
    cannot be scored without an indicator; its row is NaN and 0.
    """

    indicators: tuple[str, ...]
    units: tuple[str, ...]
    score_change: Reals
    rank_shift: Wholes
    refused: Mapping[str, MethodError]

    def table(self) -> pa.Table:
        """A row per indicator: indicator, mean_score_change, mean_absolute_score_change, mean_absolute_rank_shift,
        largest_rank_shift, refused (a code); over units with a score, null where there is none."""
        known = ~np.isnan(self.score_change)
        number = known.sum(axis=1)
        change = np.where(known, self.score_change, 0.0)
        shift = np.where(known, np.abs(self.rank_shift), 0)

        def mean(values: Reals) -> pa.Array:
            total = values.sum(axis=1).astype(np.float64)
            return pa.array(
                np.divide(total, number, out=np.full(len(total), np.nan), where=number > 0), from_pandas=True
            )

        reasons = [self.refused[code].code if code in self.refused else None for code in self.indicators]
        return pa.table(
            {
                "indicator": pa.array(self.indicators, pa.string()),
                "mean_score_change": mean(change),
                "mean_absolute_score_change": mean(np.abs(change)),
                "mean_absolute_rank_shift": mean(shift),
                "largest_rank_shift": pa.array(shift.max(axis=1, initial=0), mask=number == 0),
                "refused": pa.array(reasons, pa.string()),
            }
        )


def leave_one_out(
    data: IntoFrame, specification: Specification, *, unit: str = "unit", previous: IntoFrame | None = None
) -> LeaveOneOut:
    """Score the index without each of its indicators; its weight goes to the others of its group.

    A group left without indicators is left out, too. Raises MethodError as composite.build, for the whole index.
    """
    plan = compiled(specification)
    readings = read(data, specification, unit)
    values = readings.values
    earlier = None if previous is None else matched(readings.units, read(previous, specification, unit))
    base = score(values, plan, by=readings.by, previous=earlier).scores[:, 0]
    if np.isnan(base).all():
        raise MethodError("nothing_to_score", "No unit can be scored, so nothing hangs on an indicator.")
    rank = ranks.ranks(base[None])[0]
    change = np.full((len(plan.indicators), len(values)), np.nan)
    shift = np.zeros(change.shape, dtype=np.int32)
    refused: dict[str, MethodError] = {}
    for column, code in enumerate(plan.indicators):
        kept = np.delete(values, column, axis=1)
        kept_before = None if earlier is None else np.delete(earlier, column, axis=1)
        try:
            without = score(kept, compiled(_without(specification, code)), by=readings.by, previous=kept_before)
        except MethodError as error:
            refused[code] = error
            continue
        scores = without.scores[:, 0]
        change[column] = scores - base
        moved = rank - ranks.ranks(scores[None])[0]
        shift[column] = np.where(np.isnan(change[column]), 0, moved)
    units = tuple(str(name) for name in readings.units.to_pylist())
    return LeaveOneOut(plan.indicators, units, change, shift, refused)


def _without(specification: Specification, code: str) -> Specification:
    """The specification without an indicator, and without the groups that have no members then."""
    indicators = tuple(one for one in specification.indicators if one.code != code)
    groups = specification.groups
    while True:
        filled = {one.parent for one in indicators} | {group.parent for group in groups}
        left = tuple(group for group in groups if group.code in filled)
        if left == groups:
            break
        groups = left
    codes = {one.code for one in indicators} | {group.code for group in groups}
    targets = specification.weighting.targets
    weighting = specification.weighting
    if targets is not None:
        weighting = Weighting(weighting.rule, {name: value for name, value in targets.items() if name in codes})
    return replace(specification, indicators=indicators, groups=groups, weighting=weighting)
