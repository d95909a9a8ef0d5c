"""The scores of one round of answers, ready to be read or stored."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from hulul.methods.errors import Note

if TYPE_CHECKING:
    import pyarrow as pa

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class SeverityScores:
    """n units, s scales, k indicators (scale by scale). NaN: not scored.

    `scores` (n, s) and `severity` (n,) from 0 (all essential conditions met) to 100 (none is). `values` (n, k) the
    severity of each answer; `contributions` (n, k) its points of the combined severity, summing to it exactly.
    `answers` (n, k) the answers as scored ("" none; where the rule for missing answers gave one, that). `answered`
    (n,) how many of the k indicators had an answer. `categories` (n,) codes, "" where there is no severity.
    """

    status: str
    units: tuple[str, ...]
    scales: tuple[str, ...]
    indicators: tuple[str, ...]
    scale_of: tuple[str, ...]
    scores: FloatArray
    severity: FloatArray
    values: FloatArray
    contributions: FloatArray
    answers: npt.NDArray[np.str_]
    answered: IntArray
    categories: npt.NDArray[np.str_]
    notes: tuple[Note, ...]

    def table(self) -> "pa.Table":
        """One row per unit: unit, severity, one column per scale, category, answered, asked, status."""
        import pyarrow as pa

        columns = {
            "unit": pa.array(self.units, pa.string()),
            "severity": pa.array(self.severity, pa.float64(), from_pandas=True),
            **{
                scale: pa.array(self.scores[:, at], pa.float64(), from_pandas=True)
                for at, scale in enumerate(self.scales)
            },
            "category": _texts(self.categories),
            "answered": pa.array(self.answered, pa.int64()),
            "asked": pa.array([len(self.indicators)] * len(self.units), pa.int64()),
            "status": pa.array([self.status] * len(self.units), pa.string()),
        }
        return pa.table(columns)

    def contribution_table(self) -> "pa.Table":
        """One row per unit and indicator: unit, scale, indicator, answer, value, contribution."""
        import pyarrow as pa

        n, k = self.values.shape
        return pa.table(
            {
                "unit": pa.array(np.repeat(np.array(self.units, dtype=object), k), pa.string()),
                "scale": pa.array(list(self.scale_of) * n, pa.string()),
                "indicator": pa.array(list(self.indicators) * n, pa.string()),
                "answer": _texts(self.answers.ravel()),
                "value": pa.array(self.values.ravel(), pa.float64(), from_pandas=True),
                "contribution": pa.array(self.contributions.ravel(), pa.float64(), from_pandas=True),
            }
        )


def _texts(codes: npt.NDArray[np.str_]) -> "pa.Array":
    import pyarrow as pa

    return pa.array([code or None for code in codes.tolist()], pa.string())
