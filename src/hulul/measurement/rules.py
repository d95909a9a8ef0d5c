"""Decisions that need no database: identifiers, what may follow what, which counts of returnees go with a survey."""

import datetime as dt
from collections.abc import Iterable

# Ours: lists of returnees come three to six times a year, so the nearest one is rarely further away than this.
NEAREST_WITHIN_DAYS = 183
# Draws of the uncertainty analysis, permutations of the tests for clusters, and where the random numbers begin.
RUNS, PERMUTATIONS, SEED = 500, 999, 1
MOST_RUNS = 10_000
# Units that are places of one level of the country; other units (households, plans) are summed up to places.
LEVELS = {"location": 4, "site": 4, "sub_district": 3, "district": 2}
# What a build of households or of master lists is told apart by in the code of its survey.
HOUSEHOLDS = "households"


def survey_code(source: str, framework: str, date: dt.date) -> str:
    """ "dtm-return-index-2024-05-31"; without a framework "iris-households-2024-05-31"."""
    return f"{source}-{framework or HOUSEHOLDS}-{date.isoformat()}"


def assessment_code(framework: str, date: dt.date) -> str:
    """ "return-index-2024-05-31"."""
    return f"{framework}-{date.isoformat()}"


def nearest(date: dt.date, candidates: Iterable[tuple[dt.date, str]], within: int = NEAREST_WITHIN_DAYS) -> str | None:
    """The code of the candidate nearest in date; of two equally near the earlier one. None is too far."""
    near = [(abs((day - date).days), day > date, code) for day, code in candidates if abs((day - date).days) <= within]
    return min(near)[2] if near else None
