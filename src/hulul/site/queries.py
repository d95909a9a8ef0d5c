"""What the installation knows of its own work."""

import os
import socket
from datetime import timedelta

from django_tasks_db.models import DBTaskResult

from hulul.kernel import clock

LONGEST_TASK = timedelta(hours=6)


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
