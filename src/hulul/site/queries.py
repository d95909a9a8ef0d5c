"""What the installation knows of its own work: lost tasks, whether a publication is due."""

import os
import socket
from datetime import timedelta

from django.db.models import Max
from django_tasks_db.models import DBTaskResult

from hulul.audit import queries as audit
from hulul.kernel import clock
from hulul.kernel.actors import Actor
from hulul.warehouse import tasks
from hulul.warehouse.models import Generation

LONGEST_TASK = timedelta(hours=6)
PUBLISHED_KINDS = ("round", "place")


def worker_name() -> str:
    """ "host:process", by which a task says who runs it."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}"


def lost_tasks() -> list[DBTaskResult[..., object]]:
    """Running tasks that no living process can be running.

    A worker's id is "host:process:random". A task is lost when that process does not exist on this host any more, or
    when it has been running anywhere for longer than LONGEST_TASK.
    """
    return [task for task in DBTaskResult.objects.running() if _is_lost(task)]


def _is_lost(task: DBTaskResult[..., object]) -> bool:
    if task.started_at is None or clock.now() - task.started_at > LONGEST_TASK:
        return True
    host, process, _ = ((task.worker_ids or [""])[-1] + "::").split(":", 2)
    if host != socket.gethostname()[:40] or not process.isdigit():
        return False
    if int(process) == os.getpid():
        return True  # asked at the start of a worker: whoever had this number before is gone
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def publication_is_due(actor: Actor) -> bool:
    """Whether rounds or places changed and nothing was published since, nor is about to be.

    Changes ask for a publication themselves; this is for the moment in which a process died between the two.
    """
    changed = audit.events(actor).filter(kind__in=PUBLISHED_KINDS).aggregate(last=Max("at"))["last"]
    if changed is None:
        return False
    published = Generation.objects.filter(state=Generation.State.PUBLISHED, started_at__gte=changed).exists()
    asked = DBTaskResult.objects.filter(task_path=tasks.publish.module_path).exclude(status="FAILED")
    return not published and not asked.filter(enqueued_at__gte=changed).exists()
