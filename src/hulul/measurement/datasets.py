"""What this room gives to the warehouse: scores of the builds that stand, and judgements.

The tables of a build are handed over as its stored Parquet files. Tables without a tier per row leave out what is above
the public tier.
"""

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hulul.kernel.datasets import Column, ColumnType, Dataset, Files, register
from hulul.kernel.tiers import Tier
from hulul.measurement.models import Build, Judgement

if TYPE_CHECKING:
    import pyarrow as pa

_ASSESSMENT = Column("assessment", "text", _("Assessment"), hxl="#meta+assessment")
_FRAMEWORK = Column("framework", "text", _("Framework"), hxl="#meta+framework")
_VERSION = Column("version", "text", _("Version of the framework"), hxl="#meta+framework+version")
_DATE = Column("date", "date", _("Date"), hxl="#date+reported")
_LEVEL = Column("level", "integer", _("Level"), hxl="#meta+level")
_PLACE = Column("place", "text", _("Place code"), hxl="#loc+code")
_SCALE = Column("scale", "text", _("Scale"), hxl="#meta+scale")
_SCORE = Column("score", "number", _("Score"), "points", "#severity+score")
_CATEGORY = Column("category", "text", _("Category"), hxl="#severity+category")
_LOCATIONS = Column("locations", "integer", _("Locations"), "locations", "#loc+num")
_HOUSEHOLDS = Column("households", "integer", _("Households"), "households", "#affected+returnees+hh")
_INDIVIDUALS = Column("individuals", "integer", _("Individuals"), "individuals", "#affected+returnees+ind")
_INDICATOR = Column("indicator", "text", _("Indicator"), hxl="#indicator+code")
_POPULATION = Column("population", "text", _("Population group"), hxl="#meta+population")
_TIER = Column("tier", "integer", _("Sensitivity tier"), hxl="#meta+tier")
_CONCERN = Column("concern", "text", _("Concern"), hxl="#meta+concern")
_RATING = Column("rating", "text", _("Rating"), hxl="#severity+rating")


def _column(name: str, type_: ColumnType, title: Promise, unit: str, hxl: str) -> Column:
    return Column(name, type_, title, unit, hxl)


def _files(dataset: str, *, public_only: bool = False) -> Files:
    """The files of a dataset in the builds that stand, oldest assessment first."""
    found = Build.objects.filter(stands=True).order_by("date", "assessment")
    named = [
        (build.files[dataset]["name"], build.assessment)
        for build in found
        if dataset in build.files and not (public_only and build.tier > Tier.PUBLIC)
    ]
    return Files(names=tuple(name for name, _part in named), parts=tuple(part for _name, part in named))


def schema(dataset: Dataset) -> "pa.Schema":
    """The columns of a dataset as they are stored."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "boolean": pa.bool_(),
    }
    return pa.schema([(column.name, types[column.type]) for column in dataset.columns])


SEVERITY = Dataset(
    name="severity",
    title=_("Severity of conditions"),
    description=_("Score and category of each assessed place and of the areas above it, overall and by scale."),
    columns=(
        _ASSESSMENT,
        _FRAMEWORK,
        _VERSION,
        _DATE,
        _LEVEL,
        _PLACE,
        _SCALE,
        _SCORE,
        _column("score_low", "number", _("Lower end of the score's interval"), "points", "#severity+score+low"),
        _column("score_high", "number", _("Upper end of the score's interval"), "points", "#severity+score+high"),
        _CATEGORY,
        _column("probability", "number", _("Probability of the category"), "share", "#severity+probability"),
        _column("assessed_locations", "integer", _("Assessed locations"), "locations", "#loc+num+assessed"),
        _LOCATIONS,
        _HOUSEHOLDS,
        _INDIVIDUALS,
        _column("high_locations", "integer", _("Locations of high severity"), "locations", "#loc+num+high"),
        _column(
            "high_individuals",
            "integer",
            _("Individuals in locations of high severity"),
            "individuals",
            "#affected+returnees+ind+high",
        ),
        _column("high_share", "number", _("Share in high severity"), "share", "#severity+high+pct"),
        _column("rank", "integer", _("Rank, the most severe first"), "", "#severity+rank"),
        _column("rank_low", "integer", _("First rank of its interval"), "", "#severity+rank+low"),
        _column("rank_high", "integer", _("Last rank of its interval"), "", "#severity+rank+high"),
        _column("rank_group", "integer", _("Group that cannot be told apart in rank"), "", "#severity+rank+group"),
        _column("answered", "number", _("Share of indicators answered"), "share", "#indicator+answered+pct"),
        _TIER,
    ),
    key=("assessment", "level", "place", "scale"),
    source=lambda: _files("severity"),
    row_tier="tier",
    partition="assessment",
    method=_(
        "As the framework says; areas are means of their locations weighted by returnees. Intervals are simulated. "
        "Results of methods that are not published in full are a Hulul re-implementation."
    ),
    order=("level", "place", "scale", "date", "assessment"),
)

SEVERITY_CATEGORIES = Dataset(
    name="severity_categories",
    title=_("Locations and people by category of severity"),
    description=_("How many locations, households and individuals of each area are in each category, overall."),
    columns=(
        _ASSESSMENT,
        _FRAMEWORK,
        _DATE,
        _LEVEL,
        _PLACE,
        _CATEGORY,
        _LOCATIONS,
        _HOUSEHOLDS,
        _INDIVIDUALS,
    ),
    key=("assessment", "level", "place", "category"),
    source=lambda: _files("severity_categories", public_only=True),
    partition="assessment",
    method=_("Sums over assessed locations; people are those of the nearest round of the population group."),
    order=("level", "place", "date", "assessment", "category"),
)

SEVERITY_INDICATORS = Dataset(
    name="severity_indicators",
    title=_("Indicators of severity"),
    description=_("What each indicator says of a place and how many points of its score come from it."),
    columns=(
        _ASSESSMENT,
        _FRAMEWORK,
        _DATE,
        _LEVEL,
        _PLACE,
        _SCALE,
        _INDICATOR,
        _column("answer", "text", _("Answer"), "", "#indicator+answer"),
        _column("value", "number", _("Severity of this indicator"), "points", "#indicator+severity"),
        _column("contribution", "number", _("Points of the score"), "points", "#indicator+contribution"),
        _column("share_unmet", "number", _("Share below the minimum standard"), "share", "#indicator+unmet+pct"),
        _TIER,
    ),
    key=("assessment", "level", "place", "indicator"),
    source=lambda: _files("severity_indicators"),
    row_tier="tier",
    partition="assessment",
    method=_("Contributions of a place add up to its score where the framework adds; elsewhere they are shares of it."),
    order=("level", "place", "date", "assessment", "scale", "indicator"),
)

SEVERITY_CHANGES = Dataset(
    name="severity_changes",
    title=_("Changes in severity"),
    description=_("Change since the assessment before, on places assessed in both, and what drove it."),
    columns=(
        _ASSESSMENT,
        _FRAMEWORK,
        _DATE,
        Column("previous_assessment", "text", _("Previous assessment"), hxl="#meta+assessment+previous"),
        Column("previous_date", "date", _("Date of the previous assessment"), hxl="#date+reported+previous"),
        _LEVEL,
        _PLACE,
        _column("matched_locations", "integer", _("Locations assessed in both"), "locations", "#loc+num+matched"),
        _SCORE,
        _column("previous_score", "number", _("Previous score"), "points", "#severity+score+previous"),
        _column("change", "number", _("Change in score"), "points", "#severity+change"),
        _INDICATOR,
        Column("comparable", "boolean", _("Comparable with the previous assessment"), hxl="#meta+comparable"),
        _TIER,
    ),
    key=("assessment", "level", "place", "indicator"),
    source=lambda: _files("severity_changes"),
    row_tier="tier",
    partition="assessment",
    method=_(
        "Difference of the scores of matched places, and its parts by indicator; an empty indicator is the total."
    ),
    order=("level", "place", "date", "assessment", "indicator"),
)

CONCERNS = Dataset(
    name="concerns",
    title=_("Places of concern"),
    description=_("Areas and locations that the framework's rule or a test for clusters points at, with the reason."),
    columns=(
        _ASSESSMENT,
        _FRAMEWORK,
        _DATE,
        _LEVEL,
        _PLACE,
        _column("reason", "text", _("Reason"), "", "#meta+reason"),
        _SCALE,
        _SCORE,
        _INDIVIDUALS,
        _column("p_value", "number", _("p-value"), "", "#severity+p_value"),
        _column("q_value", "number", _("False discovery rate"), "share", "#severity+q_value"),
        _TIER,
    ),
    key=("assessment", "level", "place", "reason", "scale"),
    source=lambda: _files("concerns"),
    row_tier="tier",
    partition="assessment",
    method=_("Rule of the framework; Getis-Ord Gi* and local Moran's I with permutations and false discovery control."),
    order=("date", "assessment", "level", "place", "reason", "scale"),
)

EXIT_METRICS = Dataset(
    name="exit_metrics",
    title=_("Exit measures"),
    description=_("Share of households that every published exit metric counts as out of the stock, side by side."),
    columns=(
        _ASSESSMENT,
        _FRAMEWORK,
        _DATE,
        _LEVEL,
        _PLACE,
        _POPULATION,
        _column("metric", "text", _("Metric"), "", "#meta+metric"),
        _column("comparator", "text", _("Compared with"), "", "#meta+comparator"),
        _column("households", "number", _("Households (weighted)"), "households", "#affected+hh"),
        _column("exits", "number", _("Households that exit (weighted)"), "households", "#affected+hh+exit"),
        _column("share", "number", _("Share that exits"), "share", "#indicator+exit+pct"),
        _column("undecided_share", "number", _("Share that cannot be decided"), "share", "#indicator+undecided+pct"),
        _column("not_assessed_share", "number", _("Share not assessed"), "share", "#indicator+not_assessed+pct"),
    ),
    key=("assessment", "level", "place", "population", "metric", "comparator"),
    source=lambda: _files("exit_metrics", public_only=True),
    partition="assessment",
    method=_("Metrics of the international recommendations on statistics of displaced people; an aggregate only."),
    order=("level", "place", "population", "date", "assessment", "comparator", "metric"),
)

PROGRESS = Dataset(
    name="progress",
    title=_("Progress towards solutions"),
    description=_("Share of households of each population group that overcame a vulnerability, with its interval."),
    columns=(
        _ASSESSMENT,
        _FRAMEWORK,
        _DATE,
        _LEVEL,
        _PLACE,
        _POPULATION,
        _column("criterion", "text", _("Criterion"), "", "#indicator+criterion"),
        _INDICATOR,
        _column("share", "number", _("Share of households"), "share", "#indicator+pct"),
        _column("low", "number", _("Lower end of the interval"), "share", "#indicator+pct+low"),
        _column("high", "number", _("Upper end of the interval"), "share", "#indicator+pct+high"),
        _column("households", "number", _("Households (weighted)"), "households", "#affected+hh"),
        _column("sample", "integer", _("Households asked"), "households", "#meta+sample"),
    ),
    key=("assessment", "level", "place", "population", "criterion", "indicator"),
    source=lambda: _files("progress", public_only=True),
    partition="assessment",
    method=_("Weighted shares with intervals from the design of the survey; an empty indicator is the criterion."),
    order=("level", "place", "population", "date", "assessment", "criterion", "indicator"),
)


def judgements_table() -> "pa.Table":
    """Every judgement that was reviewed, with its evidence and reviewer."""
    return _judged(JUDGEMENTS, (Judgement.State.REVIEWED, Judgement.State.PUBLISHED))


def published_judgements_table() -> "pa.Table":
    """What was published of judgements."""
    return _judged(JUDGEMENTS_PUBLISHED, (Judgement.State.PUBLISHED,))


def _judged(dataset: Dataset, states: tuple[str, ...]) -> "pa.Table":
    import pyarrow as pa

    found = Judgement.objects.filter(state__in=states).select_related("place")
    rows = [
        {
            "assessment": judgement.assessment,
            "framework": judgement.framework_id,
            "date": judgement.date,
            "level": judgement.place.level,
            "place": judgement.place.code,
            "concern": judgement.concern,
            "rating": judgement.rating,
            "evidence": judgement.evidence,
            "reviewer": judgement.reviewer,
            "statement": judgement.statement,
        }
        for judgement in found.order_by("date", "framework", "place__code", "concern")
    ]
    wanted = schema(dataset)
    return pa.Table.from_pylist([{name: row[name] for name in wanted.names} for row in rows], schema=wanted)


JUDGEMENTS = Dataset(
    name="judgements",
    title=_("Judgements on conditions"),
    description=_("How reviewers rated each concern in each district, with their evidence and names."),
    columns=(
        _ASSESSMENT,
        _FRAMEWORK,
        _DATE,
        _LEVEL,
        _PLACE,
        _CONCERN,
        _RATING,
        _column("evidence", "text", _("Evidence"), "", "#meta+evidence"),
        _column("reviewer", "text", _("Reviewer"), "", "#meta+reviewer"),
    ),
    key=("assessment", "place", "concern"),
    source=judgements_table,
    tier=Tier.RESTRICTED,
    kind="safety",
    method=_("Judged by named people on evidence, in the manner of a matrix of districts and concerns."),
    order=("date", "assessment", "place", "concern"),
)

JUDGEMENTS_PUBLISHED = Dataset(
    name="judgements_published",
    title=_("Published judgements on conditions"),
    description=_("What was published of the judgements on conditions in each district."),
    columns=(
        _ASSESSMENT,
        _FRAMEWORK,
        _DATE,
        _LEVEL,
        _PLACE,
        _CONCERN,
        _RATING,
        _column("statement", "text", _("Statement"), "", "#meta+statement"),
    ),
    key=("assessment", "place", "concern"),
    source=published_judgements_table,
    method=_("Judged by named people on evidence, in the manner of a matrix of districts and concerns."),
    order=("date", "assessment", "place", "concern"),
)

BUILT = (
    SEVERITY,
    SEVERITY_CATEGORIES,
    SEVERITY_INDICATORS,
    SEVERITY_CHANGES,
    CONCERNS,
    EXIT_METRICS,
    PROGRESS,
)


def register_all() -> None:
    for dataset in (*BUILT, JUDGEMENTS, JUDGEMENTS_PUBLISHED):
        register(dataset)
