"""Both engines answer alike; threads, object stores and retired files do not disturb them."""

import datetime as dt
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from hulul.kernel import datasets, files
from hulul.kernel.actors import SYSTEM, Actor, Held, Share
from hulul.kernel.errors import Invalid
from hulul.kernel.tiers import Tier
from hulul.methods import tables
from hulul.warehouse import actions, answers
from hulul.warehouse.datasets import MARTS
from hulul.warehouse.engines import spark
from hulul.warehouse.engines.duckdb import DuckDB
from hulul.warehouse.engines.statements import Statement
from hulul.warehouse.models import Generation
from hulul.warehouse.queries import Question, Range, ask, stream
from tests.warehouse import world
from tests.warehouse.conftest import Given
from tests.warehouse.world import stored

pytestmark = pytest.mark.django_db


def test_every_mart_is_the_same_on_duckdb_and_on_spark(given: Given, settings: Settings, spark_connect: str) -> None:
    given(world.tables())
    on_duckdb = actions.publish(SYSTEM)
    settings.HULUL_ENGINE, settings.HULUL_SPARK_URL = "spark", spark_connect
    on_spark = actions.publish(SYSTEM)

    assert (on_duckdb.engine, on_spark.engine) == ("duckdb", "spark")
    assert set(on_spark.manifest) == set(on_duckdb.manifest) >= {dataset.name for dataset in MARTS}
    given_here = {"places", "rounds", "counts", "breakdowns", *(dataset.name for dataset in MARTS)}
    for name in on_duckdb.manifest:
        one, other = stored(on_duckdb, name), stored(on_spark, name)
        assert one.num_rows > 0 or name not in given_here, f"{name} is empty: nothing was compared"
        assert dict(zip(one.schema.names, one.schema.types, strict=True)) == dict(
            zip(other.schema.names, other.schema.types, strict=True)
        ), name
        assert one.to_pylist() == other.to_pylist(), name


def test_a_question_has_the_same_answer_on_both(published: Generation, settings: Settings, spark_connect: str) -> None:
    questions = [
        Question("stocks", ("date", "households"), {"place": "XA01", "population": "idp"}, order=("-date",)),
        Question("changes", where={"level": (1, 4), "change_share": None}, order=("change_households",)),
        Question("flows", where={"date": Range(dt.date(2015, 1, 1), dt.date(2015, 3, 1))}, limit=7),
        Question("stocks", where={"level": 4}, group=("population",), sums=("households", "individuals")),
        Question("changes", ("place",), {"across_break": True, "place": ("XA", "' OR 1=1 --")}),
        Question("stocks", where={"place": ()}),
        Question("breakdowns", ("place", "households"), {"round": "dtm-idp-2015-01-10", "dimension": "origin"}),
    ]
    on_duckdb = [ask(SYSTEM, question).rows for question in questions]
    streamed = _streamed(questions[1])
    answers.cache.clear()
    settings.HULUL_ENGINE, settings.HULUL_SPARK_URL = "spark", spark_connect
    for question, expected in zip(questions, on_duckdb, strict=True):
        assert ask(SYSTEM, question).rows == expected, question
    assert [bool(rows) for rows in on_duckdb] == [True, True, True, True, True, False, True]
    assert _streamed(questions[1]) == streamed == on_duckdb[1]


def test_what_is_open_by_place_and_agreement_is_the_same_on_both(
    published: Generation, settings: Settings, spark_connect: str
) -> None:
    officer = Actor(
        user_id=1,
        name="officer",
        held=(Held("field_officer", None, "XA01Q01", Tier.RESTRICTED),),
        shares=(Share("early_warning", frozenset({"momd"}), Tier.RESTRICTED, "XA02"),),
    )
    question = Question("alerts", ("round", "place", "households"))
    on_duckdb = ask(officer, question).rows
    assert 0 < len(on_duckdb) < len(ask(SYSTEM, question).rows)
    answers.cache.clear()
    settings.HULUL_ENGINE, settings.HULUL_SPARK_URL = "spark", spark_connect
    assert ask(officer, question).rows == on_duckdb


def _streamed(question: Question) -> list[tuple[Any, ...]]:
    _generation, _columns, batches = stream(SYSTEM, question)
    return [tuple(row.values()) for batch in batches for row in batch.to_pylist()]


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_a_generation_whose_files_are_gone_is_told_so(
    published: Generation, settings: Settings, request: pytest.FixtureRequest, engine: str
) -> None:
    if engine == "spark":
        settings.HULUL_SPARK_URL = request.getfixturevalue("spark_connect")
    settings.HULUL_ENGINE = engine
    files.delete(published.manifest["stocks"]["files"][0]["name"])
    with pytest.raises(FileNotFoundError):
        ask(SYSTEM, Question("stocks", limit=1))


def test_a_reader_whose_generation_is_retired_meanwhile_gets_the_next(
    published: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = DuckDB.rows
    first = iter([True])

    def gone(*arguments: Any) -> Any:
        if next(first, False):
            raise FileNotFoundError("retired")
        return answered(*arguments)

    monkeypatch.setattr(DuckDB, "rows", gone)
    assert ask(SYSTEM, Question("stocks", limit=1)).rows


def test_spark_without_an_address_or_a_way_to_the_files_says_what_to_set(
    published: Generation, settings: Settings, tmp_path: Path
) -> None:
    settings.HULUL_ENGINE = "spark"
    with pytest.raises(Invalid, match="HULUL_SPARK_URL"):
        ask(SYSTEM, Question("stocks"))
    settings.HULUL_SPARK_FILES = "s3a://bucket/hulul/"
    assert spark.address("warehouse/x.parquet") == "s3a://bucket/hulul/warehouse/x.parquet"
    settings.HULUL_SPARK_FILES = ""
    assert spark.address("warehouse/x.parquet") == str(tmp_path / "files" / "warehouse" / "x.parquet")


def test_a_session_that_the_server_forgot_is_opened_again(settings: Settings, spark_connect: str) -> None:
    settings.HULUL_SPARK_URL = spark_connect
    spark.session().client.release_session()
    assert spark.session().sql("SELECT 1 AS one").toArrow().to_pylist() == [{"one": 1}]


def test_spark_needs_to_know_how_it_sees_an_object_store(s3: None) -> None:
    with pytest.raises(Invalid, match="HULUL_SPARK_FILES"):
        spark.address("warehouse/x.parquet")


def test_threads_ask_at_the_same_time(published: Generation) -> None:
    expected = ask(SYSTEM, Question("stocks", ("place", "households"), {"level": 2})).rows
    engine = DuckDB()
    statement = Statement(
        columns=(datasets.get("stocks").column("place"), datasets.get("stocks").column("households")),
        sums=(), grouped=False, where=(("level", 2),), order=datasets.get("stocks").order, limit=None,
    )  # fmt: skip
    names = [file["name"] for file in published.manifest["stocks"]["files"]]
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: engine.rows(statement, names), range(64)):
            assert found == expected


def test_a_generation_is_published_to_and_read_from_an_object_store(
    given: Given,
    s3: None,
    home: Path,
    db: None,
) -> None:
    given(world.tables(4))
    generation = actions.publish(SYSTEM)
    assert not (home / "files").exists()
    shutil.rmtree(home / "cache")  # another machine, which has nothing yet
    expected = sum(row["households"] for row in world.tables(4)["counts"].to_pylist())
    assert ask(SYSTEM, Question("counts", sums=("households",))).rows == [(expected,)]
    assert {path.name for path in (home / "cache").rglob("*.parquet")} == {
        Path(file["name"]).name for file in generation.manifest["counts"]["files"]
    }


def test_marts_have_the_columns_and_types_of_the_methods() -> None:
    types = {
        tables.TEXT: "text", tables.WHOLE: "integer", tables.REAL: "number", tables.DATE: "date",
        tables.TRUTH: "boolean",
    }  # fmt: skip
    for dataset in MARTS:
        schema = getattr(tables, dataset.name.upper())
        assert [(c.name, c.type) for c in dataset.columns] == [(n, types[t]) for n, t in schema.items()], dataset.name
        assert all(column.hxl.startswith("#") for column in dataset.columns), dataset.name
        assert set(dataset.key) <= set(dataset.order), "the order must be total"
