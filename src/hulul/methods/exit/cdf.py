"""Metric 6, empirical cumulative distribution: how likely a household is at least as well off as one of the comparator.

    P(household) = weighted share of comparator households whose every one of the ten ≤ the household's
    expected exits = Σ w · P

The metric decides about nobody: it adds probabilities.
"""

import numpy as np

from hulul.methods.exit.households import Households, Tally, patterns
from hulul.methods.surveys.columns import summed


def cdf(stock: Households, comparator: Households) -> Tally:
    """`comparator` without missing answers.

    Answers are read as bits of a number (up to 1,024 patterns); the weight of all patterns below each one is summed bit
    by bit (the zeta transform), so the work does not grow with stock times comparator.
    """
    bits = len(stock.sub_criteria)
    below = summed(patterns(comparator.overcome), comparator.weights, 2**bits)
    everyone = np.arange(2**bits)
    for bit in range(bits):
        upper = everyone[everyone & (1 << bit) > 0]
        below[upper] += below[upper - (1 << bit)]
    share = below / comparator.weights.sum()
    return stock.tally(share[patterns(np.nan_to_num(stock.overcome))])
