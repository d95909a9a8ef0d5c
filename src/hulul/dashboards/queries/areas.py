"""Values of many places at one round: the map, the table under it, the largest movements, the flows, the alerts."""

from dataclasses import dataclass

from hulul.dashboards.queries.gazetteer import LOCATION_LEVEL, PlaceFact
from hulul.dashboards.queries.kept import Kept
from hulul.dashboards.queries.rounds import Rounds, leading_source
from hulul.dashboards.rules import RoundRef, Selection
from hulul.kernel.actors import Actor
from hulul.kernel.errors import NotFound
from hulul.ui import classes
from hulul.warehouse.queries import Question, ask

# By population and dimension ("idp", "origin"): households by category.
Breakdowns = dict[tuple[str, str], dict[str, int]]


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One place in the table under the map: both populations, the rate, and the changes since the round before."""

    place: str
    idp: int | None
    returnee: int | None
    rate: float | None
    change_idp: int | None
    change_returnee: int | None


@dataclass(frozen=True, slots=True)
class Movement:
    place: str
    now: int
    before: int
    change: int
    share: float | None
    across_break: bool
    individuals: int

    def in_unit(self, unit: str) -> int:
        """The change in households or in individuals."""
        return self.individuals if unit == "individuals" else self.change


@dataclass(frozen=True, slots=True)
class Flow:
    origin: str
    place: str
    households: int


@dataclass(frozen=True, slots=True)
class Alert:
    place: str
    level: int
    population: str
    date: object
    households: int
    expected: float
    direction: str
    score: float
    rank: int
    false_alarm_rate: float


def area_rows(actor: Actor, rounds: Rounds, unit: str, level: int, places: tuple[str, ...] | None) -> list[AreaRow]:
    """One row for every place of a level (or of `places`) with anybody in the current rounds."""
    stocks = _stocks(actor, rounds, unit, level, places)
    moved = _movements(actor, rounds, level, places)
    idp, returnee = stocks["idp"], stocks["returnee"]
    change_idp, change_returnee = ({p: m.in_unit(unit) for p, m in found.items()} for found in moved.values())
    rate = _rates(actor, rounds.returnee, level, places)
    codes = sorted(idp.keys() | returnee.keys() | change_idp.keys() | change_returnee.keys())
    return [
        AreaRow(
            place=code,
            idp=idp.get(code, 0 if rounds.idp else None),
            returnee=returnee.get(code, 0 if rounds.returnee else None),
            rate=rate.get(code),
            change_idp=change_idp.get(code),
            change_returnee=change_returnee.get(code),
        )
        for code in codes
    ]


def shown_values(rows: list[AreaRow], selection: Selection) -> dict[str, float]:
    """What the map colours, by place. Places without a value are left out: they are hatched, not zero."""
    name = selection.show
    return {row.place: float(value) for row in rows if (value := getattr(row, name)) is not None}


def class_bounds(actor: Actor, selection: Selection, places: tuple[str, ...] | None) -> tuple[float, ...]:
    """Where the map's classes are cut: by all values of all rounds, so that they hold while the slider plays."""
    where: dict[str, object] = {"level": selection.level, "source": leading_source()}
    if places is not None:
        where["place"] = places
    if selection.show == "rate":
        dataset, column = "return_rates", "rate"
    else:
        where["population"] = selection.population
        dataset, column = ("changes", f"change_{selection.unit}") if selection.is_change else ("stocks", selection.unit)
    answer = ask(actor, Question(dataset=dataset, columns=(column,), where=where, order=(column,)))
    cut = classes.diverging if selection.is_change else classes.sequential
    key = (answer.generation, answer.published_at, actor.view, dataset, column, tuple(where.items()))
    return _bounds.get(key, lambda: cut(float(value) for (value,) in answer.rows if value is not None))


_bounds: Kept[tuple[float, ...]] = Kept(500)


def largest(
    actor: Actor, round_: RoundRef | None, unit: str, level: int, places: tuple[str, ...] | None, *, limit: int
) -> list[tuple[str, int]]:
    """The places of a level with the most people at a round, largest first."""
    if round_ is None:
        return []
    question = Question(
        dataset="stocks",
        columns=("place", unit),
        where=_where(round_, level, places),
        order=(f"-{unit}", "place"),
        limit=limit,
    )
    return [(str(place), int(value)) for place, value in ask(actor, question).rows]


def movements(
    actor: Actor, rounds: Rounds, population: str, level: int, *, rises: bool, limit: int = 8
) -> list[Movement]:
    """The largest rises or falls in households since the round before, largest first."""
    found = _movements(actor, rounds, level, None)[population].values()
    moved = [m for m in found if (m.change > 0 if rises else m.change < 0)]
    return sorted(moved, key=lambda m: (-abs(m.change), m.place))[:limit]


def flows(actor: Actor, round_: RoundRef | None, level: int, places: tuple[str, ...] | None = None) -> list[Flow]:
    """Households by origin and by where they are, largest first."""
    if round_ is None:
        return []
    answer = ask(
        actor,
        Question(
            dataset="flows",
            columns=("origin", "place", "households"),
            where=_where(round_, level, places),
            order=("-households", "origin", "place"),
        ),
    )
    return [Flow(*row) for row in answer.rows]


def outflows(actor: Actor, round_: RoundRef | None, origin: str) -> list[Flow]:
    """Where the households that come from one area are, by governorate, largest first."""
    if round_ is None:
        return []
    answer = ask(
        actor,
        Question(
            dataset="flows",
            columns=("origin", "place", "households"),
            where={"round": round_.code, "level": 1, "origin": origin},
            order=("-households", "origin", "place"),
        ),
    )
    return [Flow(*row) for row in answer.rows]


def breakdowns(actor: Actor, rounds: Rounds, place: PlaceFact) -> Breakdowns:
    """Households of a place by category, largest first, in each breakdown of the current rounds."""
    if not rounds.both:
        return {}
    where: dict[str, object] = {"round": tuple(r.code for r in rounds.both), "place": place.code}
    if place.level != LOCATION_LEVEL:
        where["level"] = place.level
    answer = ask(
        actor,
        Question(
            dataset="breakdowns" if place.level == LOCATION_LEVEL else "breakdown_stocks",
            columns=("round", "dimension", "category", "households"),
            where=where,
            order=("round", "dimension", "-households", "category"),
        ),
    )
    populations = {round_.code: round_.population for round_ in rounds.both}
    found: Breakdowns = {}
    for code, dimension, category, households in answer.rows:
        found.setdefault((populations[code], dimension), {})[category] = households
    return found


def alerts(actor: Actor, rounds: Rounds, places: tuple[str, ...] | None = None, limit: int = 12) -> list[Alert]:
    """Unusual movements of the current rounds, most unusual first; empty for readers who may not see them."""
    codes = tuple(r.code for r in rounds.both)
    if not codes:
        return []
    where: dict[str, object] = {"round": codes}
    if places is not None:
        where["place"] = places
    try:
        answer = ask(
            actor,
            Question(
                dataset="alerts",
                columns=(
                    "place", "level", "population", "date", "households", "expected", "direction", "score", "rank",
                    "false_alarm_rate",
                ),
                where=where,
                order=("rank", "round", "place"),
                limit=limit,
            ),
        )  # fmt: skip
    except NotFound:
        return []
    return sorted((Alert(*row) for row in answer.rows), key=lambda alert: (-abs(alert.score), alert.place))


def _where(rounds: RoundRef | tuple[RoundRef, ...], level: int, places: tuple[str, ...] | None) -> dict[str, object]:
    codes = rounds.code if isinstance(rounds, RoundRef) else tuple(round_.code for round_ in rounds)
    where: dict[str, object] = {"round": codes, "level": level}
    if places is not None:
        where["place"] = places
    return where


def _stocks(
    actor: Actor, rounds: Rounds, unit: str, level: int, places: tuple[str, ...] | None
) -> dict[str, dict[str, int]]:
    """By population, then place."""
    found: dict[str, dict[str, int]] = {"idp": {}, "returnee": {}}
    question = Question(
        dataset="stocks",
        columns=("population", "place", unit),
        where=_where(rounds.both, level, places),
        order=("population", "place"),
    )
    for population, place, value in ask(actor, question).rows if rounds.both else ():
        found[population][place] = value
    return found


def _movements(
    actor: Actor, rounds: Rounds, level: int, places: tuple[str, ...] | None
) -> dict[str, dict[str, Movement]]:
    """Every place's movement since the round before, by population, then place.

    One question for the table, the map and the largest movements.
    """
    found: dict[str, dict[str, Movement]] = {"idp": {}, "returnee": {}}
    question = Question(
        dataset="changes",
        columns=(
            "population", "place", "households", "previous_households", "change_households", "change_share",
            "across_break", "change_individuals",
        ),
        where=_where(rounds.both, level, places),
        order=("population", "place"),
    )  # fmt: skip
    for population, *row in ask(actor, question).rows if rounds.both else ():
        found[population][row[0]] = Movement(*row)
    return found


def _rates(actor: Actor, round_: RoundRef | None, level: int, places: tuple[str, ...] | None) -> dict[str, float]:
    if round_ is None:
        return {}
    where: dict[str, object] = {"returnee_round": round_.code, "level": level, "source": leading_source()}
    if places is not None:
        where["place"] = places
    question = Question(dataset="return_rates", columns=("place", "rate"), where=where, order=("place",))
    return {str(place): float(rate) for place, rate in ask(actor, question).rows if rate is not None}
