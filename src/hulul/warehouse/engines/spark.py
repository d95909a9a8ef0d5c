"""Apache Spark through Spark Connect (`pip install hulul[spark]`): the cluster reads the same Parquet files.

HULUL_SPARK_URL says where the cluster listens, HULUL_SPARK_FILES how it sees the store (s3a://bucket, or a folder that
all its machines mount); empty means the same paths as on this machine. Results come back as Arrow and are written
here, so that a generation has the same files whichever engine computed it; a mart must fit in this process's memory.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.translation import gettext as _

from hulul.kernel import files
from hulul.kernel.datasets import Dataset
from hulul.kernel.errors import Invalid
from hulul.warehouse.engines import parquet
from hulul.warehouse.engines.statements import Statement

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 50_000


class Spark:
    name = "spark"

    @contextmanager
    def workshop(self) -> Iterator["SparkWorkshop"]:
        yield SparkWorkshop(session())

    def rows(self, statement: Statement, names: Sequence[str]) -> list[tuple[Any, ...]]:
        table = self._table(statement, names)
        return list(zip(*(column.to_pylist() for column in table.columns), strict=True))

    def batches(self, statement: Statement, names: Sequence[str]) -> "Iterator[pa.RecordBatch]":
        yield from self._table(statement, names).to_batches(_BATCH)

    def _table(self, statement: Statement, names: Sequence[str]) -> "pa.Table":
        spark = session()
        places = _view(spark, statement.places) if statement.places else ""
        text, values = statement.sql(_view(spark, names), "`", (places, []))
        return spark.sql(text, args=values).toArrow()


def _view(spark: Any, names: Sequence[str]) -> str:
    """The name of a view of these files. FileNotFoundError when one is gone."""
    for name in names:
        if not files.exists(name):
            raise FileNotFoundError(name)
    view = "v" + hashlib.sha256("\n".join(names).encode()).hexdigest()
    spark.read.parquet(*(address(name) for name in names)).createOrReplaceTempView(view)
    return view


class SparkWorkshop:
    def __init__(self, spark: Any) -> None:
        self._spark = spark

    def read(self, names: Sequence[str]) -> "nw.LazyFrame[Any]":
        paths = [address(name) for name in names]
        frame: nw.LazyFrame[Any] = nw.from_native(self._spark.read.parquet(*paths))
        return frame

    def write(self, frame: "nw.LazyFrame[Any]", dataset: Dataset, path: Path) -> None:
        parquet.write(frame.to_native().toArrow(), dataset, path)


def session() -> Any:
    """The session of this process; a new one when the server has forgotten it, as servers do after some idle time."""
    if not settings.HULUL_SPARK_URL:
        raise Invalid(_("HULUL_SPARK_URL is empty: give the Spark Connect address, for example sc://spark:15002."))
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.remote(settings.HULUL_SPARK_URL)
    spark = builder.getOrCreate()
    if _is_forgotten(spark):
        spark.stop()
        spark = builder.getOrCreate()
    return spark


def _is_forgotten(spark: Any) -> bool:
    """Whether the server knows this session no more. A server that does not answer is told where it is asked."""
    from pyspark.errors.exceptions.connect import SparkConnectException

    try:
        spark.conf.get("spark.sql.session.timeZone")
    except SparkConnectException as error:
        return "session" in str(error).lower()
    return False


def address(name: str) -> str:
    """How the cluster sees a file of the store."""
    if settings.HULUL_SPARK_FILES:
        return f"{settings.HULUL_SPARK_FILES.rstrip('/')}/{name}"
    if isinstance(default_storage, FileSystemStorage):
        return default_storage.path(name)
    raise Invalid(
        _("The files are in an object store: say in HULUL_SPARK_FILES how Spark sees it, for example s3a://bucket.")
    )
