"""Writing the audit log."""

from typing import Any

from django.db import transaction

from hulul.audit.models import Event
from hulul.kernel.actors import Actor


def record(actor: Actor, verb: str, kind: str, object_id: object = "", **detail: Any) -> Event:
    """Write one event. Must run inside the transaction of the change it records, so that both stand or fall."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{verb}: an audit event belongs in the transaction of its action")
    return Event.objects.create(
        user_id=actor.user_id, actor_name=actor.name, verb=verb, kind=kind, object_id=str(object_id), detail=detail
    )
