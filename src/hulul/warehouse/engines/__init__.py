"""What computes the marts and answers questions: DuckDB inside the process, or Spark through Spark Connect.

Both read the same Parquet files of the store and do the same three things (`Engine`). Which one is a setting
(HULUL_ENGINE); the Spark client is imported only when it is the one.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings

from hulul.kernel.datasets import Dataset
from hulul.warehouse.engines.statements import Statement

if TYPE_CHECKING:
    import narwhals as nw
    import pyarrow as pa


class Workshop(Protocol):
    """Where one generation is computed; closed when it is done, so that its memory goes back."""

    def read(self, names: Sequence[str]) -> "nw.LazyFrame[Any]":
        """The rows of Parquet files of the store, which have the same columns."""

    def write(self, frame: "nw.LazyFrame[Any]", dataset: Dataset, path: Path) -> None:
        """Compute the frame and write it as one Parquet file: the dataset's columns, types and order."""


class Engine(Protocol):
    """`rows` and `batches` answer a statement from files of the store; FileNotFoundError when one is gone."""

    name: str

    def workshop(self) -> AbstractContextManager[Workshop]: ...

    def rows(self, statement: Statement, names: Sequence[str]) -> list[tuple[Any, ...]]: ...

    def batches(self, statement: Statement, names: Sequence[str]) -> "Iterator[pa.RecordBatch]": ...


@cache
def named(name: str) -> Engine:
    if name == "spark":
        from hulul.warehouse.engines.spark import Spark

        return Spark()
    from hulul.warehouse.engines.duckdb import DuckDB

    return DuckDB()


def current() -> Engine:
    return named(settings.HULUL_ENGINE)
