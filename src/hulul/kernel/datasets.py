"""What a room gives to the warehouse: tables declared once, with type, unit, title, HXL tag and tier per column.

A room registers its datasets in `AppConfig.ready()`; the warehouse and the export read them by name from here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from django.utils.functional import Promise

from hulul.kernel.tiers import Tier

if TYPE_CHECKING:
    import pyarrow as pa

ColumnType = Literal["text", "integer", "number", "date", "boolean"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `unit` is a plain word ("households", "share"), empty for labels; `hxl` includes the leading #."""

    name: str
    type: ColumnType
    title: str | Promise
    unit: str = ""
    hxl: str = ""
    tier: Tier = Tier.PUBLIC


@dataclass(frozen=True, slots=True)
class Files:
    """Rows that already lie in the store: names of Parquet files, each with at least the dataset's columns.

    `parts` says of each file which value of the dataset's `partition` column all its rows have.
    """

    names: tuple[str, ...]
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dataset:
    """One table of the warehouse.

    `source` returns the rows of a base dataset, read from the room's own records when a generation is built: as Arrow,
    or as the names of Parquet files when they are already stored; a mart has no source: the warehouse computes it from
    other datasets. `key` names the columns that identify a row.
    `tier` is the lowest tier that may know the dataset exists; `order` is a total order for export.
    `partition` names the text column by which `Files` are divided: one file holds all rows of one value.
    `row_tier` names an integer column with the Tier of each row, where rows of one table differ.
    `kind` is what sharing agreements call the data, one word for datasets that are shared together; empty for data that
    nobody needs an agreement for.
    """

    name: str
    title: str | Promise
    description: str | Promise
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    source: Callable[[], "pa.Table | Files"] | None = None
    tier: Tier = Tier.PUBLIC
    row_tier: str | None = None
    partition: str = ""
    method: str | Promise = ""
    kind: str = ""
    order: tuple[str, ...] = field(default=())

    def column(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")


_datasets: dict[str, Dataset] = {}


def register(dataset: Dataset) -> None:
    """Add a dataset; a second one of the same name is a programming error."""
    if dataset.name in _datasets and _datasets[dataset.name] is not dataset:
        raise ValueError(f"dataset {dataset.name} is declared twice")
    _datasets[dataset.name] = dataset


def registered() -> dict[str, Dataset]:
    return dict(_datasets)


def get(name: str) -> Dataset:
    return _datasets[name]


def kinds() -> dict[str, str]:
    """The kinds of data that can be shared by agreement, each with the titles of its datasets in the reader's language.

    Only what is above the public tier needs an agreement.
    """
    titles: dict[str, list[str]] = {}
    for dataset in _datasets.values():
        if dataset.kind and dataset.tier > Tier.PUBLIC:
            titles.setdefault(dataset.kind, []).append(str(dataset.title))
    return {kind: " · ".join(titles[kind]) for kind in sorted(titles)}
