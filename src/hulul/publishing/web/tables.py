"""Webhooks and deliveries as tables and facts."""

import datetime as dt
import json
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hulul.publishing import labels
from hulul.publishing.models import Delivery, EventKind, Webhook
from hulul.ui import formats
from hulul.ui.tables import Cell, Table, TableColumn


def webhooks_table(found: Iterable[Webhook]) -> Table:
    rows = [
        [
            Cell(hook.name, url=reverse("publishing:webhook", args=[hook.pk])),
            state(hook),
            getattr(hook, "pending", None),
            getattr(hook, "given_up", None),
            hook.agency.name if hook.agency else "",
            Cell(hook.url, tone="muted"),
        ]
        for hook in found
    ]
    columns = [
        TableColumn("name", _("Name")),
        TableColumn("state", _("State")),
        TableColumn("pending", _("Waiting"), "number"),
        TableColumn("given_up", _("Given up"), "number"),
        TableColumn("agency", _("Organisation")),
        TableColumn("url", _("Address")),
    ]
    return Table(_("Webhooks"), columns, rows, hide_caption=True)


def state(hook: Webhook) -> Cell:
    """Whether it is sent to, and since when that fails."""
    if hook.paused_for_failing:
        return Cell(_("Paused after five days of failures"), tone="error")
    if not hook.is_active:
        return Cell(_("Paused"), tone="muted")
    if hook.failing_since:
        return Cell(_("Failing"), note=_("since %(moment)s") % {"moment": moment(hook.failing_since)}, tone="warning")
    return Cell(_("Active"))


def facts(hook: Webhook) -> list[tuple[str, str]]:
    events = formats.conventions().list_separator.join(event_name(event) for event in hook.events)
    pairs = [
        (_("Address"), hook.url),
        (_("Events"), events),
        (_("Organisation"), hook.agency.name if hook.agency else ""),
        (_("Made by"), hook.created_by.name if hook.created_by else ""),
        (_("Made on"), moment(hook.created_at)),
    ]
    return [pair for pair in pairs if pair[1]]


def deliveries_table(found: Iterable[Delivery], empty: str) -> Table:
    rows = [
        [
            Cell(moment(item.created_at), url=reverse("publishing:delivery", args=[item.pk])),
            event_name(item.event),
            item.payload.get("round") or "",
            delivery_state(item),
            item.attempts,
            str(item.last_status or ""),
        ]
        for item in found
    ]
    columns = [
        TableColumn("at", _("When")),
        TableColumn("event", _("Event")),
        TableColumn("round", _("Round")),
        TableColumn("state", _("State")),
        TableColumn("attempts", _("Attempts"), "number"),
        TableColumn("status", _("Status of the answer")),
    ]
    return Table(_("Deliveries, the newest first"), columns, rows, hide_caption=True, empty=empty)


def delivery_state(item: Delivery) -> Cell:
    text = str(Delivery.State(item.state).label)
    if item.state == Delivery.State.GIVEN_UP:
        return Cell(text, tone="error")
    return Cell(text, tone="warning") if item.state == Delivery.State.FAILED else Cell(text)


def delivery_facts(item: Delivery) -> list[tuple[str, str]]:
    """What became of a delivery; what is not known yet is left out."""
    seconds = ""
    if item.duration is not None:
        seconds = _("%(seconds)s seconds") % {"seconds": formats.number(item.duration, 2)}
    pairs = [
        (_("Number of the delivery"), str(item.pk)),
        (_("Event"), event_name(item.event)),
        (_("When"), moment(item.created_at)),
        (_("State"), str(Delivery.State(item.state).label)),
        (_("Attempts"), formats.number(item.attempts)),
        (_("Status of the answer"), str(item.last_status or "")),
        (_("What the receiver said"), labels.error(item.last_error)),
        (_("The last attempt took"), seconds),
        (_("Delivered"), moment(item.delivered_at) if item.delivered_at else ""),
        (_("Next attempt"), moment(item.next_attempt_at) if item.next_attempt_at else ""),
    ]
    return [pair for pair in pairs if pair[1]]


def payload(item: Delivery) -> str:
    return json.dumps(item.payload, ensure_ascii=False, indent=2)


def event_name(event: str) -> str:
    return str(EventKind(event).label)


def moment(value: dt.datetime) -> str:
    return formats.moment(timezone.localtime(value))
