"""What has to be done now and then; `hulul tick` does all of it, each chore only when it is due."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from hulul.agencies import actions as agencies
from hulul.kernel.actors import SYSTEM
from hulul.kernel.letters import forget_sent
from hulul.measurement import actions as measurement
from hulul.publishing import actions as publishing
from hulul.publishing import tasks as publishing_tasks
from hulul.site import actions
from hulul.site.backup.schedule import back_up_if_due
from hulul.site.queries import publication_is_due
from hulul.tracking import actions as tracking
from hulul.warehouse import actions as warehouse
from hulul.warehouse.tasks import request_publish


@dataclass(frozen=True, slots=True)
class Chore:
    """`run` returns how many things it did; 0 when nothing was due."""

    title: str
    run: Callable[[], int]


def chores() -> list[Chore]:
    """In the order in which they help each other: lost work first, then what it left behind."""
    return [
        Chore("Tasks of dead workers put back", lambda: actions.requeue_lost_tasks(SYSTEM)),
        Chore("Stale jobs marked as failed", lambda: actions.fail_stale_jobs(SYSTEM)),
        Chore("Records of old tasks removed", lambda: actions.forget_finished_tasks(SYSTEM)),
        Chore("Letters to people who do not use their account", lambda: agencies.warn_inactive_users(SYSTEM)),
        Chore("Accounts closed that nobody uses", lambda: agencies.deactivate_inactive_users(SYSTEM)),
        Chore("Failed attempts to sign in forgotten", lambda: agencies.forget_failures(SYSTEM)),
        Chore("Numbers of old letters forgotten", forget_sent),
        Chore("Expired sessions removed", lambda: actions.forget_expired_sessions(SYSTEM)),
        Chore("Files of interrupted imports removed", tracking.sweep),
        Chore("Interrupted builds given up, and their files removed", lambda: measurement.sweep(SYSTEM)),
        Chore("Files of old generations removed", lambda: warehouse.sweep(SYSTEM)),
        Chore("Publications asked for", _publish_if_due),
        Chore("Webhook deliveries asked for", publishing_tasks.request_next),
        Chore("Records of old webhook deliveries removed", lambda: publishing.forget_old(SYSTEM)),
        Chore("Backups made", back_up_if_due),
    ]


def _publish_if_due() -> int:
    if not publication_is_due(SYSTEM):
        return 0
    request_publish()
    return 1


def note_tick() -> None:
    """Remember for the doctor that housekeeping was done."""
    _tick_file().touch()


def seconds_since_tick() -> float | None:
    """How long ago housekeeping was last done here; None when it never was."""
    try:
        return max(0.0, time.time() - _tick_file().stat().st_mtime)
    except FileNotFoundError:
        return None


def _tick_file() -> Path:
    return Path(settings.HULUL_HOME) / "last_tick"
