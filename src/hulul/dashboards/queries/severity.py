"""How severe conditions are: assessments, scores of places, their categories, what changed, and places of concern."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hulul.dashboards.queries.gazetteer import LOCATION_LEVEL
from hulul.dashboards.rules import Conditions
from hulul.kernel.actors import Actor
from hulul.kernel.errors import NotFound
from hulul.warehouse.queries import Question, ask

_SCORED = (
    "place", "score", "score_low", "score_high", "category", "probability", "assessed_locations", "locations",
    "individuals", "high_locations", "high_individuals", "high_share", "rank", "rank_low", "rank_high", "rank_group",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assessment:
    """One assessment of the country by one framework."""

    code: str
    framework: str
    version: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class Held:
    """The assessments by the framework looked at, oldest first, the current one, and every framework there is.

    `frameworks` are (code, version) of the newest assessment of each, the one assessed most often first.
    """

    all: tuple[Assessment, ...]
    current: Assessment
    frameworks: tuple[tuple[str, str], ...]

    @property
    def previous(self) -> Assessment | None:
        earlier = [each for each in self.all if each.date < self.current.date]
        return earlier[-1] if earlier else None


@dataclass(frozen=True, slots=True)
class Severity:
    """One place in one assessment, overall or on one scale: scores 0 to 100, shares 0 to 1; None is not assessed."""

    place: str
    score: float | None
    low: float | None
    high: float | None
    category: str | None
    probability: float | None
    assessed: int | None
    locations: int | None
    individuals: int | None
    high_locations: int | None
    high_individuals: int | None
    high_share: float | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    rank_group: int | None


@dataclass(frozen=True, slots=True)
class InCategory:
    """The locations of a place in one category, and the returnees who live in them."""

    locations: int
    individuals: int


@dataclass(frozen=True, slots=True)
class Change:
    """How a place moved since the assessment before, on what both assessed. `parts` are points by indicator."""

    place: str
    parts: Mapping[str, float]
    since: dt.date
    matched: int
    score: float | None
    previous: float | None
    change: float | None
    comparable: bool


@dataclass(frozen=True, slots=True)
class Concern:
    place: str
    level: int
    reason: str
    scale: str
    score: float | None
    individuals: int | None
    p_value: float | None
    q_value: float | None


@dataclass(frozen=True, slots=True)
class Driver:
    """What one indicator says of a place: `answer` of a location, `unmet` the share of people below the standard."""

    indicator: str
    scale: str
    answer: str | None
    value: float | None
    contribution: float | None
    unmet: float | None


def held(actor: Actor, chosen: Conditions) -> Held | None:
    """The assessments of the framework asked for (else of the one assessed most often) as they stand on a date.

    None when nothing was assessed. A date before the first assessment shows the first.
    """
    found = _assessments(actor)
    frameworks: dict[str, list[Assessment]] = {}
    for each in found:
        frameworks.setdefault(each.framework, []).append(each)
    if not frameworks:
        return None
    usual = sorted(frameworks, key=lambda code: (-len(frameworks[code]), code))
    own = frameworks.get(chosen.framework) or frameworks[usual[0]]
    until = [each for each in own if chosen.on is None or each.date <= chosen.on]
    newest = tuple((code, frameworks[code][-1].version) for code in usual)
    return Held(tuple(own), until[-1] if until else own[0], newest)


def _assessments(actor: Actor) -> list[Assessment]:
    """Every assessment, oldest first; none before anything is published."""
    question = Question(
        dataset="severity",
        columns=("assessment", "framework", "version", "date"),
        where={"level": 0, "scale": ""},
        order=("date", "assessment"),
    )
    try:
        return [Assessment(*row) for row in ask(actor, question).rows]
    except NotFound:
        return []


def severities(
    actor: Actor, assessment: Assessment, level: int, scale: str = "", places: tuple[str, ...] | None = None
) -> list[Severity]:
    """The places of a level (or `places` among them) that have a score or could have one, in order of code."""
    where: dict[str, object] = {"assessment": assessment.code, "level": level, "scale": scale}
    if places is not None:
        where["place"] = places
    return [Severity(*row) for row in ask(actor, Question("severity", _SCORED, where, order=("place",))).rows]


def scales(actor: Actor, assessment: Assessment) -> list[str]:
    """The scales of an assessment that this reader may see."""
    where = {"assessment": assessment.code, "level": 0}
    found = ask(actor, Question("severity", ("scale",), where, order=("scale",))).rows
    return [scale for (scale,) in found if scale]


def history(actor: Actor, framework: str, level: int, place: str, scale: str = "") -> dict[dt.date, Severity]:
    """A place in every assessment by a framework, oldest first."""
    where = {"framework": framework, "level": level, "place": place, "scale": scale}
    answer = ask(actor, Question("severity", ("date", *_SCORED), where, order=("date", "assessment")))
    return {on: Severity(*row) for on, *row in answer.rows}


def categories(
    actor: Actor, assessment: Assessment, level: int, places: tuple[str, ...] | None = None
) -> dict[str, dict[str, InCategory]]:
    """By place, then category."""
    where: dict[str, object] = {"assessment": assessment.code, "level": level}
    if places is not None:
        where["place"] = places
    found: dict[str, dict[str, InCategory]] = {}
    question = Question(
        "severity_categories", ("place", "category", "locations", "individuals"), where, order=("place", "category")
    )
    for place, category, locations, individuals in ask(actor, question).rows:
        found.setdefault(place, {})[category] = InCategory(locations or 0, individuals or 0)
    return found


def changes(
    actor: Actor, assessment: Assessment, level: int, places: tuple[str, ...] | None = None
) -> dict[str, Change]:
    """How the places of a level moved since the assessment before, by place; empty for the first assessment."""
    where: dict[str, object] = {"assessment": assessment.code, "level": level}
    if places is not None:
        where["place"] = places
    columns = (
        "place", "indicator", "previous_date", "matched_locations", "score", "previous_score", "change", "comparable",
    )  # fmt: skip
    totals: dict[str, list[Any]] = {}
    parts: dict[str, dict[str, float]] = {}
    for place, indicator, *total in ask(
        actor, Question("severity_changes", columns, where, order=("place", "indicator"))
    ).rows:
        change = total[4]
        if not indicator:
            totals[place] = total
        elif change is not None:
            parts.setdefault(place, {})[indicator] = change
    return {place: Change(place, parts.get(place, {}), *total) for place, total in totals.items()}


def concerns(actor: Actor, assessment: Assessment, places: tuple[str, ...] | None = None) -> list[Concern]:
    """Places of concern, those with most returnees first."""
    where: dict[str, object] = {"assessment": assessment.code}
    if places is not None:
        where["place"] = places
    columns = ("place", "level", "reason", "scale", "score", "individuals", "p_value", "q_value")
    return [
        Concern(*row)
        for row in ask(actor, Question("concerns", columns, where, order=("level", "-individuals", "place"))).rows
    ]


def drivers(actor: Actor, assessment: Assessment, level: int, place: str) -> list[Driver]:
    """What each indicator says of a place, those that weigh most in its score first; as far as this reader may know."""
    columns = ("indicator", "scale", "answer", "value", "contribution", "share_unmet")
    where = {"assessment": assessment.code, "level": level, "place": place}
    answer = ask(actor, Question("severity_indicators", columns, where, order=("-contribution", "indicator")))
    return [Driver(*row) for row in answer.rows]


def is_location(level: int) -> bool:
    """Whether places of a level are assessed themselves, and not only what lies in them."""
    return level == LOCATION_LEVEL
