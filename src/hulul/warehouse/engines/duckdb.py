"""DuckDB, embedded: one in-memory database per process for answers, one of its own for each build.

Memory is bounded by HULUL_DUCKDB_MEMORY; what does not fit is spilled to the home folder. A connection is not shared
between threads: each thread asks through its own cursor.
"""

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import narwhals as nw
from django.conf import settings

from hulul.kernel import files
from hulul.kernel.datasets import Dataset
from hulul.methods.tables import LOCATION
from hulul.warehouse.engines import parquet
from hulul.warehouse.engines.statements import Statement, ordered

if TYPE_CHECKING:
    import pyarrow as pa

_SQL_TYPES = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN"}
_BATCH = 50_000
# Of each process, a few megabytes each; two generations' worth of datasets that have a level.
_MOST_TABLES = 24


class DuckDB:
    name = "duckdb"

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._database: duckdb.DuckDBPyConnection | None = None
        self._process = 0
        self._own = threading.local()
        self._areas = Areas()

    @contextmanager
    def workshop(self) -> Iterator["DuckDBWorkshop"]:
        connection = _connect(threads=os.cpu_count() or 1)
        try:
            yield DuckDBWorkshop(connection)
        finally:
            connection.close()

    def rows(self, statement: Statement, names: Sequence[str]) -> list[tuple[Any, ...]]:
        paths = _paths(names)
        cursor = self._cursor()
        gazetteer = _paths(statement.places)
        places = ("read_parquet(?)", [gazetteer]) if gazetteer else ("", [])
        with _gone_is_told([*paths, *gazetteer]):
            if len(paths) == 1 and _is_about_areas(statement):
                text, values = statement.sql(self._areas.table(cursor, paths[0]), '"', places)
            else:
                text, values = statement.sql("read_parquet(?)", '"', places)
                values = [paths, *values]
            found: list[tuple[Any, ...]] = cursor.execute(text, values).fetchall()
        return found

    def batches(self, statement: Statement, names: Sequence[str]) -> "Iterator[pa.RecordBatch]":
        paths, gazetteer = _paths(names), _paths(statement.places)
        places = ("read_parquet(?)", [gazetteer]) if gazetteer else ("", [])
        text, values = statement.sql("read_parquet(?)", '"', places)
        # A cursor of its own: the thread may ask other questions while the rows are still being read.
        cursor = self._cursor().cursor()
        try:
            with _gone_is_told([*paths, *gazetteer]):
                reader: pa.RecordBatchReader = cursor.sql(text, params=[paths, *values]).to_arrow_reader(_BATCH)
                yield from reader
        finally:
            cursor.close()

    def _cursor(self) -> "duckdb.DuckDBPyConnection":
        """This thread's own cursor on this process's database; a forked child starts anew."""
        if self._process != os.getpid() or self._database is None:
            with self._lock:
                if self._process != os.getpid() or self._database is None:
                    self._database, self._own, self._process = _connect(threads=1), threading.local(), os.getpid()
                    self._areas = Areas()
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._own, "cursor", None)
        if cursor is None:
            cursor = self._own.cursor = self._database.cursor()
        return cursor


class Areas:
    """Rows above the level of locations, kept as tables in memory: few, and asked for by every page.

    A file's rows never change, so its table is made at the first question and forgotten when others are asked more.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tables: OrderedDict[str, str] = OrderedDict()

    def table(self, cursor: "duckdb.DuckDBPyConnection", path: str) -> str:
        """The name of the table that holds the areas' rows of a file."""
        with self._lock:
            if path in self._tables:
                self._tables.move_to_end(path)
                return self._tables[path]
            name = f"areas_{hashlib.sha256(path.encode()).hexdigest()[:24]}"
            cursor.execute(
                f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM read_parquet(?) WHERE level < ?",  # noqa: S608 - a hash
                [path, LOCATION],
            )
            self._tables[path] = name
            while len(self._tables) > _MOST_TABLES:
                _path, dropped = self._tables.popitem(last=False)
                cursor.execute(f"DROP TABLE IF EXISTS {dropped}")
            return name


def _is_about_areas(statement: Statement) -> bool:
    levels = dict(statement.where).get("level")
    asked = levels if isinstance(levels, tuple) else (levels,)
    return bool(asked) and all(isinstance(level, int) and level < LOCATION for level in asked)


class DuckDBWorkshop:
    def __init__(self, connection: "duckdb.DuckDBPyConnection") -> None:
        self._connection = connection

    def read(self, names: Sequence[str]) -> "nw.LazyFrame[Any]":
        return nw.from_native(self._connection.read_parquet(_paths(names)))

    def write(self, frame: "nw.LazyFrame[Any]", dataset: Dataset, path: Path) -> None:
        columns = ", ".join(f'CAST("{c.name}" AS {_SQL_TYPES[c.type]}) AS "{c.name}"' for c in dataset.columns)
        relation = frame.to_native().project(columns)
        order = dataset.order or dataset.key
        if order:
            relation = relation.order(ordered(order, '"'))
        relation.write_parquet(str(path), compression="zstd", row_group_size=parquet.ROW_GROUP)


def _paths(names: Sequence[str]) -> list[str]:
    return [str(files.local_path(name)) for name in names]


@contextmanager
def _gone_is_told(paths: Sequence[str]) -> Iterator[None]:
    """A file that was deleted after it was found is FileNotFoundError, as from the store itself."""
    try:
        yield
    except duckdb.IOException as error:
        gone = [path for path in paths if not Path(path).exists()]
        if gone:
            raise FileNotFoundError(gone[0]) from error
        raise


def _connect(*, threads: int) -> "duckdb.DuckDBPyConnection":
    """Answers take one thread each: a page's questions are small, and other readers wait for the processor."""
    spill = Path(settings.HULUL_HOME) / "tmp" / "duckdb"
    spill.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": settings.HULUL_DUCKDB_MEMORY,
            "temp_directory": str(spill),
            "threads": threads,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    connection.execute("SET parquet_metadata_cache = true")  # files never change
    connection.execute("SET lock_configuration = true")
    return connection
