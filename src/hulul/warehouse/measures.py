"""The measures: numbers of a place on a date, as the datasets declare them, each with its unit and method.

A dataset gives measures when it has one row for each place, date and series of counts; its numbers are then series that
can be followed through time. "stocks.households" is the column households of the dataset stocks.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hulul.kernel.actors import Actor
from hulul.kernel.datasets import Column, Dataset
from hulul.kernel.errors import NotFound
from hulul.warehouse import queries
from hulul.warehouse.questions import Question, Range

_IDENTIFYING = {"round", "returnee_round", "source", "population", "level", "place", "date"}
_TOLD = ("date", "round", "returnee_round", "idp_round", "source", "population", "segment", "across_break", "reason")
_NOT_MEASURED = ("", "rounds", "days")


@dataclass(frozen=True, slots=True)
class Measure:
    """`name` is "dataset.column"; unit and method are those that the dataset declares."""

    dataset: Dataset
    column: Column

    @property
    def name(self) -> str:
        return f"{self.dataset.name}.{self.column.name}"


def measures(actor: Actor) -> list[Measure]:
    """The measures this actor may read, by dataset in the order of its columns."""
    return [
        Measure(dataset, column)
        for dataset in queries.datasets(actor)
        if _is_series(dataset)
        for column in queries.readable_columns(actor, dataset)
        if column.type in ("integer", "number") and column.unit not in _NOT_MEASURED
    ]


def measure(actor: Actor, name: str) -> Measure:
    """NotFound, with the names there are, when there is none of this name that the actor may read."""
    found = measures(actor)
    for each in found:
        if each.name == name:
            return each
    raise NotFound(
        _("There is no measure %(name)s. Measures: %(names)s.")
        % {"name": name, "names": ", ".join(each.name for each in found)},
        code="no_measure",
    )


def series(
    found: Measure, place: str, *, population: str = "", source: str = "", dates: Range | None = None
) -> Question:
    """One place through time, oldest first: when and by whom it was counted, and the measure."""
    names = {column.name for column in found.dataset.columns}
    asked = {"place": place, "population": population, "source": source, "date": dates}
    where = {name: value for name, value in asked.items() if value and name in names}
    told = tuple(name for name in _TOLD if name in names)
    return Question(found.dataset.name, columns=(*told, found.column.name), where=where, order=("date",))


def _is_series(dataset: Dataset) -> bool:
    names = {column.name for column in dataset.columns}
    return {"place", "date"} <= names and {"place"} < set(dataset.key) <= _IDENTIFYING
