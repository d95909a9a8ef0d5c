"""Start, follow and finish long work. The same Progress callable serves the terminal and the web."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hulul.kernel import clock
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor
from hulul.kernel.errors import HululError
from hulul.kernel.models import Job

log = logging.getLogger(__name__)

# No work takes longer: what is under way for longer was killed.
LONGEST = timedelta(hours=6)


class Progress(Protocol):
    """Called with steps done, steps in all (0 = unknown) and what is being done."""

    def __call__(self, done: int, total: int, message: str = "") -> None: ...


def silent(done: int, total: int, message: str = "") -> None:
    """A Progress that nobody watches."""


def start(actor: Actor, kind: str, title: str) -> Job:
    return Job.objects.create(kind=kind, title=title[:200], user_id=actor.user_id)


def find(actor: Actor, job_id: UUID) -> Job | None:
    """The job, for whoever started it and for administrators."""
    job = Job.objects.filter(pk=job_id).first()
    if job and (actor.may(Ability.OPERATE) or (job.user_id is not None and job.user_id == actor.user_id)):
        return job
    return None


def under_way(kind: str) -> bool:
    """Whether work of this kind may be running now, on any machine."""
    return _unfinished(kind).filter(created_at__gt=clock.now() - LONGEST).exists()


def fail_left(kind: str, title: str) -> int:
    """Mark work failed that a process left which is known to be dead; returns how many."""
    return (
        _unfinished(kind)
        .filter(title=title[:200])
        .update(state=Job.State.FAILED, finished_at=clock.now(), message=_("This was interrupted."))
    )


def _unfinished(kind: str) -> QuerySet[Job]:
    return Job.objects.filter(kind=kind).exclude(state__in=(Job.State.DONE, Job.State.FAILED))


def fail_stale(limit: timedelta) -> int:
    """Mark jobs failed that have been waiting or running for longer than any can; returns how many."""
    moment = clock.now()
    return (
        Job.objects.exclude(state__in=(Job.State.DONE, Job.State.FAILED))
        .filter(created_at__lt=moment - limit)
        .update(state=Job.State.FAILED, finished_at=moment, message=_("This was interrupted. Please start it again."))
    )


@contextmanager
def running(job_id: UUID | str) -> Iterator[tuple[Progress, dict[str, Any]]]:
    """Mark the job running, yield its Progress and a result dict, and mark how it ended.

    An error that a person can solve is kept as the job's message; any other is logged and told in general words. Both
    are raised again, so that the task fails too. Progress is written at most four times a second.
    """
    Job.objects.filter(pk=job_id).update(state=Job.State.RUNNING, started_at=clock.now())
    result: dict[str, Any] = {}
    last = 0.0

    def progress(done: int, total: int, message: str = "") -> None:
        nonlocal last
        moment = time.monotonic()
        if moment - last >= 0.25 or done == total:
            last = moment
            Job.objects.filter(pk=job_id).update(done=done, total=total, message=message[:500])

    try:
        yield progress, result
    except HululError as error:
        _finish(job_id, Job.State.FAILED, error.message, result)
        raise
    except Exception:
        log.exception("job %s failed", job_id)
        _finish(job_id, Job.State.FAILED, _("Something went wrong on our side. Nothing was changed."), result)
        raise
    else:
        _finish(job_id, Job.State.DONE, "", result)


def _finish(job_id: UUID | str, state: Job.State, message: str, result: dict[str, Any]) -> None:
    changes: dict[str, Any] = {"state": state, "finished_at": clock.now(), "result": result}
    if message:
        changes["message"] = message[:500]
    Job.objects.filter(pk=job_id).update(**changes)
