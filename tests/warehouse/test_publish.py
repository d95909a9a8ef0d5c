"""Publishing: all or nothing, once, and only what changed is computed again."""

import datetime as dt
import os
import random
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from hulul.audit.models import Event
from hulul.kernel import clock, datasets, events, files
from hulul.kernel.actors import ANONYMOUS, SYSTEM
from hulul.kernel.datasets import Dataset, Files
from hulul.kernel.errors import Conflict, Denied
from hulul.places.events import PlacesChanged
from hulul.tracking.events import RoundAccepted, RoundWithdrawn
from hulul.warehouse import actions, answers, building, tasks
from hulul.warehouse.datasets import MARTS
from hulul.warehouse.engines import parquet
from hulul.warehouse.events import GenerationPublished
from hulul.warehouse.models import Generation
from hulul.warehouse.queries import Question, ask, current_generation
from tests.warehouse import world
from tests.warehouse.conftest import Given

pytestmark = pytest.mark.django_db

State = Generation.State


def versions(number: int, rows: int = 500) -> dict[str, Dataset]:
    """Two datasets whose every row says which version it is: a reader who sees two versions at once is caught."""
    schema = pa.schema([("id", pa.int64()), ("version", pa.int64())])
    table = pa.table({"id": list(range(rows)), "version": [number] * rows}, schema)
    columns = tuple(datasets.Column(name, "integer", name) for name in ("id", "version"))
    return {
        name: Dataset(name, name, name, columns, ("id",), source=lambda: table, order=("id",))
        for name in ("left", "right")
    }


def test_a_generation_lists_every_file_with_its_checksum_and_rows(published: Generation) -> None:
    assert published.manifest.keys() == {"places", "rounds", "counts", "breakdowns", *(d.name for d in MARTS)}
    for name, entry in published.manifest.items():
        for file in entry["files"]:
            path = files.local_path(file["name"])
            assert (file["sha256"], file["bytes"]) == (files.sha256(path), path.stat().st_size)
        assert sum(file["rows"] for file in entry["files"]) == world.stored(published, name).num_rows > 0
    assert (published.state, published.engine) == (State.PUBLISHED, "duckdb")
    assert published.started_at <= published.published_at == published.finished_at


def test_publishing_is_audited_and_told(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[GenerationPublished] = []
    events.subscribe(GenerationPublished, told.append)
    given(world.tables(4))
    generation = actions.publish(SYSTEM)
    assert told == [GenerationPublished(generation.number)]
    event = Event.objects.get(verb="publish")
    assert (event.object_id, event.detail["rows"]["rounds"]) == (str(generation.number), 10)


def test_nothing_is_built_when_nothing_changed(published: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "build", lambda *_: pytest.fail("it was built again"))
    assert actions.publish(SYSTEM) == published
    assert Generation.objects.count() == 1


def test_only_administrators_publish_and_sweep() -> None:
    for action in (actions.publish, actions.sweep):
        with pytest.raises(Denied):
            action(ANONYMOUS)


def test_a_failure_while_building_leaves_what_was_published(
    published: Generation, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(world.tables(6))
    monkeypatch.setattr(files, "keep", _fail_on("stocks"))
    with pytest.raises(OSError, match="disk full"):
        actions.publish(SYSTEM)
    failed = Generation.objects.get(number=2)
    assert (failed.state, failed.message) == (State.FAILED, "OSError: disk full")
    assert current_generation() == published
    assert len(ask(ANONYMOUS, Question("rounds")).rows) == 34
    monkeypatch.undo()


def _fail_on(part: str) -> Any:
    keep = files.keep

    def failing(path: Path, name: str) -> None:
        if part in name:
            raise OSError("disk full")
        keep(path, name)

    return failing


def test_what_a_failed_build_left_is_swept_and_the_next_build_succeeds(
    published: Generation, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(world.tables(6))
    with monkeypatch.context() as patch:
        patch.setattr(files, "keep", _fail_on("breakdown_stocks"))
        with pytest.raises(OSError, match="disk full"):
            actions.publish(SYSTEM)
    orphan = Generation.objects.get(number=2).manifest["stocks"]["files"][0]["name"]
    assert files.exists(orphan)
    assert actions.sweep(SYSTEM) >= 1
    assert not files.exists(orphan)
    given(world.tables(6))
    assert actions.publish(SYSTEM).number == 3


@pytest.mark.django_db(transaction=True)
def test_readers_see_one_version_whole_while_others_are_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets, "_datasets", versions(0))
    actions.publish(SYSTEM)
    done, seen = threading.Event(), set()

    def read() -> None:
        try:
            while not done.is_set():
                answers.cache.clear()
                found = ask(SYSTEM, Question("left", ("version",)))
                assert len(found.rows) == 500
                assert len(set(found.rows)) == 1
                seen.add((found.generation, found.rows[0][0]))
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        try:
            for number in range(1, 8):
                monkeypatch.setattr(datasets, "_datasets", versions(number))
                actions.publish(SYSTEM)
        finally:
            done.set()
        for reader in readers:
            reader.result()
    assert len(seen) > 1
    assert all(generation == version + 1 for generation, version in seen)


@pytest.mark.django_db(transaction=True)
def test_a_build_killed_at_any_moment_leaves_the_old_generation(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setattr(datasets, "_datasets", versions(0))
    old = actions.publish(SYSTEM)
    monkeypatch.setattr(datasets, "_datasets", versions(1))
    keep = files.keep
    for moment in ("before", "after"):

        def die(path: Path, name: str, moment: str = moment) -> None:
            if moment == "after":
                keep(path, name)
            os.kill(os.getpid(), signal.SIGKILL)

        monkeypatch.setattr(files, "keep", die)
        connection.close()
        child = os.fork()
        if child == 0:  # pragma: no cover - dies
            actions.publish(SYSTEM)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        assert current_generation() == old
        assert set(ask(SYSTEM, Question("left", ("version",))).rows) == {(0,)}
    monkeypatch.setattr(files, "keep", keep)
    killed = Generation.objects.filter(state=State.BUILDING)
    assert killed.count() == 2

    later = clock.now() + timedelta(hours=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    new = actions.publish(SYSTEM)
    assert [(one.state, one.manifest) for one in Generation.objects.filter(number__in=(2, 3))] == [
        (State.FAILED, {})
    ] * 2
    assert set(ask(SYSTEM, Question("left", ("version",))).rows) == {(1,)}
    stored = {path.name for path in (home / "files" / "warehouse").rglob("*.parquet")}
    assert stored == {Path(f["name"]).name for g in (old, new) for e in g.manifest.values() for f in e["files"]}


def test_old_generations_are_retired_only_when_nobody_can_still_read_them(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    for number in range(5):
        monkeypatch.setattr(datasets, "_datasets", versions(number))
        actions.publish(SYSTEM)
    assert Generation.objects.filter(state=State.PUBLISHED).count() == 5
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert actions.sweep(SYSTEM) == 4
    kept = Generation.objects.filter(state=State.PUBLISHED)
    assert sorted(kept.values_list("number", flat=True)) == [3, 4, 5]
    assert len(list((home / "files" / "warehouse").rglob("*.parquet"))) == 6
    assert Event.objects.filter(verb="retire").count() == 2
    assert actions.sweep(SYSTEM) == 0


def test_the_build_that_began_later_wins_when_two_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    build = building.build

    def slow(*arguments: Any) -> None:
        monkeypatch.setattr(building, "build", build)
        monkeypatch.setattr(datasets, "_datasets", versions(2))
        actions.publish(SYSTEM)  # another process, meanwhile, with newer records
        build(*arguments)

    monkeypatch.setattr(datasets, "_datasets", versions(1))
    monkeypatch.setattr(building, "build", slow)
    assert actions.publish(SYSTEM).number == 1
    assert current_generation().number == 2
    assert ask(SYSTEM, Question("left", ("version",), limit=1)).rows == [(2,)]


def test_a_build_that_was_given_up_does_not_become_current(monkeypatch: pytest.MonkeyPatch) -> None:
    build = building.build

    def slow(*arguments: Any) -> None:
        build(*arguments)
        Generation.objects.update(state=State.FAILED)

    monkeypatch.setattr(datasets, "_datasets", versions(1))
    monkeypatch.setattr(building, "build", slow)
    with pytest.raises(Conflict):
        actions.publish(SYSTEM)
    assert not Generation.objects.filter(state=State.PUBLISHED).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("event", [RoundAccepted("r", 1), RoundWithdrawn("r", 1), PlacesChanged(1)])
def test_news_from_lower_rooms_asks_for_one_publication_however_often(event: object) -> None:
    for _ in range(3):
        with transaction.atomic():
            events.publish(event)
    assert DBTaskResult.objects.filter(task_path=tasks.publish.module_path).count() == 1


@pytest.mark.django_db(transaction=True)
def test_news_during_a_publication_asks_for_another() -> None:
    tasks.request_publish()
    DBTaskResult.objects.update(status="RUNNING")
    tasks.request_publish()
    tasks.request_publish()
    assert DBTaskResult.objects.count() == 2


def test_news_that_is_rolled_back_asks_for_nothing() -> None:
    with transaction.atomic():
        events.publish(PlacesChanged(1))
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


# -- Only what changed ------------------------------------------------------------------------------------------------


class Operation:
    """The made-up operation, divided into stored files by round as tracking divides it, with rounds that change."""

    def __init__(self) -> None:
        self.tables = world.tables()
        self.rounds = {row["round"]: dict(row) for row in self.tables["rounds"].to_pylist()}
        self.places = self.tables["places"].to_pylist()
        self.rows = {
            name: {code: _of(self.tables[name], code) for code in self.rounds} for name in ("counts", "breakdowns")
        }
        self.revision = dict.fromkeys(self.rounds, 0)

    def sources(self) -> dict[str, Dataset]:
        codes = sorted(self.rounds)
        base = {
            "places": pa.Table.from_pylist(self.places, schema=parquet.schema(datasets.get("places"))),
            "rounds": pa.Table.from_pylist(self._numbered(), schema=parquet.schema(datasets.get("rounds"))),
            **{name: Files(tuple(self._store(name, code) for code in codes), tuple(codes)) for name in self.rows},
        }
        return world.sources(base)

    def _numbered(self) -> list[dict[str, Any]]:
        """Rounds with their number in the series, which a round in between changes for all after it."""
        rows = []
        for series in {(row["source"], row["population"]) for row in self.rounds.values()}:
            same = [row for row in self.rounds.values() if (row["source"], row["population"]) == series]
            ordered = sorted(same, key=lambda row: row["date"])
            rows += [row | {"sequence": number} for number, row in enumerate(ordered, start=1)]
        return sorted(rows, key=lambda row: row["round"])

    def _store(self, name: str, code: str) -> str:
        stored = f"rounds/{code}/{self.revision[code]}.{name}.parquet"
        path = files.new_path(".parquet")
        parquet.write(self.rows[name][code], datasets.get(name), path)
        files.keep(path, stored)
        return stored

    # What may happen between two publications.

    def withdraw(self, dice: random.Random) -> None:
        self.rounds.pop(dice.choice(sorted(self.rounds)))

    def correct(self, dice: random.Random) -> None:
        code = dice.choice(sorted(self.rounds))
        self.revision[code] += 1
        for name, tables in self.rows.items():
            changed = [row | {"households": row["households"] + dice.randint(0, 9)} for row in tables[code].to_pylist()]
            tables[code] = pa.Table.from_pylist(changed, schema=parquet.schema(datasets.get(name)))

    def add(self, dice: random.Random) -> None:
        like = self.rounds[dice.choice(sorted(code for code in self.rounds if code.startswith("dtm")))]
        date = like["date"] + dt.timedelta(days=dice.randint(-40, 40))
        code = f"dtm-{like['population']}-{date}"
        if code in self.rounds:
            return
        self.rounds[code] = like | {"round": code, "date": date}
        self.revision[code] = self.revision.get(code, 0) + 1
        for name, tables in self.rows.items():
            moved = [row | {"round": code} for row in tables[like["round"]].to_pylist()]
            tables[code] = pa.Table.from_pylist(moved, schema=parquet.schema(datasets.get(name)))

    def break_series(self, dice: random.Random) -> None:
        code = dice.choice(sorted(self.rounds))
        self.rounds[code] = self.rounds[code] | {"segment": dice.randint(1, 3)}

    def record_a_place(self, dice: random.Random) -> None:
        like = dice.choice([place for place in self.places if place["level"] == 4])
        self.places = [*self.places, like | {"code": f"new-{len(self.places)}"}]

    def move_a_place(self, dice: random.Random) -> None:
        place, other = dice.sample([place for place in self.places if place["level"] == 4], 2)
        same = {name: other[name] for name in ("adm1", "adm2", "adm3", "parent")}
        self.places = [row | same if row["code"] == place["code"] else row for row in self.places]

    def rename_a_place(self, dice: random.Random) -> None:
        place = dice.choice(self.places)
        self.places = [row | {"name_en": "Renamed"} if row["code"] == place["code"] else row for row in self.places]


def _of(table: pa.Table, code: str) -> pa.Table:
    return table.filter(pa.compute.equal(table["round"], code))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_what_is_computed_round_by_round_equals_what_is_computed_at_once(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice, operation = random.Random(seed), Operation()  # noqa: S311 - not a secret
    monkeypatch.setattr(datasets, "_datasets", operation.sources())
    actions.publish(SYSTEM)
    happenings = [
        operation.withdraw, operation.correct, operation.add, operation.break_series, operation.record_a_place,
        operation.move_a_place, operation.rename_a_place,
    ]  # fmt: skip
    for happening in dice.sample(happenings, 3):
        happening(dice)
        happening(dice)
        monkeypatch.setattr(datasets, "_datasets", operation.sources())
        step_by_step = {d.name: world.stored(actions.publish(SYSTEM), d.name).to_pylist() for d in MARTS}
    Generation.objects.all().delete()
    _forget_files()
    at_once = actions.publish(SYSTEM)
    for dataset in MARTS:
        assert step_by_step[dataset.name] == world.stored(at_once, dataset.name).to_pylist(), dataset.name


def _forget_files() -> None:
    from django.core.files.storage import default_storage

    for path in Path(default_storage.path("warehouse")).rglob("*.parquet"):
        path.unlink()


def test_a_new_round_computes_only_itself_and_its_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    operation = Operation()
    last = max(code for code in operation.rounds if code.startswith("dtm-idp"))
    newest = operation.rounds.pop(last)
    monkeypatch.setattr(datasets, "_datasets", operation.sources())
    actions.publish(SYSTEM)
    operation.rounds[last] = newest
    monkeypatch.setattr(datasets, "_datasets", operation.sources())
    touched: dict[str, tuple[int, int]] = {}
    renewed = building.Builder._renewed

    def watch(self: Any, workshop: Any, mart: Any, increment: Any, seen: Any, before: Any) -> Any:
        touched[mart.dataset.name] = (len(seen.rows), len(seen.needed))
        return renewed(self, workshop, mart, increment, seen, before)

    monkeypatch.setattr(building.Builder, "_renewed", watch)
    actions.publish(SYSTEM)
    assert touched == {
        "stocks": (1, 1),
        "changes": (1, 2),
        "breakdown_stocks": (1, 1),
        "return_rates": (3, 5),
        "alerts": (1, 13),
    }


def test_stored_rounds_are_referred_to_and_never_deleted_with_a_generation(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    operation = Operation()
    for _ in range(5):
        operation.rounds.pop(sorted(operation.rounds)[0])
        monkeypatch.setattr(datasets, "_datasets", operation.sources())
        generation = actions.publish(SYSTEM)
    assert all(file["name"].startswith("rounds/") for file in generation.manifest["counts"]["files"])
    before = set((home / "files" / "rounds").rglob("*.parquet"))
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert actions.sweep(SYSTEM) > 0
    assert set((home / "files" / "rounds").rglob("*.parquet")) == before
