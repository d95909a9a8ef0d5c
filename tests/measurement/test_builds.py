"""What becomes of builds: standing and withdrawn, killed and run again, made again and compared, and who reads what."""

import datetime as dt
import os
import time
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from hulul.agencies.access import actor_for
from hulul.audit.models import Event
from hulul.kernel import clock, files
from hulul.kernel.actors import ANONYMOUS, SYSTEM
from hulul.kernel.errors import Conflict, Denied, Invalid, NotFound
from hulul.kernel.models import Job
from hulul.measurement import actions, queries, tasks
from hulul.measurement.models import Build
from hulul.warehouse import actions as warehouse
from hulul.warehouse.queries import Question, ask
from tests.agencies.people import person
from tests.measurement import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def locations(home: Path) -> list[str]:
    return world.places()


@pytest.fixture
def survey(locations: list[str]) -> str:
    world.active(world.framework())
    return world.survey(world.answers(locations))


@pytest.fixture
def build(survey: str) -> Build:
    return world.built(actions.Order(survey=survey, runs=30, permutations=99))


def test_one_build_of_an_assessment_stands(survey: str, build: Build) -> None:
    other = world.built(actions.Order(survey=survey, runs=0))
    actions.stand(SYSTEM, build.pk)
    actions.stand(SYSTEM, other.pk)
    build.refresh_from_db()
    assert not build.stands
    assert queries.standing(ANONYMOUS, "tiny-index-2024-01-31") == other
    with pytest.raises(Conflict):
        actions.stand(SYSTEM, other.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Build.objects.filter(pk=build.pk).update(stands=True)


def test_a_withdrawn_build_says_why_and_stands_no_more(build: Build) -> None:
    actions.stand(SYSTEM, build.pk)
    with pytest.raises(Invalid):
        actions.withdraw(SYSTEM, build.pk, " ")
    actions.withdraw(SYSTEM, build.pk, "Wrong answers from the north.")
    assert queries.standing(SYSTEM, build.assessment) is None
    with pytest.raises(Conflict):
        actions.withdraw(SYSTEM, build.pk, "Again and again.")
    assert list(Event.objects.filter(object_id=str(build.pk)).order_by("pk").values_list("verb", flat=True)) == [
        "start_build", "build", "stand_build", "withdraw_build",
    ]  # fmt: skip


def test_only_those_who_may_measure_build_and_decide(build: Build, survey: str) -> None:
    reader = actor_for(person("Rebin", coordinator=""))
    for attempt in (
        lambda: actions.start_build(reader, actions.Order(survey=survey)),
        lambda: actions.run_build(reader, build.pk),
        lambda: actions.stand(reader, build.pk),
        lambda: actions.withdraw(reader, build.pk, "No reason at all."),
        lambda: actions.replay(reader, build.pk),
        lambda: actions.load_framework(reader, world.framework()),
        lambda: actions.activate(reader, "tiny-index", "1"),
        lambda: actions.retire(reader, "tiny-index", "1"),
        lambda: actions.sweep(reader),
    ):
        with pytest.raises(Denied):
            attempt()
    keeper = actor_for(person("Amina", information_manager=""))
    assert actions.stand(keeper, build.pk).stands


def test_a_build_that_does_not_stand_is_nothing_to_others(build: Build) -> None:
    with pytest.raises(NotFound):
        queries.build(ANONYMOUS, build.pk)
    actions.stand(SYSTEM, build.pk)
    assert queries.build(ANONYMOUS, build.pk) == build


def test_running_a_build_twice_makes_it_once(build: Build) -> None:
    again = actions.run_build(SYSTEM, build.pk)
    assert again.finished_at == build.finished_at
    assert Event.objects.filter(verb="build", object_id=str(build.pk)).count() == 1


def test_a_build_that_is_killed_leaves_nothing_standing_and_is_made_when_run_again(
    survey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(done: int, total: int, message: str = "") -> None:
        if done == 3:
            raise Killed

    begun = actions.start_build(SYSTEM, actions.Order(survey=survey, runs=20, stand=True))
    with pytest.raises(Killed):
        actions.run_build(SYSTEM, begun.pk, killed)
    begun.refresh_from_db()
    assert begun.state == Build.State.RUNNING
    assert begun.files == {}
    assert queries.standing(SYSTEM, begun.assessment) is None
    read = dict(begun.inputs)
    made = actions.run_build(SYSTEM, begun.pk)
    assert made.stands
    assert made.inputs == read


def test_what_killed_builds_left_is_swept_after_a_day(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    stray = files.new_path()
    stray.write_bytes(b"left")
    files.keep(stray, "builds/left.parquet")
    begun = actions.start_build(SYSTEM, actions.Order(survey="dtm-tiny-index-2024-01-31", runs=0))
    assert actions.sweep(SYSTEM) == 0
    yesterday = time.time() - 2 * 86400
    for name in (*actions.orphans(dt.timedelta(0)), *(kept["name"] for kept in build.files.values())):
        os.utime(files.local_path(name), (yesterday, yesterday))
    later = clock.now() + dt.timedelta(hours=7)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert actions.sweep(SYSTEM) == 2
    assert not files.exists("builds/left.parquet")
    assert all(files.exists(kept["name"]) for kept in (build.files | build.inputs).values())
    begun.refresh_from_db()
    assert begun.state == Build.State.FAILED


def test_the_same_inputs_and_seed_give_the_same_tables(build: Build) -> None:
    found = actions.replay(SYSTEM, build.pk)
    assert found.is_same
    assert found.same_code


def test_replaying_says_which_step_and_table_differ(build: Build) -> None:
    Build.objects.filter(pk=build.pk).update(seed=2)
    found = actions.replay(SYSTEM, build.pk)
    assert found.differs[0] in ("concerns", "severity")
    assert "severity" in found.differs
    assert found.first_step == "doubt_measured"


def test_replaying_refuses_inputs_that_are_not_what_they_were(build: Build) -> None:
    path = files.local_path(build.inputs["places"]["name"])
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(Conflict) as refused:
        actions.replay(SYSTEM, build.pk)
    assert refused.value.code == "input_changed"


def test_replaying_does_not_see_places_that_changed_since(build: Build) -> None:
    from hulul.places.models import Place

    Place.objects.filter(level=4).update(lat=1.0)
    assert actions.replay(SYSTEM, build.pk).is_same


def test_comparing_builds_says_what_differs_and_which_indicators_moved_a_place(
    build: Build, locations: list[str]
) -> None:
    import pyarrow as pa

    table = world.answers(locations)
    rows = list(zip(table["place"].to_pylist(), table["indicator"].to_pylist(), strict=True))
    changed = [
        "none" if row == (locations[0], "water") else answer
        for row, answer in zip(rows, table["answer"].to_pylist(), strict=True)
    ]
    code = world.survey(table.set_column(5, "answer", pa.array(changed, pa.string())))
    other = world.built(actions.Order(survey=code, runs=30, permutations=99))
    found = queries.compare(SYSTEM, build.pk, other.pk)
    assert found.causes == ("survey",)
    assert found.changed == 1
    first = found.places[0]
    assert first.place == locations[0]
    assert first.drivers[0][0] == "water"
    assert sum(points for _code, points in first.drivers) == pytest.approx(first.change)
    assert queries.compare(SYSTEM, build.pk, build.pk).causes == ()


def test_a_task_builds_in_the_background_and_its_job_tells_how_it_went(survey: str) -> None:
    begun = tasks.start_building(SYSTEM, actions.Order(survey=survey, runs=0))
    assert DBTaskResult.objects.filter(task_path=tasks.run_build.module_path).count() == 1
    tasks.run_build.func(str(begun.pk), str(begun.job_id), None)
    begun.refresh_from_db()
    assert begun.state == Build.State.DONE
    assert Job.objects.get(pk=begun.job_id).state == Job.State.DONE


def test_a_build_made_at_once_ends_its_job_whatever_becomes_of_it(survey: str) -> None:
    made = actions.build_now(SYSTEM, actions.Order(survey=survey, runs=0))
    assert Job.objects.get(pk=made.job_id).state == Job.State.DONE
    world.survey(world.answers(["nowhere"]), world.SECOND)
    with pytest.raises(Invalid):
        actions.build_now(SYSTEM, actions.Order(survey="dtm-tiny-index-2024-05-31", runs=0))
    failed = Build.objects.get(state=Build.State.FAILED)
    job = Job.objects.get(pk=failed.job_id)
    assert job.state == Job.State.FAILED
    assert "nowhere" in job.message


def test_the_warehouse_is_asked_to_publish_when_what_stands_changes(
    build: Build, django_capture_on_commit_callbacks: object
) -> None:
    from hulul.warehouse.tasks import publish

    def asked() -> int:
        return int(DBTaskResult.objects.filter(task_path=publish.module_path).count())

    before = asked()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.stand(SYSTEM, build.pk)
    assert asked() == before + 1


def test_the_public_reads_the_index_and_not_what_is_above_it(build: Build) -> None:
    actions.stand(SYSTEM, build.pk)
    warehouse.publish(SYSTEM)
    keeper = actor_for(person("Amina", information_manager=""))
    coordinator = actor_for(person("Dilan", coordinator=""))

    def seen(actor: object, dataset: str, column: str) -> set[str]:
        return {row[0] for row in ask(actor, Question(dataset, (column,))).rows}  # type: ignore[arg-type]

    services, safety = {"water", "power", "work"}, {"mines", "houses"}
    assert seen(ANONYMOUS, "severity", "scale") == {"", "services"}
    assert seen(ANONYMOUS, "severity_indicators", "indicator") == services
    assert seen(coordinator, "severity_indicators", "indicator") == services | safety
    assert seen(keeper, "severity_indicators", "indicator") == services | safety | {"calm"}
    assert "safety" not in seen(ANONYMOUS, "concerns", "scale")
    assert "safety" in seen(coordinator, "concerns", "scale")


def test_a_restricted_survey_makes_every_row_restricted(locations: list[str]) -> None:
    world.active(world.framework())
    build = world.built(actions.Order(survey=world.survey(world.answers(locations), tier=1), runs=0, stand=True))
    assert {row["tier"] for row in world.stored(build, "severity")} == {1}
    warehouse.publish(SYSTEM)
    assert ask(ANONYMOUS, Question("severity", ("place",))).rows == []
    assert ask(ANONYMOUS, Question("severity_categories", ("place",))).rows == []
