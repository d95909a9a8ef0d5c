"""Which rounds there are, and which of them answer for the date a reader looks at."""

import datetime as dt
from dataclasses import dataclass

from hulul.dashboards.rules import RoundRef, as_of
from hulul.kernel import packs
from hulul.kernel.actors import Actor
from hulul.warehouse.queries import Question, ask


@dataclass(frozen=True, slots=True)
class Rounds:
    """All rounds of the leading source, and the current one of each population at a date."""

    all: tuple[RoundRef, ...]
    idp: RoundRef | None
    returnee: RoundRef | None
    on: dt.date | None

    def current(self, population: str) -> RoundRef | None:
        return self.idp if population == "idp" else self.returnee

    @property
    def both(self) -> tuple[RoundRef, ...]:
        """The current rounds that there are."""
        return tuple(round_ for round_ in (self.idp, self.returnee) if round_)

    @property
    def newest(self) -> dt.date | None:
        """The date of the newer of the two current rounds."""
        return max((r.date for r in self.both), default=None)

    @property
    def dates(self) -> list[dt.date]:
        return sorted({r.date for r in self.all})

    @property
    def breaks(self) -> list[dt.date]:
        """Dates of the first round after each break in series."""
        seen: dict[str, int] = {}
        found = set()
        for round_ in sorted(self.all, key=lambda r: r.date):
            if seen.get(round_.population, round_.segment) != round_.segment:
                found.add(round_.date)
            seen[round_.population] = round_.segment
        return sorted(found)


def leading_source() -> str:
    """The source whose series the dashboard shows first (the pack's priority 1)."""
    return min(packs.current().sources, key=lambda source: source.priority).code


def rounds(actor: Actor, on: dt.date | None = None) -> Rounds:
    """The rounds of the leading source as they stand on a date (None = now)."""
    answer = ask(
        actor,
        Question(
            dataset="rounds",
            columns=("round", "population", "date", "sequence", "segment", "file_name", "version"),
            where={"source": leading_source()},
            order=("date", "round"),
        ),
    )
    found = tuple(RoundRef(*row) for row in answer.rows)
    return Rounds(all=found, idp=as_of(found, "idp", on), returnee=as_of(found, "returnee", on), on=on)
