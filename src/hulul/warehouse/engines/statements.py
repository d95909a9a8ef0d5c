"""One question as SQL that DuckDB and Spark both understand.

Only names of declared columns are written into the text, quoted; every value is a bound parameter. Nulls come last in
either direction, on every engine.
"""

from dataclasses import dataclass
from typing import Any

from hulul.kernel.datasets import Column
from hulul.warehouse.questions import Inside, Range

_ANCESTORS = ("code", "adm0", "adm1", "adm2", "adm3")
_SUM_TYPES = {"integer": "BIGINT", "number": "DOUBLE"}
# A table as SQL names it, with the values that its name needs.
Table = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Statement:
    """What a checked question wants from one table. `where` holds (column, value) pairs that all must hold.

    `open_rows` are lists of such pairs: of one list all must hold for a row to be shown; None shows every row. `places`
    names the files of the gazetteer, when some row is open by the place that it lies in.
    """

    columns: tuple[Column, ...]
    sums: tuple[Column, ...]
    grouped: bool
    where: tuple[tuple[str, Any], ...]
    order: tuple[str, ...]
    limit: int | None
    offset: int = 0
    open_rows: tuple[tuple[tuple[str, Any], ...], ...] | None = None
    places: tuple[str, ...] = ()

    def sql(self, table: str, quote: str, places: Table = ("", [])) -> tuple[str, list[Any]]:
        """The text, with `?` for each value, and the values. `quote` is the engine's quotation mark for names.

        `places` is how the engine reads the gazetteer, with the values that this needs.
        """
        names = [_quoted(column.name, quote) for column in self.columns]
        sums = [
            f"CAST(SUM({_quoted(column.name, quote)}) AS {_SUM_TYPES[column.type]}) AS {_quoted(column.name, quote)}"
            for column in self.sums
        ]
        conditions, values = _conditions(self.where, quote, places)
        if self.open_rows is not None:
            text, more = _any_of(self.open_rows, quote, places)
            conditions.append(text)
            values += more
        parts = [f"SELECT {', '.join(names + sums)} FROM {table}"]  # noqa: S608 - declared names only
        if conditions:
            parts.append(f"WHERE {' AND '.join(conditions)}")
        if self.grouped and names:
            parts.append(f"GROUP BY {', '.join(names)}")
        if self.order:
            parts.append(f"ORDER BY {', '.join(_ordered(name, quote) for name in self.order)}")
        if self.limit is not None:
            parts.append(f"LIMIT {int(self.limit)}")
        if self.offset:
            parts.append(f"OFFSET {int(self.offset)}")
        return " ".join(parts), values


def ordered(names: tuple[str, ...], quote: str) -> str:
    """The text of an ORDER BY over columns of a dataset."""
    return ", ".join(_ordered(name, quote) for name in names)


def _quoted(name: str, quote: str) -> str:
    return f"{quote}{name.replace(quote, quote * 2)}{quote}"


def _ordered(name: str, quote: str) -> str:
    direction = "DESC" if name.startswith("-") else "ASC"
    return f"{_quoted(name.removeprefix('-'), quote)} {direction} NULLS LAST"


def _any_of(ways: tuple[tuple[tuple[str, Any], ...], ...], quote: str, places: Table) -> tuple[str, list[Any]]:
    texts: list[str] = []
    values: list[Any] = []
    for way in ways:
        conditions, more = _conditions(way, quote, places)
        texts.append(f"({' AND '.join(conditions)})")
        values += more
    return f"({' OR '.join(texts)})" if texts else "1 = 0", values


def _inside(codes: tuple[str, ...], quote: str, places: Table) -> tuple[str, list[Any]]:
    """The gazetteer's codes that are one of these or have one of them above."""
    table, needed = places
    if not table:
        return "(NULL)", []
    marks = ", ".join("?" * len(codes))
    lies = " OR ".join(f"{_quoted(name, quote)} IN ({marks})" for name in _ANCESTORS)
    text = f"(SELECT {_quoted('code', quote)} FROM {table} WHERE {lies})"  # noqa: S608 - declared names only
    return text, [*needed, *(code for _name in _ANCESTORS for code in codes)]


def _conditions(where: tuple[tuple[str, Any], ...], quote: str, places: Table) -> tuple[list[str], list[Any]]:
    texts: list[str] = []
    values: list[Any] = []
    for name, value in where:
        column = _quoted(name, quote)
        match value:
            case None:
                texts.append(f"{column} IS NULL")
            case Range():
                if value.since is not None:
                    texts.append(f"{column} >= ?")
                    values.append(value.since)
                if value.until is not None:
                    texts.append(f"{column} <= ?")
                    values.append(value.until)
            case Inside():
                text, more = _inside(value.places, quote, places)
                texts.append(f"{column} IN {text}")
                values += more
            case ():
                texts.append("1 = 0")
            case tuple():
                texts.append(f"{column} IN ({', '.join('?' * len(value))})")
                values.extend(value)
            case _:
                texts.append(f"{column} = ?")
                values.append(value)
    return texts, values
