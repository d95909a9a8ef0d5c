"""Writing down what is to be sent, in the transaction of what happened, and sending it afterwards.

A delivery is sent at least once: a worker that dies between sending and writing that down leaves a claim that ends,
and the same delivery is sent again under the same id.
"""

import json
import random
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from hulul import __version__
from hulul.audit.actions import record
from hulul.kernel import clock, sealing
from hulul.kernel.actors import SYSTEM, Actor
from hulul.kernel.errors import Conflict
from hulul.kernel.letters import send
from hulul.publishing import letters, queries, rules, sending
from hulul.publishing.access import check_may_manage
from hulul.publishing.actions.webhooks import PURPOSE
from hulul.publishing.models import Delivery, EventKind, Webhook

State = Delivery.State

# A run ends after this long, so that other tasks of the same worker get their turn.
RUN_SECONDS = 30.0


@transaction.atomic
def announce(actor: Actor, event: EventKind, facts: Callable[[], dict[str, Any] | None]) -> int:
    """Write a delivery for every webhook that wants to know; how many. Part of the caller's transaction.

    `facts` gives what may be told, None when that is nothing; it is asked only when somebody wants to know.
    """
    wanting = [hook for hook in Webhook.objects.filter(is_active=True) if event in hook.events]
    payload = facts() if wanting else None
    made = [_new(hook, event, payload) for hook in wanting if payload is not None]
    Delivery.objects.bulk_create(made)
    if made:
        record(actor, "announce", "delivery", event=event, deliveries=len(made))
    return len(made)


@transaction.atomic
def send_test(actor: Actor, webhook_id: UUID) -> Delivery:
    """A ping to one webhook, whatever it subscribes to."""
    check_may_manage(actor)
    found = queries.webhook(actor, webhook_id)
    if not found.is_active:
        raise Conflict(_("This webhook is paused. Resume it first."))
    made = _new(found, EventKind.PING, queries.ping_payload())
    made.save(force_insert=True)
    record(actor, "test_webhook", "webhook", found.pk, delivery=str(made.pk))
    return made


@transaction.atomic
def send_again(actor: Actor, delivery_id: UUID) -> Delivery:
    """The same delivery once more, under the same id, so that a receiver that had it knows it again."""
    check_may_manage(actor)
    queries.delivery(actor, delivery_id)
    found = Delivery.objects.select_for_update().select_related("webhook").get(pk=delivery_id)
    if not found.webhook.is_active:
        raise Conflict(_("This webhook is paused. Resume it first."))
    found.state, found.next_attempt_at, found.delivered_at = State.WAITING, clock.now(), None
    found.save(update_fields=["state", "next_attempt_at", "delivered_at"])
    record(actor, "send_delivery_again", "delivery", found.pk, webhook=str(found.webhook_id))
    return found


@transaction.atomic
def forget_old(actor: Actor) -> int:
    """Remove the record of deliveries that ended long ago; how many."""
    ended = Delivery.objects.filter(created_at__lt=clock.now() - rules.KEEP).exclude(state__in=Delivery.PENDING)
    count, _by_model = ended.delete()
    if count:
        record(actor, "forget_old_deliveries", "delivery", count=count)
    return count


def deliver_due(sender: random.Random | None = None) -> int:
    """Send what is due, one after another, until nothing is or the time of a run is over; how many were sent."""
    dice = sender or random.SystemRandom()
    started, sent = time.monotonic(), 0
    while time.monotonic() - started < RUN_SECONDS:
        claimed = _claim()
        if claimed is None:
            break
        _write_down(claimed, _send(claimed), dice)
        sent += 1
    return sent


def _new(webhook: Webhook, event: EventKind, payload: dict[str, Any]) -> Delivery:
    moment = clock.now()
    return Delivery(webhook=webhook, event=event, payload=payload, created_at=moment, next_attempt_at=moment)


def _claim() -> Delivery | None:
    """The delivery that is due first, made this worker's for a while; None when nothing is due."""
    for found in queries.due().select_related("webhook")[:20]:
        mine = Delivery.objects.filter(pk=found.pk, next_attempt_at=found.next_attempt_at, state=found.state).update(
            next_attempt_at=clock.now() + rules.CLAIM, attempts=found.attempts + 1
        )
        if mine:
            found.attempts += 1
            return found
    return None


def _send(delivery: Delivery) -> sending.Outcome:
    """One attempt, outside any transaction."""
    webhook = delivery.webhook
    try:
        secret = sealing.unseal(bytes(webhook.secret), purpose=PURPOSE, owner=str(webhook.pk))
    except sealing.SealBroken:
        return sending.Outcome(None, "refused: secret", 0.0)
    moment = clock.now()
    body = json.dumps(
        {
            "id": str(delivery.pk),
            "event": delivery.event,
            "created_at": delivery.created_at.isoformat(),
            **delivery.payload,
        },
        ensure_ascii=False,
    ).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"Hulul/{__version__}",
        "Hulul-Event": delivery.event,
        "Hulul-Delivery": str(delivery.pk),
        "Hulul-Signature": rules.signature(secret, int(moment.timestamp()), body),
    }
    return sending.post(webhook.url, body, headers, private=settings.HULUL_WEBHOOK_PRIVATE)


@transaction.atomic
def _write_down(delivery: Delivery, outcome: sending.Outcome, dice: random.Random) -> None:
    """What came of an attempt, for the delivery and its webhook. Both may have been removed meanwhile."""
    webhook = Webhook.objects.select_for_update().filter(pk=delivery.webhook_id).first()
    if webhook is None:
        return
    moment = clock.now()
    facts: dict[str, Any] = {
        "last_status": outcome.status,
        "last_error": outcome.error[:250],
        "duration": outcome.seconds,
    }
    if outcome.delivered:
        facts |= {"state": State.DELIVERED, "delivered_at": moment, "next_attempt_at": None}
        _mend(webhook)
    else:
        following = moment + rules.wait(delivery.attempts, dice)
        final = following > delivery.created_at + rules.WINDOW
        facts |= {"state": State.GIVEN_UP if final else State.FAILED, "next_attempt_at": None if final else following}
        _suspect(webhook, delivery, following)
        if final:
            record(SYSTEM, "give_up_delivery", "delivery", delivery.pk, webhook=str(webhook.pk))
    Delivery.objects.filter(pk=delivery.pk).update(**facts)


def _mend(webhook: Webhook) -> None:
    if webhook.failing_since is not None:
        Webhook.objects.filter(pk=webhook.pk).update(failing_since=None)


def _suspect(webhook: Webhook, delivery: Delivery, following: Any) -> None:
    """A receiver that fails is left alone until the next attempt: its other deliveries wait for that too.

    After days without one success the webhook is paused, and its keepers are told.
    """
    moment = clock.now()
    since = webhook.failing_since or moment
    if moment - since >= rules.PAUSE and webhook.is_active:
        Webhook.objects.filter(pk=webhook.pk).update(is_active=False, paused_for_failing=True, failing_since=since)
        record(SYSTEM, "pause_failing_webhook", "webhook", webhook.pk, since=since.isoformat())
        for person in queries.keepers():
            send(letters.webhook_paused(webhook, person))
    else:
        Webhook.objects.filter(pk=webhook.pk).update(failing_since=since)
    others = webhook.deliveries.filter(state__in=Delivery.PENDING, next_attempt_at__lt=following)
    others.exclude(pk=delivery.pk).update(next_attempt_at=following)
