"""Every mart is the same table on DuckDB and on Spark, cell by cell."""

import pytest

from hulul.kernel.actors import SYSTEM
from hulul.warehouse import actions
from hulul.warehouse.datasets import MARTS
from tests.warehouse import world
from tests.warehouse.conftest import Given
from tests.warehouse.world import stored

pytestmark = pytest.mark.django_db


def test_every_mart_is_the_same_on_duckdb_and_on_spark(given: Given, settings, spark_connect: str) -> None:
    given(world.tables())
    on_duckdb = actions.publish(SYSTEM)
    settings.HULUL_ENGINE, settings.HULUL_SPARK_URL = "spark", spark_connect
    on_spark = actions.publish(SYSTEM)

    assert (on_duckdb.engine, on_spark.engine) == ("duckdb", "spark")
    assert set(on_spark.manifest) == set(on_duckdb.manifest) >= {dataset.name for dataset in MARTS}
    for name in on_duckdb.manifest:
        one, other = stored(on_duckdb, name), stored(on_spark, name)
        assert one.num_rows > 0, f"{name} is empty: nothing was compared"
        assert dict(zip(one.schema.names, one.schema.types, strict=True)) == dict(
            zip(other.schema.names, other.schema.types, strict=True)
        ), name
        assert one.to_pylist() == other.to_pylist(), name
