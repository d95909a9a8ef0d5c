"""The design of a scale's regression: answers as columns, each against the best answer that was given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from hulul.methods.severity.answers import NO_ANSWER
from hulul.methods.severity.scales import MISSING, Indicator

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Coding = Literal["dummies", "linear"]


@dataclass(frozen=True, eq=False)
class Design:
    """`x` (n, p) without constant; `columns` (p,): indicator and answer ("" for the step of a linear indicator).

    `references`: per indicator the best answer given, which has no column and no effect.
    """

    x: FloatArray
    columns: tuple[tuple[str, str], ...]
    references: Mapping[str, str]


def design(asked: Sequence[Indicator], positions: IntArray, weights: FloatArray, coding: Coding) -> Design:
    """Columns for the answers that units with weight gave; an indicator with one answer only has none.

    "dummies": one column for each answer but the best given. "linear": one column with the position of the answer.
    No answer (-1) has a column of its own where it occurs.
    """
    x: list[FloatArray] = []
    columns: list[tuple[str, str]] = []
    references: dict[str, str] = {}
    for at, indicator in enumerate(asked):
        given = positions[:, at]
        seen = np.unique(given[(given != NO_ANSWER) & (weights > 0)])
        if seen.size:
            references[indicator.code] = indicator.answers[seen[0]]
        if coding == "linear" and seen.size > 1:
            x.append(np.where(given == NO_ANSWER, 0, given).astype(np.float64))
            columns.append((indicator.code, ""))
        elif coding == "dummies":
            x.extend((given == position).astype(np.float64) for position in seen[1:])
            columns.extend((indicator.code, indicator.answers[position]) for position in seen[1:])
        if seen.size and ((given == NO_ANSWER) & (weights > 0)).any():
            x.append((given == NO_ANSWER).astype(np.float64))
            columns.append((indicator.code, MISSING))
    return Design(np.column_stack(x) if x else np.empty((len(positions), 0)), tuple(columns), references)
