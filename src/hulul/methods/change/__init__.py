"""Change between rounds: on the same units, under the same method, divided by what made it.

    scored = change.rescore([Round("r18", before), Round("r19", after)], specification, unit="place")
    moved = change.compare(scored[1], scored[0])
    moved.drivers()                                    # per unit: which indicators, how many points
    change.of_areas(moved, districts, returnees)       # population-weighted, with the same parts

docs/explanation/how-sure-we-are.md works an example by hand.
"""

from hulul.methods.change.areas import AreaChange, of_areas
from hulul.methods.change.comparison import Change, compare
from hulul.methods.change.rounds import Round, ScoredRound, rescore

__all__ = ["AreaChange", "Change", "Round", "ScoredRound", "compare", "of_areas", "rescore"]
