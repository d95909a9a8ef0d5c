"""A country small enough to count by hand, and tables made from plain rows.

X has governorates X1 (districts X1D1 with sub-districts X1D1S1 and X1D1S2; X1D2 with X1D2S1) and X2 (X2D1, X2D1S1).
Locations a and b lie in X1D1S1, c in X1D1S2, d in X1D2S1, e in X2D1S1; f in X2 with an unknown district; k is a camp in
X2D1S1.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import narwhals as nw
import pyarrow as pa

from hulul.methods import tables

Frame = nw.LazyFrame[Any]
Load = Callable[[pa.Table], Frame]
Row = Mapping[str, Any]

_ARROW = {
    nw.String(): pa.string(),
    nw.Int64(): pa.int64(),
    nw.Float64(): pa.float64(),
    nw.Date(): pa.date32(),
    nw.Boolean(): pa.bool_(),
}


def table(schema: tables.Schema, rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    """An Arrow table of that schema; each row gives all its columns in order."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        {name: pa.array(column, _ARROW[kind]) for (name, kind), column in zip(schema.items(), columns, strict=True)}
    )


def rows(frame: Frame, *columns: str) -> list[tuple[Any, ...]]:
    """The frame's rows (these columns only, all by default), sorted."""
    answer = frame.collect("pyarrow").to_native()
    picked = [tuple(row[name] for name in (columns or answer.column_names)) for row in answer.to_pylist()]
    return sorted(picked, key=lambda row: tuple((value is not None, value) for value in row))


def stored(load: Load, frame: Frame) -> Frame:
    """The frame computed and loaded again, as the warehouse does before the next table is made from it."""
    return load(frame.collect("pyarrow").to_native())


def records(frame: Frame) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = frame.collect("pyarrow").to_native().to_pylist()
    return answer


PLACES = table(
    tables.PLACES,
    [
        ("X", 0, "country", "X", None, None, None),
        ("X1", 1, "area", "X", "X1", None, None),
        ("X2", 1, "area", "X", "X2", None, None),
        ("X1D1", 2, "area", "X", "X1", "X1D1", None),
        ("X1D2", 2, "area", "X", "X1", "X1D2", None),
        ("X2D1", 2, "area", "X", "X2", "X2D1", None),
        ("X1D1S1", 3, "area", "X", "X1", "X1D1", "X1D1S1"),
        ("X1D1S2", 3, "area", "X", "X1", "X1D1", "X1D1S2"),
        ("X1D2S1", 3, "area", "X", "X1", "X1D2", "X1D2S1"),
        ("X2D1S1", 3, "area", "X", "X2", "X2D1", "X2D1S1"),
        ("a", 4, "location", "X", "X1", "X1D1", "X1D1S1"),
        ("b", 4, "location", "X", "X1", "X1D1", "X1D1S1"),
        ("c", 4, "location", "X", "X1", "X1D1", "X1D1S2"),
        ("d", 4, "location", "X", "X1", "X1D2", "X1D2S1"),
        ("e", 4, "location", "X", "X2", "X2D1", "X2D1S1"),
        ("f", 4, "location", "X", "X2", None, None),
        ("k", 4, "camp", "X", "X2", "X2D1", "X2D1S1"),
    ],
)


def rounds(*series: tuple[str, str, tuple[str, ...]], breaks: frozenset[str] = frozenset()) -> pa.Table:
    """Rounds of each (source, population, dates); a date in `breaks` begins a new segment."""
    made = []
    for source, population, dates in series:
        segment = 1
        for sequence, date in enumerate(sorted(dates), start=1):
            segment += date in breaks
            made.append(
                (f"{source}-{population}-{date}", source, population, dt.date.fromisoformat(date), sequence, segment)
            )
    return table(tables.ROUNDS, made)


def counts(round_: str, factor: int = 6, **households: int) -> list[tuple[str, str, int, int]]:
    """Rows of one round: households by place, with `factor` individuals each."""
    return [(round_, place, number, number * factor) for place, number in households.items()]
