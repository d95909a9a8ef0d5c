"""Places of concern: the field's hotspot rule for areas, and clusters of locations found by local statistics.

    from hulul.methods import hotspots

    areas = hotspots.rule(sub_districts, scales=("livelihoods", "safety"))      # categories per scale, returnees
    near = hotspots.neighbours(latitude, longitude, k=8)                        # or km=10
    hot = hotspots.getis_ord(severity, near, seed=7)                            # hot.q_value, hot.cluster, hot.table()
    like = hotspots.local_moran(severity, near, seed=7)

The rule is confirmed (IOM DTM Iraq, Return Index) but for its number of returnees, which is unpublished: an input. The
local statistics are ours to apply: Getis and Ord (1992, 1995), Anselin (1995), with conditional permutation and the
false-discovery control of Benjamini and Hochberg (1995). docs/explanation/return-index.md explains both.
"""

from hulul.methods.hotspots.areas import Hotspots, rule
from hulul.methods.hotspots.false_discovery import benjamini_hochberg
from hulul.methods.hotspots.local import LocalStatistic, getis_ord, local_moran
from hulul.methods.hotspots.proximity import Neighbours, neighbours

__all__ = [
    "Hotspots",
    "LocalStatistic",
    "Neighbours",
    "benjamini_hochberg",
    "getis_ord",
    "local_moran",
    "neighbours",
    "rule",
]
