"""Writing the audit log: what was changed, and who looked at what is sensitive."""

import datetime as dt
from typing import Any

from django.db import transaction

from hulul.audit.models import Event
from hulul.kernel import clock
from hulul.kernel.actors import Actor

# Looking at the same thing again within this time is one look: a log of reading must stay readable itself.
SAME_LOOK = dt.timedelta(minutes=10)


def record(actor: Actor, verb: str, kind: str, object_id: object = "", **detail: Any) -> Event:
    """Write one event. Must run inside the transaction of the change it records, so that both stand or fall."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{verb}: an audit event belongs in the transaction of its action")
    return Event.objects.create(
        user_id=actor.user_id, actor_name=actor.name, verb=verb, kind=kind, object_id=str(object_id), detail=detail
    )


@transaction.atomic
def record_read(actor: Actor, verb: str, kind: str, object_id: object = "", **detail: Any) -> None:
    """Write that somebody looked at something sensitive; `detail` says which part of it, never what it said.

    The same look (verb, thing and detail) by the same person within ten minutes is written once.
    """
    same = Event.objects.filter(
        user_id=actor.user_id, verb=verb, kind=kind, object_id=str(object_id), at__gte=clock.now() - SAME_LOOK
    )
    if not any(event.detail == detail for event in same):
        record(actor, verb, kind, object_id, **detail)
