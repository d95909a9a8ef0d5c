"""What a framework file may say. `docs/reference/frameworks.md` is made from the descriptions here.

The models say what each entry is; what entries must be to each other is in `checks`. Higher values of an indicator mean
a higher score unless its direction is -1; whether a high score is good or bad is what the categories say.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AllowInfNan, ConfigDict, Field, Strict, StringConstraints

from hulul.kernel.packs import Frozen, Names
from hulul.kernel.tiers import Tier

if TYPE_CHECKING:
    from hulul.methods.composite.specification import Specification

Kind = Literal["index", "matrix", "progress", "exit", "results", "standards"]
Unit = Literal["location", "sub_district", "district", "household", "site", "plan"]
Status = Literal["confirmed", "provisional", "unpublished", "ours"]
Inputs = Literal["survey", "masterlists", "judgements"]
TierName = Literal["public", "restricted", "confidential", "strictly_confidential"]
Colour = Literal["minimal", "low", "medium", "high", "very_high"]
AggregationName = Literal["arithmetic", "geometric", "harmonic", "outranking", "worst"]

Number = Annotated[float, Strict(), AllowInfNan(False)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Parent = Annotated[str, StringConstraints(pattern=r"^([a-z][a-z0-9_]{0,39})?$")]
Choice = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]{0,39}$")]  # of answers and categories
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}(\.[0-9]{1,3}){0,2}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class Text(Names):
    """A text per language; English must be there and stands in for the others."""

    en: Words
    ar: Annotated[str, StringConstraints(max_length=2000)] = ""
    ckb: Annotated[str, StringConstraints(max_length=2000)] = ""


class About(Frozen):
    """What the framework is."""

    id: Id = Field(description="what the framework is called in addresses and files, the same in all its versions")
    version: Version = Field(description="the version: one to three numbers with full stops between them")
    kind: Kind = Field(
        description="`index` is scored, `matrix` is judged, `progress` and `exit` compare populations, "
        "`results` follows a plan, `standards` says what is owed"
    )
    unit: Unit = Field(description="what one row of answers is about")
    inputs: Inputs = Field(default="survey", description="where values come from")
    population: Literal["returnee", "idp"] = Field(
        default="returnee", description="whose numbers weight places when areas are summed up"
    )
    status: Status = Field(description="how far the method is published")
    tier: TierName = Field(default="public", description="who may read results, where nothing narrower is said")
    source: Text = Field(description="where the method was read")
    title: Text = Field(description="its name")
    purpose: Text = Field(description="what it measures, in one sentence")
    limits: tuple[Text, ...] = Field(default=(), description="what it does not say, one sentence each")


class Scale(Frozen):
    """A group of indicators, or of other scales."""

    code: Code = Field(description="unique in the file")
    parent: Parent = Field(default="", description="the scale that it is part of; empty for the top")
    title: Text = Field(description="its name")
    description: Text | None = Field(default=None, description="what it covers")
    weight: Number = Field(default=1.0, ge=0, description="how much it counts among its siblings")
    aggregation: AggregationName | None = Field(
        default=None, description="how its parts are put together, if otherwise"
    )
    tier: TierName | None = Field(
        default=None, description="who may read its results, if fewer than the framework says"
    )
    status: Status | None = Field(default=None, description="how far it is published, if otherwise")


class Answer(Frozen):
    """One answer to a question: it has a value, or says that there is none."""

    code: Choice = Field(description="unique in its indicator")
    label: Text = Field(description="the answer as it is read to people")
    value: Number | None = Field(default=None, description="what the answer counts")
    missing: Literal["unknown", "by_design"] | None = Field(
        default=None, description="instead of a value: nobody knows, or the question does not arise"
    )


class Standard(Frozen):
    """The minimum that people are owed; without it their share below the minimum cannot be stated."""

    title: Text = Field(description="the minimum in words")
    source: Words = Field(description="which standard says so")
    status: Status = Field(default="confirmed", description="how far it is published")
    met: tuple[Choice, ...] = Field(default=(), description="the answers that meet it")
    at_least: Number | None = Field(default=None, description="the value from which on it is met")
    at_most: Number | None = Field(default=None, description="the value up to which it is met")

    def is_met(self, answer: str | None, value: float | None) -> bool | None:
        """Whether an answer (or the value of a share or number) meets it; None when there is neither."""
        if self.met:
            return None if answer is None else answer in self.met
        if value is None:
            return None
        low = self.at_least is None or value >= self.at_least
        return low and (self.at_most is None or value <= self.at_most)


class Indicator(Frozen):
    """One thing that is asked or counted."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    code: Code = Field(description="unique in the file")
    scale: Code = Field(description="the scale that it belongs to")
    title: Text = Field(description="its name")
    question: Text | None = Field(default=None, description="the question as it is asked")
    kind: Literal["ordinal", "share", "number", "rating"] = Field(
        description="`ordinal`: one of some answers; `share`: 0 to 1; `number`; `rating`: a judgement of a reviewer"
    )
    unit: Text | None = Field(default=None, description="the unit of a number")
    direction: Literal[1, -1] = Field(default=1, description="-1 where a higher value means a lower score")
    missing: Literal["unknown", "by_design"] = Field(
        default="unknown", description="what an empty cell means: nobody knows, or the question does not arise"
    )
    weight: Number = Field(default=1.0, ge=0, description="how much it counts in its scale")
    goalposts: tuple[Number, Number] | None = Field(default=None, description="the values that become 0 and 100")
    tier: TierName | None = Field(default=None, description="who may read its answers, if fewer than its scale says")
    status: Status | None = Field(default=None, description="how far it is published, if otherwise")
    answers: tuple[Answer, ...] = Field(default=(), alias="answer", description="the answers, the best first")
    standard: Standard | None = Field(default=None, description="the minimum standard")

    @property
    def values(self) -> dict[str, float]:
        """What each answer counts; those that say nothing are left out."""
        return {answer.code: answer.value for answer in self.answers if answer.value is not None}

    def answer(self, code: str) -> Answer | None:
        return next((answer for answer in self.answers if answer.code == code), None)


class Imputation(Frozen):
    """What stands in for a missing value."""

    rule: Literal["none", "mean", "median", "group_mean", "group_median", "carry_forward"] = Field(
        default="none", description="the value of all, of the group, or of the survey before"
    )
    by: str = Field(default="", description="the column that makes the groups, for the two rules of groups")


class Outliers(Frozen):
    """What is done with values far from all others."""

    rule: Literal["none", "winsorise", "log", "winsorise_then_log"] = Field(default="none", description="the treatment")
    most: int = Field(default=5, ge=1, description="how many values may be winsorised")
    skewness: Number = Field(default=2.0, gt=0, description="treated only above this skewness …")
    kurtosis: Number = Field(default=3.5, gt=0, description="… and this kurtosis")


class Normalisation(Frozen):
    """How values of different units become comparable."""

    rule: Literal["minmax", "zscore", "rank", "percentile", "goalposts", "none"] = Field(
        default="goalposts", description="by the values found, or by goalposts that are the same in every round"
    )
    low: Number = Field(default=0.0, description="the lowest score")
    high: Number = Field(default=100.0, description="the highest score")


class Weighting(Frozen):
    """Where weights come from."""

    rule: Literal["given", "equal", "pca", "fitted", "optimised"] = Field(
        default="given", description="`fitted`: from the regression under [score.fit]"
    )
    targets: dict[Code, Number] | None = Field(
        default=None, description="the importance that each indicator shall have, for `optimised`"
    )


class Fit(Frozen):
    """The regression that gives answers their values."""

    outcome: Code = Field(description="the code of [outcome]")
    model: Literal["logistic", "ordered", "fractional"] = Field(description="by the kind of the outcome")


class Score(Frozen):
    """How answers become scores; every step is logged with its figures."""

    imputation: Imputation = Field(default_factory=Imputation, description="what stands in for a missing value")
    outliers: Outliers = Field(default_factory=Outliers, description="what is done with values far from all others")
    normalisation: Normalisation = Field(default_factory=Normalisation, description="how values become comparable")
    weighting: Weighting = Field(default_factory=Weighting, description="where weights come from")
    aggregation: AggregationName = Field(default="arithmetic", description="how parts are put together")
    minimum_share: Number = Field(
        default=0.0, ge=0, le=1, description="the share of indicators that must be answered for a scale to be scored"
    )
    fit: Fit | None = Field(default=None, description="the regression, for fitted weights")


class Category(Frozen):
    """A class of scores, from a score on."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    code: Choice = Field(description="unique in the file")
    title: Text = Field(description="its name")
    since: Number = Field(alias="from", description="the score from which on it applies")
    colour: Colour = Field(description="the colour of the severity palette")
    status: Status | None = Field(default=None, description="how far the cut is published, if otherwise")


class Hotspot(Frozen):
    """Which areas are named as places of concern."""

    level: Literal[1, 2, 3] = Field(default=3, description="the administrative level of the areas")
    scales: tuple[Code, ...] = Field(default=(), description="the scales that are looked at; all at the top if empty")
    high: tuple[Choice, ...] = Field(description="categories that are of concern on one scale alone")
    medium: tuple[Choice, ...] = Field(description="categories that are of concern where many people returned")
    many_share: Number = Field(
        default=0.25, gt=0, le=1, description="many: as in this share of the assessed areas with most people"
    )
    status: Status | None = Field(default=None, description="how far the rule is published")


class Outcome(Frozen):
    """What the indicators are to explain."""

    code: Code = Field(description="its column in the answers")
    title: Text = Field(description="its name")
    description: Text | None = Field(default=None, description="how it is counted")
    kind: Literal["binary", "ordered", "share"] = Field(description="what values it has")
    source: Literal["survey", "masterlists"] = Field(default="survey", description="where it comes from")


class Comparison(Frozen):
    """Whose results stand beside whose, for progress and exit."""

    populations: tuple[Literal["idp", "returnee", "stayee", "host", "national"], ...] = Field(
        min_length=1, description="the groups whose results are shown"
    )
    comparators: tuple[Literal["stayee", "host", "national"], ...] = Field(
        min_length=1, description="whom they are compared with, the preferred first"
    )


class Comparability(Frozen):
    """Which earlier versions cannot be compared with this one."""

    not_comparable: tuple[Version, ...] = Field(description="their versions")
    reason: Text = Field(description="why")


class Framed(Frozen):
    """A framework file as read and checked. The one way to get one is `framing.parse`."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    framework: About
    scales: tuple[Scale, ...] = Field(alias="scale", min_length=1)
    indicators: tuple[Indicator, ...] = Field(alias="indicator", min_length=1)
    score: Score | None = None
    categories: tuple[Category, ...] = Field(default=(), alias="category")
    hotspot: Hotspot | None = None
    outcome: Outcome | None = None
    comparison: Comparison | None = None
    comparability: Comparability | None = None

    @property
    def id(self) -> str:
        return self.framework.id

    @property
    def version(self) -> str:
        return self.framework.version

    @property
    def title(self) -> Text:
        return self.framework.title

    @property
    def tier(self) -> Tier:
        return Tier[self.framework.tier.upper()]

    @property
    def is_reimplementation(self) -> bool:
        """Whether results must be labelled as Hulul's own reading of a method that is not published in full."""
        return self.framework.kind == "index" and self.framework.status == "unpublished"

    def specification(self, coefficients: Mapping[str, float] | None = None) -> "Specification":
        """What the library of methods scores by (`scoring.specification`)."""
        from hulul.measurement.framing.scoring import specification

        return specification(self, coefficients)

    def scale(self, code: str) -> Scale:
        return next(scale for scale in self.scales if scale.code == code)

    def indicator(self, code: str) -> Indicator:
        return next(indicator for indicator in self.indicators if indicator.code == code)

    def category(self, code: str) -> Category | None:
        return next((category for category in self.categories if category.code == code), None)

    def indicators_of(self, scale: str) -> list[Indicator]:
        return [indicator for indicator in self.indicators if indicator.scale == scale]

    def ordered_scales(self, parent: str = "", depth: int = 0) -> Iterator[tuple[int, Scale]]:
        """Every scale with its depth, each followed by its parts."""
        for scale in self.scales:
            if scale.parent == parent:
                yield depth, scale
                yield from self.ordered_scales(scale.code, depth + 1)

    def scale_tier(self, code: str) -> Tier:
        """Who may read the results of a scale: the narrowest of its own tier, its parents' and the framework's."""
        scale = self.scale(code)
        above = self.scale_tier(scale.parent) if scale.parent else self.tier
        return max(above, Tier[scale.tier.upper()]) if scale.tier else above

    def indicator_tier(self, code: str) -> Tier:
        """Who may read the answers to an indicator: the narrowest of its own tier and its scale's."""
        indicator = self.indicator(code)
        above = self.scale_tier(indicator.scale)
        return max(above, Tier[indicator.tier.upper()]) if indicator.tier else above

    def status_of(self, code: str) -> Status:
        """How far an indicator is published: its own mark, its scale's, or the framework's."""
        indicator = self.indicator(code)
        return indicator.status or self.scale(indicator.scale).status or self.framework.status
