"""Publishing in the background, soon after something changed, and never twice for the same news."""

from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from hulul.kernel.actors import SYSTEM
from hulul.warehouse import actions


@task()
def publish() -> int:
    """Publish what changed; the number of the generation that is current then."""
    return actions.publish(SYSTEM).number


def request_publish(event: object = None) -> None:
    """Have a publication follow the transaction under way, unless one is waiting already.

    It is asked for after the commit: a task that waits then has not read anything yet and will see the change, while
    one that already runs may not, so another follows it.
    """
    transaction.on_commit(_enqueue)


def _enqueue() -> None:
    waiting = DBTaskResult.objects.filter(task_path=publish.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        publish.enqueue()
