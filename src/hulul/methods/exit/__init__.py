"""The IRIS exit measure: how many displaced households have overcome displacement, by every published metric.

    from hulul.methods.exit import Comparator, Indicator, measure

    exits = measure(answers, [Indicator("safe", "1.1"), …], population="population", displaced=["idp"],
                    comparator=Comparator("stayee", ("stayee",)), weight="weight", by=["governorate"])
    exits.table()

An aggregate statistic: the result holds sums over groups and never says anything of a household.
docs/explanation/exit-measure.md works every metric out by hand.
"""

from hulul.methods.exit.indicators import CRITERIA, SUB_CRITERIA, Indicator
from hulul.methods.exit.measure import FLOOR, Comparator, measure
from hulul.methods.exit.result import METRICS, Exits

__all__ = ["CRITERIA", "FLOOR", "METRICS", "SUB_CRITERIA", "Comparator", "Exits", "Indicator", "measure"]
