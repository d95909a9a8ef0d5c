"""Key figures and series of one place: displaced people, returnees, return rate, with their changes."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from hulul.dashboards import rules
from hulul.dashboards.queries.gazetteer import PlaceFact
from hulul.dashboards.queries.rounds import Rounds, leading_source
from hulul.dashboards.rules import RoundRef
from hulul.kernel.actors import Actor
from hulul.warehouse.queries import Question, ask


@dataclass(frozen=True, slots=True)
class Change:
    """Difference from an earlier round. `share` is None where the earlier count was zero."""

    since: dt.date
    absolute: float
    share: float | None
    across_break: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its unit, date and history. `value` None means nobody counted, never zero."""

    value: float | None
    on: dt.date | None
    last: Change | None
    year: Change | None
    spark: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Point:
    round: str
    date: dt.date
    segment: int
    households: int
    individuals: int
    locations: int


@dataclass(frozen=True, slots=True)
class RatePoint:
    date: dt.date
    returnee_round: str
    rate: float | None
    returnees: int | None
    displaced: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class History:
    """Everything counted at one place, oldest first."""

    idp: tuple[Point, ...]
    returnee: tuple[Point, ...]
    rates: tuple[RatePoint, ...]

    def points(self, population: str) -> tuple[Point, ...]:
        return self.idp if population == "idp" else self.returnee


def history(actor: Actor, place: PlaceFact) -> History:
    """The series of a place from the leading source."""
    source = leading_source()
    stocks = ask(
        actor,
        Question(
            dataset="stocks",
            columns=("population", "round", "date", "segment", "households", "individuals", "locations"),
            where={"place": place.code, "level": place.level, "source": source},
            order=("date", "round"),
        ),
    )
    rates = ask(
        actor,
        Question(
            dataset="return_rates",
            columns=("date", "returnee_round", "rate", "returnees", "displaced", "reason"),
            where={"place": place.code, "level": place.level, "source": source},
            order=("date", "returnee_round"),
        ),
    )
    return History(
        idp=tuple(Point(*row[1:]) for row in stocks.rows if row[0] == "idp"),
        returnee=tuple(Point(*row[1:]) for row in stocks.rows if row[0] == "returnee"),
        rates=tuple(RatePoint(*row) for row in rates.rows),
    )


def stock_figure(past: History, rounds: Rounds, population: str, measure: str) -> Figure:
    """The current stock of a population. A place absent from a round that was held counts zero there.

    `measure` is households, individuals or locations.
    """
    current = rounds.current(population)
    points = {p.round: p for p in past.points(population)}
    if current is None or not points:
        return Figure(None, current.date if current else None, None, None, ())

    def value(round_: RoundRef) -> float:
        point = points.get(round_.code)
        return float(getattr(point, measure)) if point else 0.0

    held = [r for r in rules.of(rounds.all, population) if r.date <= current.date]
    return Figure(
        value=value(current),
        on=current.date,
        last=_change(value, current, rules.before(rounds.all, current)),
        year=_change(value, current, rules.year_before(rounds.all, current)),
        spark=tuple(value(r) for r in held[-24:]),
    )


def rate_figure(past: History, rounds: Rounds) -> Figure:
    """The current return rate, its change in the share itself (0.01 = one percentage point)."""
    current = rounds.returnee
    points = {p.returnee_round: p for p in past.rates}
    if current is None:
        return Figure(None, None, None, None, ())
    now = points.get(current.code)

    def change(earlier: RoundRef | None) -> Change | None:
        then = points.get(earlier.code) if earlier else None
        if earlier is None or then is None or now is None or now.rate is None or then.rate is None:
            return None
        return Change(earlier.date, now.rate - then.rate, None, earlier.segment != current.segment)

    shown = [p.rate for p in past.rates if p.date <= current.date]
    return Figure(
        value=now.rate if now else None,
        on=current.date,
        last=change(rules.before(rounds.all, current)),
        year=change(rules.year_before(rounds.all, current)),
        spark=tuple(shown[-24:]) if any(rate is not None for rate in shown) else (),
    )


def _change(value: Callable[[RoundRef], float], current: RoundRef, earlier: RoundRef | None) -> Change | None:
    if earlier is None:
        return None
    now, then = value(current), value(earlier)
    return Change(
        since=earlier.date,
        absolute=now - then,
        share=(now - then) / then if then else None,
        across_break=earlier.segment != current.segment,
    )
