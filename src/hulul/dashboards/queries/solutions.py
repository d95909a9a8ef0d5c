"""How far displaced people are on the way to a solution: exit metrics, progress by criterion, published judgements."""

import datetime as dt
from dataclasses import dataclass

from hulul.kernel.actors import Actor
from hulul.kernel.errors import NotFound
from hulul.warehouse.queries import Question, ask


@dataclass(frozen=True, slots=True)
class Assessment:
    """One household survey measured by one framework."""

    code: str
    framework: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class Exit:
    """What one metric says of one population against one comparator. Shares 0 to 1, None where nothing can be said.

    `households` are weighted; `undecided` and `not_assessed` stay in the stock.
    """

    population: str
    metric: str
    comparator: str
    households: float | None
    share: float | None
    undecided: float | None
    not_assessed: float | None


@dataclass(frozen=True, slots=True)
class Step:
    """The share of a population's households that overcame a vulnerability, with its 95 % interval.

    An empty `indicator` is the whole criterion. `sample` households were asked; None shares are of too few.
    """

    population: str
    criterion: str
    indicator: str
    share: float | None
    low: float | None
    high: float | None
    sample: int | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What was published of one concern in one place."""

    place: str
    concern: str
    rating: str
    statement: str


def assessments(actor: Actor, dataset: str) -> list[Assessment]:
    """What one of the datasets `exit_metrics`, `progress` and `judgements_published` holds, the newest first."""
    try:
        found = ask(actor, Question(dataset, ("assessment", "framework", "date"), order=("-date", "assessment")))
    except NotFound:  # nothing was published yet
        return []
    seen = {row["assessment"]: row for row in found.records()}
    return [Assessment(code, row["framework"], row["date"]) for code, row in seen.items()]


def exits(actor: Actor, assessment: str, place: str) -> list[Exit]:
    """Every metric, population and comparator of a place."""
    columns = ("population", "metric", "comparator", "households", "share", "undecided_share", "not_assessed_share")
    order = ("population", "comparator", "metric")
    found = ask(actor, Question("exit_metrics", columns, {"assessment": assessment, "place": place}, order=order))
    return [Exit(*row) for row in found.rows]


def steps(actor: Actor, assessment: str, place: str) -> list[Step]:
    """Every criterion and indicator of every population of a place."""
    columns = ("population", "criterion", "indicator", "share", "low", "high", "sample")
    order = ("criterion", "indicator", "population")
    found = ask(actor, Question("progress", columns, {"assessment": assessment, "place": place}, order=order))
    return [Step(*row) for row in found.rows]


def judged(actor: Actor, assessment: str) -> list[Judged]:
    """What was published of a matrix, by place."""
    columns = ("place", "concern", "rating", "statement")
    order = ("place", "concern")
    found = ask(actor, Question("judgements_published", columns, {"assessment": assessment}, order=order))
    return [Judged(*row) for row in found.rows]


def version(actor: Actor, assessment: Assessment) -> str:
    """The newest version of the framework that has words: titles of criteria hardly change between versions."""
    found = ask(actor, Question("framework_terms", ("version",), {"framework": assessment.framework}))
    versions = {str(row["version"]) for row in found.records()}
    return max(versions, key=lambda text: tuple(int(part) for part in text.split(".")), default="")
