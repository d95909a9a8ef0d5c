"""Housekeeping: tasks survive the death of their worker, and nothing old is kept for ever."""

import os
import socket
import subprocess
import sys
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult, get_date_max

from hulul.audit.models import Event
from hulul.kernel import clock, jobs
from hulul.kernel.actors import SYSTEM
from hulul.kernel.models import Job
from hulul.site import actions
from hulul.site.housekeeping import chores

pytestmark = pytest.mark.django_db

HOST = socket.gethostname()[:40]


def _running(*workers: str, hours: float = 0.1) -> DBTaskResult[..., object]:
    return DBTaskResult.objects.create(
        status="RUNNING",
        started_at=clock.now() - timedelta(hours=hours),
        args_kwargs={"args": [], "kwargs": {}},
        task_path="hulul.site.nothing",
        backend_name="default",
        run_after=get_date_max(),
        worker_ids=list(workers),
    )


def _dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def _status(task: DBTaskResult[..., object]) -> str:
    task.refresh_from_db()
    return str(task.status)


def test_a_task_whose_worker_died_on_this_host_runs_again_and_the_log_knows() -> None:
    task = _running(f"{HOST}:{_dead_process()}:abcd")
    assert actions.requeue_lost_tasks(SYSTEM) == 1
    assert _status(task) == "READY"
    assert Event.objects.get(verb="requeue_lost_tasks").detail == {"tasks": [str(task.pk)]}


def test_a_task_whose_worker_lives_is_left_alone() -> None:
    task = _running(f"{HOST}:{os.getppid()}:abcd")
    assert actions.requeue_lost_tasks(SYSTEM) == 0
    assert _status(task) == "RUNNING"
    assert not Event.objects.exists()


def test_a_task_of_another_host_is_left_alone_until_no_task_can_take_so_long() -> None:
    recent, old = _running("elsewhere:12:abcd"), _running("elsewhere:12:abcd", hours=7)
    assert actions.requeue_lost_tasks(SYSTEM) == 1
    assert (_status(recent), _status(old)) == ("RUNNING", "READY")


def test_a_task_that_killed_three_workers_has_failed() -> None:
    dead = f"{HOST}:{_dead_process()}:abcd"
    task = _running(dead, dead, dead)
    actions.requeue_lost_tasks(SYSTEM)
    assert _status(task) == "FAILED"
    assert "3 workers died" in task.traceback


def test_tasks_that_ended_long_ago_are_forgotten_and_others_kept() -> None:
    old, recent, waiting = _running(), _running(), _running(f"{HOST}:{os.getppid()}:a")
    for task, days in ((old, 31), (recent, 29)):
        DBTaskResult.objects.filter(pk=task.pk).update(
            status="SUCCESSFUL", finished_at=clock.now() - timedelta(days=days)
        )
    assert actions.forget_finished_tasks(SYSTEM) == 1
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {recent.pk, waiting.pk}


def test_expired_sessions_are_forgotten_and_others_kept() -> None:
    moment = clock.now()
    Session.objects.create(session_key="old", session_data="", expire_date=moment - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=moment + timedelta(days=1))
    assert actions.forget_expired_sessions(SYSTEM) == 1
    assert Session.objects.get().session_key == "new"


def test_stale_jobs_are_marked_as_failed() -> None:
    job = jobs.start(SYSTEM, "publish", "Publishing")
    Job.objects.update(created_at=clock.now() - timedelta(hours=7))
    assert actions.fail_stale_jobs(SYSTEM) == 1
    job.refresh_from_db()
    assert job.state == Job.State.FAILED


def test_housekeeping_twice_does_nothing_the_second_time() -> None:
    jobs.start(SYSTEM, "publish", "Publishing")
    Job.objects.update(created_at=clock.now() - timedelta(hours=7))
    _running(f"{HOST}:{_dead_process()}:abcd")
    assert sum(chore.run() for chore in chores()) == 2
    assert sum(chore.run() for chore in chores()) == 0
