"""Metric 3, composite per sub-criterion: as metric 1 over the indicators of each sub-criterion, all must be passed.

    exits = Σ w over households with, for every sub-criterion,
            sum over its indicators ≥ weighted mean of the comparator's sums

Needs at least three indicators per sub-criterion; with fewer a comparison with a mean says no more than pass/fail, and
the metric is not computed.
"""

import numpy as np

from hulul.methods.errors import Note
from hulul.methods.exit.households import SAME, Households, Tally, weighted_means

LEAST = 3


def sub_criterion(stock: Households, comparator: Households) -> tuple[Tally, tuple[Note, ...]]:
    """`comparator` without missing answers. Not computed when a sub-criterion has fewer than three indicators."""
    few = [code for code, columns in zip(stock.sub_criteria, stock.members, strict=True) if len(columns) < LEAST]
    if few:
        sentence = "The metric per sub-criterion needs {least} indicators each; these have fewer: {sub_criteria}."
        return stock.undecided(), (
            Note("too_few_indicators", {"least": LEAST, "sub_criteria": ", ".join(few)}, sentence),
        )
    passed = np.ones(len(stock.weights), dtype=bool)
    for members in stock.members:
        columns = list(members)
        benchmark = weighted_means(comparator.indicators[:, columns], comparator.weights).sum()
        passed &= stock.indicators[:, columns].sum(axis=1) >= benchmark - SAME
    return stock.tally(passed), ()
