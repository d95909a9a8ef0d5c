"""Long work: followed while it runs, and its end told in words."""

import logging
import uuid
from datetime import timedelta

import pytest

from hulul.kernel import clock, jobs
from hulul.kernel.actors import ANONYMOUS, SYSTEM, Actor
from hulul.kernel.errors import Invalid
from hulul.kernel.models import Job

AMAL = Actor(user_id=7, name="Amal")
OMAR = Actor(user_id=8, name="Omar")

pytestmark = pytest.mark.django_db


def test_a_job_that_ends_well_keeps_its_result() -> None:
    job = jobs.start(AMAL, "import", "Import of a file")
    with jobs.running(job.pk) as (progress, result):
        progress(1, 2, "reading")
        job.refresh_from_db()
        assert (job.state, job.done, job.total, job.message) == (Job.State.RUNNING, 1, 2, "reading")
        assert job.share == 0.5
        result["rows"] = 12
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert job.is_finished
    assert job.result == {"rows": 12}
    assert job.finished_at is not None


def test_an_error_that_a_person_can_solve_becomes_the_jobs_message() -> None:
    job = jobs.start(AMAL, "import", "Import of a file")
    with pytest.raises(Invalid), jobs.running(job.pk):
        raise Invalid("The file is empty.")
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, "The file is empty.")


def test_any_other_error_is_logged_and_told_in_general_words(caplog: pytest.LogCaptureFixture) -> None:
    job = jobs.start(AMAL, "import", "Import of a file")
    with caplog.at_level(logging.ERROR), pytest.raises(ZeroDivisionError), jobs.running(job.pk):
        raise ZeroDivisionError("row 12 of secret.xlsx")
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "secret" not in job.message
    assert "Nothing was changed" in job.message
    assert "secret.xlsx" in caplog.text


def test_progress_is_not_written_more_often_than_people_can_read(django_assert_max_num_queries: object) -> None:
    job = jobs.start(AMAL, "import", "Import of a file")
    with jobs.running(job.pk) as (progress, _), django_assert_max_num_queries(4):  # type: ignore[operator]
        for step in range(1_000):
            progress(step, 1_000)


def test_the_last_step_is_always_written() -> None:
    job = jobs.start(AMAL, "import", "Import of a file")
    with jobs.running(job.pk) as (progress, _):
        for step in range(1, 11):
            progress(step, 10)
        job.refresh_from_db()
        assert job.done == 10


def test_a_job_is_found_by_whoever_started_it_and_by_administrators_only() -> None:
    job = jobs.start(AMAL, "import", "Import of a file")
    assert jobs.find(AMAL, job.pk) == job
    assert jobs.find(SYSTEM, job.pk) == job
    assert jobs.find(OMAR, job.pk) is None
    assert jobs.find(ANONYMOUS, job.pk) is None
    assert jobs.find(SYSTEM, uuid.uuid4()) is None


def test_a_job_of_nobody_in_particular_is_for_administrators() -> None:
    job = jobs.start(SYSTEM, "publish", "Publishing")
    assert jobs.find(ANONYMOUS, job.pk) is None
    assert jobs.find(SYSTEM, job.pk) == job


def test_stale_jobs_fail_and_others_stay() -> None:
    old, _fresh, done = (jobs.start(AMAL, "import", title) for title in ("old", "fresh", "done"))
    Job.objects.filter(pk__in=(old.pk, done.pk)).update(created_at=clock.now() - timedelta(hours=7))
    Job.objects.filter(pk=done.pk).update(state=Job.State.DONE)
    assert jobs.fail_stale(timedelta(hours=6)) == 1
    states = dict(Job.objects.values_list("title", "state"))
    assert states == {"old": Job.State.FAILED, "fresh": Job.State.QUEUED, "done": Job.State.DONE}


def test_the_share_is_nothing_while_the_total_is_unknown_and_never_more_than_all() -> None:
    assert Job(done=5, total=0).share == 0.0
    assert Job(done=5, total=4).share == 1.0
