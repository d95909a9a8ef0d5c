"""The process that runs background tasks, and how anybody knows that it is alive."""

import secrets
import sys
import threading
import time
from pathlib import Path
from types import FrameType

from django.conf import settings
from django_tasks_db.management.commands.db_worker import Worker

from hulul.kernel.actors import SYSTEM
from hulul.site.actions import requeue_lost_tasks
from hulul.site.queries import worker_name

HEARTBEAT_SECONDS = 5
INTERVAL_SECONDS = 0.5


class OfficeWorker(Worker):
    """Stops after the task under way, however often it is told to: a terminal's Ctrl-C and `hulul serve` both tell it.

    `hulul serve` kills a worker that does not end in time; the task is then run again by the next one.
    """

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        self.running = False
        if not self.running_task:
            sys.exit(0)


def heartbeat_file() -> Path:
    return Path(settings.HULUL_HOME) / "tmp" / "worker-alive"


def seconds_since_heartbeat() -> float | None:
    """How long ago a worker of this home folder was alive; None when there never was one."""
    try:
        return max(0.0, time.time() - heartbeat_file().stat().st_mtime)
    except FileNotFoundError:
        return None


def run(*, once: bool = False) -> None:
    """Take tasks until a signal comes; with `once`, until none is waiting."""
    requeue_lost_tasks(SYSTEM)
    threading.Thread(target=_beat, name="heartbeat", daemon=True).start()
    office = OfficeWorker(
        queue_names=["*"],
        interval=INTERVAL_SECONDS,
        batch=once,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{worker_name()}:{secrets.token_hex(4)}",
        excluded_queue_names=[],
    )
    office.configure_signals()
    office.run()


def _beat() -> None:
    path = heartbeat_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        path.touch()
        time.sleep(HEARTBEAT_SECONDS)
