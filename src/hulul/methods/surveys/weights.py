"""Weights: how many households each interview stands for, from how it was drawn and from what is known of all.

- **base weight** = hits / expected hits · (households of the location / interviews made there): the inverse of the
  chance to be interviewed. Their sum estimates the households of the stratum.
- **post-stratification** scales the weights within each cell (say population and district) to the cell's known
  households (Holt and Smith, 1979), which mends what chance and refusals distorted.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from narwhals.typing import IntoDataFrame

from hulul.methods.errors import MethodError, Note
from hulul.methods.surveys.columns import Codes, Numbers, frame_of, groups, numbers
from hulul.methods.surveys.selection import Selection


def base_weights(
    selection: Selection, completed: Sequence[int] | Codes | None = None
) -> tuple[Numbers, tuple[Note, ...]]:
    """The weight of each interview of every selected location (S,), NaN where none was made.

    `completed` are the interviews made, in the order of the selection; None: as planned. Where none was made, the
    stratum's other locations stand for the location, too, which is noted; a stratum without any is refused.
    """
    frame = selection.frame
    made = selection.interviews if completed is None else np.asarray(completed, dtype=np.int64)
    if len(made) != len(selection.index) or (made < 0).any():
        raise MethodError(
            "completed",
            "The interviews made must be given for each of the {locations} locations, none below 0.",
            {"locations": len(selection.index)},
        )
    households = frame.households[selection.index]
    many = np.flatnonzero(made > households)
    if many.size:
        raise MethodError(
            "more_interviews_than_households",
            "{made} interviews were made in {location}, which has {households} households.",
            {
                "made": int(made[many[0]]),
                "location": frame.locations[selection.index[many[0]]],
                "households": int(households[many[0]]),
            },
        )
    stratum = frame.stratum[selection.index]
    reached = made > 0
    hits = np.bincount(stratum, weights=selection.hits)
    answering = np.bincount(stratum, weights=selection.hits * reached)
    silent = np.flatnonzero((hits > 0) & (answering == 0))
    if silent.size:
        raise MethodError(
            "stratum_without_interviews",
            "No interview was made in stratum {stratum}.",
            {"stratum": ", ".join(frame.strata[silent[0]])},
        )
    scale = (hits / np.maximum(answering, 1))[stratum]
    weights = np.full(len(made), np.nan)
    share = selection.hits[reached] / selection.expected[reached]
    weights[reached] = scale[reached] * share * households[reached] / made[reached]
    lost = int((~reached).sum())
    sentence = "No interview was made in {number} locations; others of their stratum stand for them."
    return weights, (Note("location_not_reached", {"number": lost}, sentence),) if lost else ()


def post_stratified(
    data: IntoDataFrame, *, weights: str, cells: Sequence[str], totals: Mapping[tuple[str, ...], float]
) -> Numbers:
    """Weights (n,) scaled so that those of each cell sum to its known total.

    `totals` gives the households of every cell, by the values of the columns `cells`. MethodError: weights that are not
    above 0, a household whose cell has no total, a cell with a total but without a household.
    """
    frame = frame_of(data)
    before = numbers(frame, weights)
    if not (before > 0).all():
        row = int(np.flatnonzero(~(before > 0))[0])
        raise MethodError("weight_not_positive", "A weight must be above 0; row {row} has none.", {"row": row + 1})
    codes, labels = groups(frame, cells)
    unknown = ["(missing)"] if (codes < 0).any() else [", ".join(label) for label in labels if label not in totals]
    if unknown:
        raise MethodError("cell_without_total", "No total is known of cell {cell}.", {"cell": unknown[0]})
    empty = [label for label, total in totals.items() if label not in labels and total > 0]
    if empty:
        raise MethodError(
            "cell_without_household",
            "Nobody of cell {cell} was interviewed: join it with another.",
            {"cell": ", ".join(empty[0])},
        )
    known = np.array([totals[label] for label in labels])
    if not (known > 0).all():
        cell = ", ".join(labels[int(np.flatnonzero(~(known > 0))[0])])
        raise MethodError("total_not_positive", "The total of cell {cell} must be above 0.", {"cell": cell})
    factor = known / np.bincount(codes, weights=before)
    return before * factor[codes]
