"""Announcing what happened, and sending it in the background."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult, get_date_max

from hulul.kernel import clock
from hulul.kernel.actors import SYSTEM
from hulul.publishing import actions, queries
from hulul.publishing.models import EventKind
from hulul.tracking.events import RoundAccepted, RoundWithdrawn
from hulul.warehouse.events import GenerationPublished


@task()
def deliver() -> int:
    """Send what is due; then see to it that the next delivery, or the next attempt, has a task of its own."""
    sent = actions.deliver_due()
    request_next()
    return sent


def round_accepted(event: RoundAccepted) -> None:
    _announce(EventKind.ROUND_ACCEPTED, lambda: queries.round_payload(event.round, event.version))


def round_withdrawn(event: RoundWithdrawn) -> None:
    _announce(EventKind.ROUND_WITHDRAWN, lambda: queries.round_payload(event.round, event.version))


def generation_published(event: GenerationPublished) -> None:
    _announce(EventKind.GENERATION_PUBLISHED, lambda: queries.generation_payload(event.number))


def request_delivery() -> None:
    """Have what the transaction under way wrote down be sent soon after it."""
    transaction.on_commit(request_next)


def request_next() -> int:
    """Have a task wait for when the next delivery is due, unless one does already; how many were asked for.

    `hulul tick` calls it too, for the moment in which a process died between writing a delivery down and this.
    """
    moment = queries.next_due()
    if moment is None:
        return 0
    waiting = DBTaskResult.objects.filter(task_path=deliver.module_path, status=TaskResultStatus.READY)
    at_once = Q(run_after=get_date_max())  # how django-tasks-db writes "as soon as possible"
    if waiting.filter(at_once | Q(run_after__lte=max(moment, clock.now()))).exists():
        return 0
    if moment <= clock.now():
        deliver.enqueue()
    else:
        deliver.using(run_after=moment).enqueue()
    return 1


def _announce(kind: EventKind, facts: Callable[[], dict[str, Any] | None]) -> None:
    if actions.announce(SYSTEM, kind, facts):
        request_delivery()
