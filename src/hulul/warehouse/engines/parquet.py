"""How a dataset lies on disk: types, order and row groups, the same whichever engine computed it."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hulul.kernel.datasets import Column, Dataset

# Small enough that a page reads few of them, large enough that footers stay small.
ROW_GROUP = 20_480

_TYPES = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}


def typed(column: Column) -> pa.Field:
    return pa.field(column.name, _TYPES[column.type])


def schema(dataset: Dataset) -> pa.Schema:
    return pa.schema([typed(column) for column in dataset.columns])


def shaped(table: pa.Table, dataset: Dataset) -> pa.Table:
    """The table with exactly the dataset's columns and types, sorted by its order, nulls last."""
    fitting = table.select([column.name for column in dataset.columns]).cast(schema(dataset))
    order = dataset.order or dataset.key
    return fitting.sort_by([(name, "ascending") for name in order]) if order else fitting


def write(table: pa.Table, dataset: Dataset, path: Path) -> None:
    pq.write_table(shaped(table, dataset), path, compression="zstd", row_group_size=ROW_GROUP)
