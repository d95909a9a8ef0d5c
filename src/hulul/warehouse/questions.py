"""What may be asked of a dataset, and what comes back. Checked against the declaration before any engine sees it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from hulul.kernel.datasets import Column, Dataset
from hulul.kernel.errors import Invalid

LIMIT = 100_000
OFFSET = 10_000_000
VALUES = 5_000

_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "integer": (int,),
    "number": (int, float),
    "date": (dt.date,),
    "boolean": (bool,),
}


@dataclass(frozen=True, slots=True)
class Range:
    """Between two values, both included; None leaves that end open."""

    since: Any = None
    until: Any = None


@dataclass(frozen=True, slots=True)
class Inside:
    """One of these places or anything that lies in one of them. Access narrows by it; it cannot be asked for."""

    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question to one dataset.

    `columns` are the columns wanted (empty: all that the actor may read). `where` narrows the rows: a plain value is
    equality, a tuple is "one of", a `Range` is between, None is "has no value". With `group` and `sums` the answer has
    one row per combination of the group's columns with the sums. `order` names columns, "-" before one turns it round;
    the dataset's own order breaks ties. `limit` is at most 100,000 rows, counted after the first `offset`.
    """

    dataset: str
    columns: tuple[str, ...] = ()
    where: Mapping[str, Any] = field(default_factory=dict)
    group: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    limit: int | None = None
    offset: int = 0

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes two questions the same, to be looked up in a cache. 1, 1.0 and True are different values."""
        narrowed = tuple(sorted((name, _typed(value)) for name, value in self.where.items()))
        return (self.dataset, self.columns, narrowed, self.group, self.sums, self.order, self.limit, self.offset)

    def names(self) -> set[str]:
        """Every column the question touches."""
        wanted = {*self.columns, *self.where, *self.group, *self.sums}
        return wanted | {name.removeprefix("-") for name in self.order}


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows in the order asked for, from one generation. `truncated` says that the limit cut some off.

    The rows are shared with later askers of the same question: read them, do not change them.
    """

    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]
    generation: int
    published_at: dt.datetime
    truncated: bool = False

    def records(self) -> list[dict[str, Any]]:
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


def check(dataset: Dataset, question: Question) -> None:
    """Invalid, with the sentence for the reader, when the question does not fit the dataset."""
    known = {column.name: column for column in dataset.columns}
    for name in sorted(question.names() - known.keys()):
        raise Invalid(
            _("%(dataset)s has no column %(column)s. Its columns: %(columns)s.")
            % {"dataset": dataset.name, "column": name, "columns": ", ".join(known)},
            code="unknown_column",
        )
    if question.columns and (question.group or question.sums):
        raise Invalid(_("Ask either for columns or for sums by group, not for both."))
    for name in question.sums:
        if known[name].type not in ("integer", "number"):
            raise Invalid(_("%(column)s is not a number and cannot be summed.") % {"column": name})
    selected = {*question.group, *question.sums}
    for name in question.order:
        if selected and name.removeprefix("-") not in selected:
            raise Invalid(_("Sums by group can only be ordered by their own columns."))
    if question.limit is not None and not 1 <= question.limit <= LIMIT:
        raise Invalid(_("The number of rows must be between 1 and %(limit)s.") % {"limit": LIMIT})
    if not 0 <= question.offset <= OFFSET:
        raise Invalid(_("At most %(limit)s rows can be left out at the beginning.") % {"limit": OFFSET})
    for name, value in question.where.items():
        _check_value(known[name], value)


def selected(dataset: Dataset, question: Question, readable: Iterable[Column]) -> tuple[Column, ...]:
    """The columns of the answer, in order."""
    if question.group or question.sums:
        return tuple(dataset.column(name) for name in (*question.group, *question.sums))
    if question.columns:
        return tuple(dataset.column(name) for name in question.columns)
    return tuple(readable)


def _check_value(column: Column, value: Any) -> None:
    values: tuple[Any, ...]
    match value:
        case Range():
            values = tuple(end for end in (value.since, value.until) if end is not None)
        case tuple():
            values = value
        case _:
            values = () if value is None else (value,)
    if len(values) > VALUES:
        raise Invalid(_("At most %(limit)s values can be asked for at once.") % {"limit": VALUES})
    for one in values:
        fits = isinstance(one, _TYPES[column.type]) and not isinstance(one, dt.datetime)
        if not fits or (isinstance(one, bool) and column.type != "boolean"):
            raise Invalid(
                _("%(value)s is not a value of %(column)s.") % {"value": one, "column": column.name}, code="bad_value"
            )


def _typed(value: Any) -> Any:
    if isinstance(value, Range):
        return ("range", _typed(value.since), _typed(value.until))
    if isinstance(value, tuple):
        return ("in", *(_typed(one) for one in value))
    return (type(value).__name__, value)
