"""Both engines for every method: DuckDB in the process, and a real Spark Connect server (Sail) on the loopback."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.methods.small_country import Frame, Load
from tests.spark import spark_connect  # noqa: F401 - a fixture


@pytest.fixture(scope="session")
def spark(spark_connect: str) -> Iterator[Any]:  # noqa: F811 - the fixture itself
    from pyspark.sql import SparkSession

    session = SparkSession.builder.remote(spark_connect).create()
    yield session
    session.stop()


@pytest.fixture
def on_duckdb() -> Iterator[Load]:
    with duckdb.connect() as connection:
        yield lambda table: nw.from_native(connection.from_arrow(table))


@pytest.fixture
def on_spark(spark: Any, tmp_path: Path) -> Load:
    """Through a Parquet file, as the warehouse does."""

    def load(table: pa.Table) -> Frame:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.parquet"
        pq.write_table(table, path)
        return nw.from_native(spark.read.parquet(str(path)))

    return load


@pytest.fixture(params=["duckdb", "spark"])
def load(request: pytest.FixtureRequest) -> Load:
    """A test that asks for `load` runs once on each engine; test_engines.py compares the engines on everything."""
    loader: Load = request.getfixturevalue(f"on_{request.param}")
    return loader
