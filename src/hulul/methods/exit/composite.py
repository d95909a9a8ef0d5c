"""Metric 1, composite: a household exits that has overcome at least as many vulnerabilities as the comparator's mean.

    exits = Σ w over households with  sum of the ten ≥ weighted mean of the comparator's sums

A good score on one sub-criterion makes up for a bad one on another.
"""

from hulul.methods.exit.households import SAME, Households, Tally, weighted_means


def composite(stock: Households, comparator: Households) -> Tally:
    """`comparator` without missing answers."""
    benchmark = weighted_means(comparator.overcome, comparator.weights).sum()
    return stock.tally(stock.overcome.sum(axis=1) >= benchmark - SAME)
