"""Composite indices: many indicators of one unit made into one score, by a specification that says every step.

    from hulul.methods.composite import Group, Indicator, Normalisation, Specification, build

    water = Indicator("water", "services", answers={"all": 0, "most": 33, "some": 67, "none": 100})
    power = Indicator("power", "services", answers={"all": 0, "most": 33, "some": 67, "none": 100})
    wanted = Specification((water, power), (Group("services"),), normalisation=Normalisation("none"))
    index = build(frame, wanted, unit="location")         # pandas, polars or pyarrow; one row per location
    index.table()                                         # also .scores, .categories, .log, .notes, .contributions()

`engine` is the same without dataframes, for thousands of runs. The steps are those of the OECD/JRC Handbook (2008);
the R package COINr is the reference for the formulas.
docs/explanation/composite-indices.md works each by hand.
"""

from hulul.methods.composite.engine import Plan, Runs, Scored, compiled, run, run_many, score
from hulul.methods.composite.index import Index, build
from hulul.methods.composite.specification import (
    Aggregation,
    Categories,
    Group,
    Imputation,
    Indicator,
    Normalisation,
    Outliers,
    Specification,
    Weighting,
)

__all__ = [
    "Aggregation",
    "Categories",
    "Group",
    "Imputation",
    "Index",
    "Indicator",
    "Normalisation",
    "Outliers",
    "Plan",
    "Runs",
    "Scored",
    "Specification",
    "Weighting",
    "build",
    "compiled",
    "run",
    "run_many",
    "score",
]
