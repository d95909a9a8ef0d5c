"""Publishing: all or nothing, once, and only what changed is computed again."""

import os
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
from hulul.kernel.datasets import Dataset
from hulul.kernel.errors import Conflict, Denied
from hulul.places.events import PlacesChanged
from hulul.tracking.events import RoundAccepted, RoundWithdrawn
from hulul.warehouse import actions, answers, building, tasks
from hulul.warehouse.datasets import MARTS
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
    assert published.manifest.keys() == set(datasets.registered())
    for name in ("places", "rounds", "counts", "breakdowns", *(dataset.name for dataset in MARTS)):
        entry = published.manifest[name]
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
