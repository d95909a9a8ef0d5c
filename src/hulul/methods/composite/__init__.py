"""Composite indices: many indicators of one unit made into one score, by a specification that says every step.

The steps are those of the OECD/JRC Handbook (2008); the R package COINr is the reference for the formulas.
docs/explanation/composite-indices.md works each by hand.
"""

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
    "Indicator",
    "Normalisation",
    "Outliers",
    "Specification",
    "Weighting",
]
