"""How an area stands among the others, what other sources say of it, and where nobody returned."""

import datetime as dt
from dataclasses import dataclass

from hulul.dashboards.queries.gazetteer import PlaceFact
from hulul.dashboards.queries.rounds import leading_source
from hulul.dashboards.rules import RoundRef
from hulul.kernel.actors import Actor
from hulul.warehouse.queries import Question, ask

MOBILITY_LEVELS = (1, 2)


@dataclass(frozen=True, slots=True)
class Mobility:
    """The mobility and recipient class of an area in one round of displaced people."""

    previous_households: int | None
    change_share: float | None
    mobility_class: str | None
    share_of_all: float | None
    recipient_class: str | None


@dataclass(frozen=True, slots=True)
class OtherCount:
    """What another source counted, beside the nearest round of the leading one."""

    population: str
    date: dt.date
    source: str
    households: int
    reference_date: dt.date | None
    reference_households: int | None
    difference: int | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A location that may be a place of no return."""

    place: str
    adm1: str
    first_seen: dt.date
    last_seen: dt.date
    last_idp_households: int | None
    peak_returnees: int | None
    reason: str


def mobility(actor: Actor, round_: RoundRef | None, place: PlaceFact) -> Mobility | None:
    """The classes of a governorate or district; None where the method defines none."""
    if round_ is None:
        return None
    answer = ask(
        actor,
        Question(
            dataset="mobility",
            columns=("previous_households", "change_share", "mobility_class", "share_of_all", "recipient_class"),
            where={"round": round_.code, "place": place.code, "level": place.level},
            order=("place",),
            limit=1,
        ),
    )
    return Mobility(*answer.rows[0]) if answer.rows else None


def other_counts(actor: Actor, place: str) -> list[OtherCount]:
    """Every count of a place by another source, newest first."""
    answer = ask(
        actor,
        Question(
            dataset="reconciliation",
            columns=(
                "population", "date", "source", "households", "reference_date", "reference_households", "difference",
                "share",
            ),
            where={"place": place, "reference_source": leading_source()},
            order=("-date", "population", "source"),
        ),
    )  # fmt: skip
    return [OtherCount(*row) for row in answer.rows]


def no_return_candidates(actor: Actor, places: tuple[str, ...] | None = None) -> list[Candidate]:
    """Locations with displacement where no return is recorded, or where all returnees left again (restricted).

    NotFound for readers who may not know of the dataset.
    """
    answer = ask(
        actor,
        Question(
            dataset="no_return_candidates",
            columns=("place", "adm1", "first_seen", "last_seen", "last_idp_households", "peak_returnees", "reason"),
            where={} if places is None else {"place": places},
            order=("adm1", "place"),
        ),
    )
    return [Candidate(*row) for row in answer.rows]
