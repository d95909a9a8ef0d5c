"""What has to be done now and then; `hulul tick` does all of it, each chore only when it is due."""

from collections.abc import Callable
from dataclasses import dataclass

from hulul.kernel.actors import SYSTEM
from hulul.site import actions
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
        Chore("Expired sessions removed", lambda: actions.forget_expired_sessions(SYSTEM)),
        Chore("Files of interrupted imports removed", tracking.sweep),
        Chore("Files of old generations removed", lambda: warehouse.sweep(SYSTEM)),
        Chore("Publications asked for", _publish_if_due),
    ]


def _publish_if_due() -> int:
    if not publication_is_due(SYSTEM):
        return 0
    request_publish()
    return 1
