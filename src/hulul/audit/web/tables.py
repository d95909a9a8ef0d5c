"""Events as tables, and as the facts of one event."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hulul.audit import labels
from hulul.audit.models import Event
from hulul.kernel.actors import Actor
from hulul.ui import formats
from hulul.ui.tables import Cell, Table, TableColumn

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")


def log_table(actor: Actor, events: Iterable[Event], *, everybody: bool, empty: str) -> Table:
    """When, who, what, and which thing; without "who" where all of it is the reader's own."""
    columns = [
        TableColumn("at", _("When")),
        TableColumn("who", _("Who")),
        TableColumn("verb", _("What was done")),
        TableColumn("thing", _("Thing")),
        TableColumn("detail", _("In detail")),
    ]
    rows = [
        [
            Cell(_moment(event), url=reverse("audit:event", args=[event.pk])),
            who(event),
            labels.verb(event.verb),
            thing(actor, event),
            Cell("; ".join(f"{name}: {text}" for name, text in details(event)), tone="muted"),
        ]
        for event in events
    ]
    if not everybody:
        del columns[1]
        for row in rows:
            del row[1]
    return Table(_("Events, the newest first"), columns, rows, hide_caption=True, empty=empty)


def facts(actor: Actor, event: Event) -> list[tuple[str, str, str]]:
    """(name, text, address) of everything an event says."""
    about = thing(actor, event)
    return [
        (_("When"), _moment(event), ""),
        (_("Who"), str(who(event)), ""),
        (_("What was done"), labels.verb(event.verb), ""),
        (_("Thing"), str(about.value), about.url),
        *((name, text, "") for name, text in details(event)),
    ]


def who(event: Event) -> str:
    """The name at the time. The machine itself, and visitors, are named in the reader's language."""
    if event.user_id is None:
        return {"system": _("The installation itself"), "anonymous": _("A visitor")}.get(
            event.actor_name, event.actor_name
        )
    return event.actor_name


def thing(actor: Actor, event: Event) -> Cell:
    """The kind and id of what was acted on, with the address of its page when it has one."""
    text = " ".join(filter(None, (labels.kind(event.kind), event.object_id)))
    return Cell(text, url=labels.url(actor, event.kind, event.object_id))


def details(event: Event) -> list[tuple[str, str]]:
    """(name, text) of what else was written down; what is empty is left out."""
    return [
        (labels.detail(name), _text(value)) for name, value in event.detail.items() if value not in (None, "", [], {})
    ]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return formats.number(value, 0 if isinstance(value, int) else 2)
    if isinstance(value, list):
        return formats.conventions().list_separator.join(_text(item) for item in value)
    if isinstance(value, dict):
        return formats.conventions().list_separator.join(f"{name} {_text(item)}" for name, item in value.items())
    return _moment_or_text(str(value))


def _moment_or_text(text: str) -> str:
    """Days and moments are written down as ISO texts; they are shown as everywhere."""
    if _DAY.fullmatch(text):
        return formats.day(text)
    if _MOMENT.fullmatch(text):
        return formats.moment(timezone.localtime(dt.datetime.fromisoformat(text)))
    return text


def _moment(event: Event) -> str:
    return formats.moment(timezone.localtime(event.at))
