"""Two rounds side by side, place by place."""

from dataclasses import dataclass

from hulul.dashboards.rules import RoundRef
from hulul.kernel.actors import Actor
from hulul.warehouse.queries import Question, ask


@dataclass(frozen=True, slots=True)
class ComparedPlace:
    """One place in two rounds; a place absent from a round has zero there."""

    place: str
    then: int
    now: int

    @property
    def change(self) -> int:
        return self.now - self.then

    @property
    def share(self) -> float | None:
        return self.change / self.then if self.then else None


def compare_rounds(actor: Actor, then: RoundRef, now: RoundRef, level: int, unit: str) -> list[ComparedPlace]:
    """Every place of a level that either round counts, largest movement first."""
    answer = ask(
        actor,
        Question(
            dataset="stocks",
            columns=("round", "place", unit),
            where={"round": (then.code, now.code), "level": level},
            order=("round", "place"),
        ),
    )
    values = {(str(round_), str(place)): int(value) for round_, place, value in answer.rows}
    places = sorted({place for _round, place in values})
    rows = [ComparedPlace(p, values.get((then.code, p), 0), values.get((now.code, p), 0)) for p in places]
    return sorted(rows, key=lambda row: (-abs(row.change), row.place))
