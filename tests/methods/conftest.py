"""Both engines for every method: DuckDB in the process, and a real Spark Connect server (Sail) on the loopback."""

from collections.abc import Iterator
from typing import Any

import duckdb
import narwhals as nw
import pytest

from tests.methods.small_country import Load


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer(ip="127.0.0.1", port=0)
    server.start(background=True)
    _, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").create()
    yield session
    session.stop()
    server.stop()


@pytest.fixture
def on_duckdb() -> Iterator[Load]:
    with duckdb.connect() as connection:
        yield lambda table: nw.from_native(connection.from_arrow(table))


@pytest.fixture
def on_spark(spark: Any) -> Load:
    return lambda table: nw.from_native(spark.createDataFrame(table))


@pytest.fixture(params=["duckdb", "spark"])
def load(request: pytest.FixtureRequest) -> Load:
    """A test that asks for `load` runs once on each engine."""
    loader: Load = request.getfixturevalue(f"on_{request.param}")
    return loader
