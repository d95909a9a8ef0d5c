"""Reading the audit log: only for those whose role allows it."""

from hulul.audit.models import Event, EventQuerySet
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor


def events(actor: Actor, *, kind: str = "", object_id: str = "") -> EventQuerySet:
    """Newest first; empty for whoever may not read the log."""
    found = Event.objects.all() if actor.may(Ability.READ_AUDIT) else Event.objects.none()
    if kind:
        found = found.filter(kind=kind)
    if object_id:
        found = found.filter(object_id=object_id)
    return found
