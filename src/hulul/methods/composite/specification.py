"""What a composite index is made of: indicators, the groups above them, and the rule for every step.

A specification is data without behaviour except `check`. The steps run in the order of the fields: answers become
numbers and are divided by their denominators, gaps are filled (`Imputation`), outliers treated (`Outliers`), directions
turned and scales made alike (`Normalisation`), weights found (`Weighting`), and every group scored from its members
(`Aggregation`), from the bottom to the one group at the top, whose score is put in `Categories`.

Steps, names and order follow the OECD/JRC Handbook on Constructing Composite Indicators (2008).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Aggregation = Literal["arithmetic", "geometric", "harmonic", "outranking", "worst"]


@dataclass(frozen=True)
class Indicator:
    """One column of the data.

    `direction` -1 turns the indicator round, so that more of it means a lower score. `answers` gives the value of every
    answer code where the column holds answers; a column of numbers has none. `denominator` names the column by which
    the value is divided. `goalposts` are the values that score lowest and highest under the rule "goalposts", in the
    indicator's own unit and direction (low < high).
    """

    code: str
    parent: str
    direction: Literal[1, -1] = 1
    weight: float = 1.0
    answers: Mapping[str, float] | None = None
    denominator: str = ""
    goalposts: tuple[float, float] | None = None


@dataclass(frozen=True)
class Group:
    """What indicators or other groups are members of. Exactly one group has no parent: the index itself."""

    code: str
    parent: str = ""
    weight: float = 1.0
    aggregation: Aggregation | None = None  # None: as the specification says


@dataclass(frozen=True)
class Imputation:
    """How gaps are filled. `by` names the column whose value units share, for the rules of groups."""

    rule: Literal["none", "mean", "median", "group_mean", "group_median", "carry_forward"] = "none"
    by: str = ""


@dataclass(frozen=True)
class Outliers:
    """What is done to an indicator whose |skewness| and kurtosis are both above these bounds.

    "winsorise" moves the most extreme values, at most so many, to the next one; "log" takes a logarithm; the third rule
    winsorises and, where that was not enough, takes the logarithm of the untouched values instead.
    """

    rule: Literal["none", "winsorise", "log", "winsorise_then_log"] = "none"
    most: int = 5
    skewness: float = 2.0
    kurtosis: float = 3.5


@dataclass(frozen=True)
class Normalisation:
    """The common scale. `low` and `high` are its ends for "minmax" and "goalposts"; the other rules have their own."""

    rule: Literal["minmax", "zscore", "rank", "percentile", "goalposts", "none"] = "minmax"
    low: float = 0.0
    high: float = 100.0


@dataclass(frozen=True)
class Weighting:
    """Where weights come from.

    "given" and "equal" say it. "fitted": `targets` holds the coefficient of each code from a fit made elsewhere. "pca":
    members are weighted by the first principal component of their group. "optimised": the codes in `targets`, all of
    one level, are weighted until their correlations with the index are in the proportions of the targets; without
    targets, the members of the top group are made equally important.
    """

    rule: Literal["given", "equal", "pca", "fitted", "optimised"] = "given"
    targets: Mapping[str, float] | None = None


@dataclass(frozen=True)
class Categories:
    """Classes of the top score, from low to high.

    "thresholds": a class begins at its threshold, so there is one threshold fewer than there are codes. "quantiles":
    equally many units in each. "natural_breaks": least variance within classes (Fisher and Jenks).
    """

    rule: Literal["thresholds", "quantiles", "natural_breaks"]
    codes: tuple[str, ...]
    thresholds: tuple[float, ...] = ()


@dataclass(frozen=True)
class Specification:
    """A whole index. `minimum_share`: the share of a group's indicators that must be answered for it to be scored."""

    indicators: tuple[Indicator, ...]
    groups: tuple[Group, ...]
    imputation: Imputation = Imputation()
    outliers: Outliers = Outliers()
    normalisation: Normalisation = Normalisation()
    weighting: Weighting = Weighting()
    aggregation: Aggregation = "arithmetic"
    minimum_share: float = 0.0
    categories: Categories | None = None

    @property
    def parts(self) -> tuple[Indicator | Group, ...]:
        return (*self.indicators, *self.groups)

    def check(self) -> None:
        """Raises MethodError for what can be wrong without looking at data (composite/checks.py lists it)."""
        from hulul.methods.composite.checks import check

        check(self)
