"""Every mart is the same table on DuckDB and on Spark, cell by cell."""

import pyarrow.parquet as pq
import pytest

from hulul.kernel import datasets, files
from hulul.kernel.actors import SYSTEM
from hulul.warehouse import actions, engines, marts
from hulul.warehouse.queries import Question, Range, ask, stream
from tests.warehouse import world
from tests.warehouse.conftest import Given

pytestmark = pytest.mark.django_db


def test_every_mart_is_the_same_on_duckdb_and_on_spark(given: Given, settings, spark_connect: str) -> None:
    given(world.tables())
    on_duckdb = actions.publish(SYSTEM)
    settings.HULUL_ENGINE, settings.HULUL_SPARK_URL = "spark", spark_connect
    on_spark = actions.publish(SYSTEM)

    assert (on_duckdb.engine, on_spark.engine) == ("duckdb", "spark")
    assert set(on_spark.manifest) == set(on_duckdb.manifest) >= {mart.dataset.name for mart in marts.current()}
    for name, entry in on_duckdb.manifest.items():
        one = pq.read_table(files.local_path(entry["file"]))
        other = pq.read_table(files.local_path(on_spark.manifest[name]["file"]))
        assert one.num_rows > 0, f"{name} is empty: nothing was compared"
        assert list(zip(one.schema.names, one.schema.types, strict=True)) == list(
            zip(other.schema.names, other.schema.types, strict=True)
        ), name
        assert one.to_pylist() == other.to_pylist(), name
