"""Housekeeping of the installation: tasks and jobs whose process died."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from hulul.audit.actions import record
from hulul.kernel import clock, jobs
from hulul.kernel.actors import Actor
from hulul.site.queries import LONGEST_TASK, lost_tasks

ATTEMPTS = 3
KEEP_FINISHED_TASKS = timedelta(days=30)


@transaction.atomic
def requeue_lost_tasks(actor: Actor) -> int:
    """Let tasks run again whose worker is gone; returns how many.

    Tasks are idempotent, so running one again is safe; after ATTEMPTS workers died with it, it is marked failed.
    """
    lost = lost_tasks()
    for task in lost:
        if len(task.worker_ids) < ATTEMPTS:
            task.status = "READY"
            task.save(update_fields=["status"])
        else:
            task.set_failed(RuntimeError(f"{len(task.worker_ids)} workers died while running it"))
    if lost:
        record(actor, "requeue_lost_tasks", "task", tasks=[str(task.pk) for task in lost])
    return len(lost)


@transaction.atomic
def fail_stale_jobs(actor: Actor) -> int:
    """Mark jobs failed that nobody can be working on any more; returns how many."""
    count = jobs.fail_stale(LONGEST_TASK)
    if count:
        record(actor, "fail_stale_jobs", "job", count=count)
    return count


@transaction.atomic
def forget_finished_tasks(actor: Actor) -> int:
    """Remove the records of tasks that ended long ago; the audit log keeps what they did. Returns how many."""
    count, _ = DBTaskResult.objects.finished().filter(finished_at__lt=clock.now() - KEEP_FINISHED_TASKS).delete()
    if count:
        record(actor, "forget_finished_tasks", "task", count=count)
    return count


@transaction.atomic
def forget_expired_sessions(actor: Actor) -> int:
    """Remove sessions nobody can use any more; returns how many."""
    count, _ = Session.objects.filter(expire_date__lt=clock.now()).delete()
    if count:
        record(actor, "forget_expired_sessions", "session", count=count)
    return count
