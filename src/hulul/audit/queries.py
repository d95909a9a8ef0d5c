"""Reading the audit log: auditors read all of it, everybody else what they did themselves."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields

from django.utils import timezone
from django.utils.translation import gettext as _

from hulul.audit.access import visible
from hulul.audit.models import Event, EventQuerySet
from hulul.kernel.actors import Actor
from hulul.kernel.errors import NotFound

# Counting stops here: what a reader needs to know of more is that they are many.
MANY = 10_000


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which events are asked for; what is empty or None does not narrow. `about` is a part of a thing's id.

    Days are whole days of the installation's time zone, both included.
    """

    user: int | None = None
    name: str = ""
    verb: str = ""
    kind: str = ""
    object_id: str = ""
    about: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    def used(self) -> list[str]:
        """The names of what narrows."""
        return [field.name for field in fields(self) if getattr(self, field.name) not in (None, "")]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A page of the log: events newest first, and the ids from which the pages before and after it begin."""

    events: list[Event]
    newer: int | None
    older: int | None


def events(actor: Actor, narrowing: Narrowing | None = None, *, kind: str = "", object_id: str = "") -> EventQuerySet:
    """Newest first; only what the actor may see. `kind` and `object_id` alone give the history of one thing."""
    asked = narrowing or Narrowing(kind=kind, object_id=object_id)
    found = Event.objects.filter(visible(actor))
    exact = {"user_id": asked.user, "verb": asked.verb, "kind": asked.kind, "object_id": asked.object_id}
    found = found.filter(**{name: value for name, value in exact.items() if value not in (None, "")})
    if asked.name:
        found = found.filter(actor_name__icontains=asked.name)
    if asked.about:
        found = found.filter(object_id__icontains=asked.about)
    if asked.since:
        found = found.filter(at__gte=_midnight(asked.since))
    if asked.until:
        found = found.filter(at__lt=_midnight(asked.until + dt.timedelta(days=1)))
    return found


def stretch(found: EventQuerySet, size: int, *, before: int | None = None, after: int | None = None) -> Stretch:
    """`size` events older than the event `before`, or newer than `after`, or the newest.

    By key and not by counting rows, so that the last page of a long log is as fast as the first, and events that are
    written meanwhile move nothing.
    """
    if after is not None:
        rows = list(found.filter(pk__gt=after).order_by("pk")[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        older = rows[-1].pk if rows and found.filter(pk__lt=rows[-1].pk).exists() else None
        return Stretch(rows, rows[0].pk if more else None, older)
    rows = list((found if before is None else found.filter(pk__lt=before)).order_by("-pk")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    newer = rows[0].pk if rows and before is not None and found.filter(pk__gt=rows[0].pk).exists() else None
    return Stretch(rows, newer, rows[-1].pk if more else None)


def count(found: EventQuerySet) -> int | None:
    """How many there are; None for more than MANY."""
    counted = found.order_by()[: MANY + 1].count()
    return None if counted > MANY else counted


def event(actor: Actor, pk: int) -> Event:
    """One event. NotFound when it does not exist or is not for this actor."""
    found = Event.objects.filter(visible(actor), pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such event, or it is not for you to read."))
    return found


def everything(found: EventQuerySet) -> Iterator[Event]:
    """All events, newest first, a few thousand in memory at a time."""
    return found.order_by("-pk").iterator(chunk_size=2_000)


def verbs(actor: Actor) -> list[str]:
    """The verbs that occur in what the actor may see."""
    return list(Event.objects.filter(visible(actor)).order_by("verb").values_list("verb", flat=True).distinct())


def kinds(actor: Actor) -> list[str]:
    """The kinds of things that occur in what the actor may see."""
    return list(Event.objects.filter(visible(actor)).order_by("kind").values_list("kind", flat=True).distinct())


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
