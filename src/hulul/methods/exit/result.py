"""What the exit measure answers: sums over groups of households, every metric side by side."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hulul.methods.errors import Note
from hulul.methods.surveys.columns import Codes, Labels, Numbers

METRICS = ("pass_fail", "composite", "criterion", "sub_criterion", "cells", "classifier", "cdf")


@dataclass(frozen=True, eq=False)
class Exits:
    """G groups, and the 7 metrics of METRICS. There is nothing of a single household in it, and there must not be.

    `sample` (G,) households interviewed, `households` (G,) those they stand for (the stock before exits).
    (G, 7): `exits` weighted households that leave the stock, expected ones for "cdf"; `undecided_share` and
    `not_assessed_share` of the stock. NaN where a metric could not be computed, or the group is smaller than
    `minimum` interviews. Whoever is undecided or not assessed stays in the stock.
    """

    by: tuple[str, ...]
    groups: Labels
    comparator: str
    minimum: int
    sample: Codes
    households: Numbers
    exits: Numbers
    undecided_share: Numbers
    not_assessed_share: Numbers
    notes: tuple[Note, ...]

    @property
    def share(self) -> Numbers:
        """(G, 7) exits ÷ all households of the group, those not assessed included."""
        shares: Numbers = self.exits / self.households[:, None]
        return shares

    def table(self) -> pa.Table:
        """One row per group and metric."""
        metrics, groups = len(METRICS), len(self.groups)
        columns: dict[str, pa.Array] = {
            name: pa.array([label[position] for label in self.groups for _ in METRICS], pa.string())
            for position, name in enumerate(self.by)
        }
        columns["metric"] = pa.array(list(METRICS) * groups, pa.string())
        columns["comparator"] = pa.array([self.comparator] * metrics * groups, pa.string())
        columns["sample"] = pa.array(np.repeat(self.sample, metrics), pa.int64())
        columns["households"] = pa.array(np.repeat(self.households, metrics), pa.float64())
        for name in ("exits", "share", "undecided_share", "not_assessed_share"):
            columns[name] = pa.array(getattr(self, name).ravel(), pa.float64(), from_pandas=True)
        return pa.table(columns)
