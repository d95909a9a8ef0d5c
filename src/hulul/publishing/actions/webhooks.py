"""Making webhooks, changing, pausing and removing them."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from hulul.agencies.models import Agency
from hulul.audit.actions import record
from hulul.kernel import clock, sealing
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Invalid
from hulul.publishing import labels, queries
from hulul.publishing.access import check_may_manage
from hulul.publishing.models import EventKind, Webhook
from hulul.publishing.rules import Refused, target

PURPOSE = "webhook"


@transaction.atomic
def add(
    actor: Actor, *, name: str, url: str, events: Iterable[str], agency: Agency | None = None
) -> tuple[Webhook, str]:
    """A webhook that begins at once, and its secret, which is shown now and never again."""
    check_may_manage(actor)
    facts = _checked(name, url, events)
    made = Webhook(id=uuid4(), **facts, agency=agency, created_by_id=actor.user_id, created_at=clock.now())
    secret = _seal_new(made)
    made.save(force_insert=True)
    record(actor, "create_webhook", "webhook", made.pk, **facts)
    return made, secret


@transaction.atomic
def change(
    actor: Actor, webhook_id: UUID, *, name: str, url: str, events: Iterable[str], agency: Agency | None = None
) -> Webhook:
    """Other facts for the same webhook; its secret stays."""
    found = _locked(actor, webhook_id)
    facts = _checked(name, url, events, besides=found)
    Webhook.objects.filter(pk=found.pk).update(**facts, agency=agency)
    record(actor, "change_webhook", "webhook", found.pk, **facts)
    found.refresh_from_db()
    return found


@transaction.atomic
def pause(actor: Actor, webhook_id: UUID) -> Webhook:
    """Nothing is sent and nothing new is kept for it until it is resumed."""
    found = _locked(actor, webhook_id)
    if not found.is_active:
        raise Conflict(_("This webhook is paused already."))
    found.is_active = False
    found.save(update_fields=["is_active"])
    record(actor, "pause_webhook", "webhook", found.pk)
    return found


@transaction.atomic
def resume(actor: Actor, webhook_id: UUID) -> Webhook:
    """Sent from now on; what waited when it was paused is sent too."""
    found = _locked(actor, webhook_id)
    if found.is_active:
        raise Conflict(_("This webhook is not paused."))
    found.is_active, found.paused_for_failing, found.failing_since = True, False, None
    found.save(update_fields=["is_active", "paused_for_failing", "failing_since"])
    found.deliveries.filter(state__in=found.deliveries.model.PENDING).update(next_attempt_at=clock.now())
    record(actor, "resume_webhook", "webhook", found.pk)
    return found


@transaction.atomic
def renew_secret(actor: Actor, webhook_id: UUID) -> tuple[Webhook, str]:
    """A new secret, shown now and never again; whatever is sent from now on is signed with it."""
    found = _locked(actor, webhook_id)
    secret = _seal_new(found)
    found.save(update_fields=["secret"])
    record(actor, "renew_webhook_secret", "webhook", found.pk)
    return found, secret


@transaction.atomic
def remove(actor: Actor, webhook_id: UUID) -> None:
    """Away with the webhook and the record of its deliveries; the audit log keeps that it was there."""
    found = _locked(actor, webhook_id)
    record(actor, "remove_webhook", "webhook", found.pk, name=found.name, url=found.url)
    found.delete()


def _locked(actor: Actor, webhook_id: UUID) -> Webhook:
    check_may_manage(actor)
    found = queries.webhook(actor, webhook_id)
    return Webhook.objects.select_for_update().get(pk=found.pk)


def _seal_new(webhook: Webhook) -> str:
    secret = f"whsec_{secrets.token_urlsafe(32)}"
    webhook.secret = sealing.seal(secret, purpose=PURPOSE, owner=str(webhook.pk))
    return secret


def _checked(name: str, url: str, events: Iterable[str], besides: Webhook | None = None) -> Mapping[str, Any]:
    """The facts of a webhook, if they can stand. Invalid says which cannot."""
    name, url = name.strip(), url.strip()
    chosen = [kind for kind in labels.EVENTS if kind in set(events)]
    if not name:
        raise Invalid(_("Give the webhook a name."), code="name")
    others = Webhook.objects.exclude(pk=besides.pk) if besides else Webhook.objects.all()
    if others.filter(name=name).exists():
        raise Invalid(_("There is another webhook of this name."), code="name")
    if not chosen or EventKind.PING in chosen:
        raise Invalid(_("Choose at least one event."), code="events")
    try:
        target(url, private=settings.HULUL_WEBHOOK_PRIVATE)
    except Refused as error:
        raise Invalid(labels.refusal(error.code), code="url") from error
    return {"name": name, "url": url, "events": chosen}
