"""Metric 0, pass/fail: a household exits when it has overcome all ten vulnerabilities. No comparator.

exits = Σ w over households whose ten are all 1
"""

from hulul.methods.exit.households import Households, Tally


def pass_fail(stock: Households) -> Tally:
    return stock.tally((stock.overcome == 1).all(axis=1))
