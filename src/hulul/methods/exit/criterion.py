"""Metric 2, composite per criterion: as metric 1, but within each of the five criteria, all of which must be passed.

    exits = Σ w over households with, for every criterion {1.1, 1.2}, {2.1 … 2.4}, {3.1, 3.2}, {4.1}, {5.1},
            sum over its sub-criteria ≥ weighted mean of the comparator's sums

With one sub-criterion in a criterion the sum is 0 or 1, so any mean above 0 asks for 1.
"""

import numpy as np

from hulul.methods.exit.households import SAME, Households, Tally, weighted_means
from hulul.methods.exit.indicators import CRITERIA


def criterion(stock: Households, comparator: Households) -> Tally:
    """`comparator` without missing answers."""
    passed = np.ones(len(stock.weights), dtype=bool)
    for code in CRITERIA:
        columns = [index for index, name in enumerate(stock.sub_criteria) if name.startswith(f"{code}.")]
        benchmark = weighted_means(comparator.overcome[:, columns], comparator.weights).sum()
        passed &= stock.overcome[:, columns].sum(axis=1) >= benchmark - SAME
    return stock.tally(passed)
