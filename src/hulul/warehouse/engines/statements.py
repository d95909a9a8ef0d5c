"""One question as SQL that DuckDB and Spark both understand.

Only names of declared columns are written into the text, quoted; every value is a bound parameter. Nulls come last in
either direction, on every engine.
"""

from dataclasses import dataclass
from typing import Any

from hulul.kernel.datasets import Column
from hulul.warehouse.questions import Range

_SUM_TYPES = {"integer": "BIGINT", "number": "DOUBLE"}


@dataclass(frozen=True, slots=True)
class Statement:
    """What a checked question wants from one table. `where` holds (column, value) pairs that all must hold."""

    columns: tuple[Column, ...]
    sums: tuple[Column, ...]
    grouped: bool
    where: tuple[tuple[str, Any], ...]
    order: tuple[str, ...]
    limit: int | None

    def sql(self, table: str, quote: str) -> tuple[str, list[Any]]:
        """The text, with `?` for each value, and the values. `quote` is the engine's quotation mark for names."""
        names = [_quoted(column.name, quote) for column in self.columns]
        sums = [
            f"CAST(SUM({_quoted(column.name, quote)}) AS {_SUM_TYPES[column.type]}) AS {_quoted(column.name, quote)}"
            for column in self.sums
        ]
        conditions, values = _conditions(self.where, quote)
        parts = [f"SELECT {', '.join(names + sums)} FROM {table}"]  # noqa: S608 - declared names only
        if conditions:
            parts.append(f"WHERE {' AND '.join(conditions)}")
        if self.grouped and names:
            parts.append(f"GROUP BY {', '.join(names)}")
        if self.order:
            parts.append(f"ORDER BY {', '.join(_ordered(name, quote) for name in self.order)}")
        if self.limit is not None:
            parts.append(f"LIMIT {int(self.limit)}")
        return " ".join(parts), values


def ordered(names: tuple[str, ...], quote: str) -> str:
    """The text of an ORDER BY over columns of a dataset."""
    return ", ".join(_ordered(name, quote) for name in names)


def _quoted(name: str, quote: str) -> str:
    return f"{quote}{name.replace(quote, quote * 2)}{quote}"


def _ordered(name: str, quote: str) -> str:
    direction = "DESC" if name.startswith("-") else "ASC"
    return f"{_quoted(name.removeprefix('-'), quote)} {direction} NULLS LAST"


def _conditions(where: tuple[tuple[str, Any], ...], quote: str) -> tuple[list[str], list[Any]]:
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
            case ():
                texts.append("1 = 0")
            case tuple():
                texts.append(f"{column} IN ({', '.join('?' * len(value))})")
                values.extend(value)
            case _:
                texts.append(f"{column} = ?")
                values.append(value)
    return texts, values
