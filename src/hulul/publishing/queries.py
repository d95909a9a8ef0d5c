"""Reading webhooks and their deliveries, and what an announcement may say: public facts only."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from hulul.agencies.access import administrators
from hulul.agencies.models import User
from hulul.kernel import clock
from hulul.kernel.actors import Actor
from hulul.kernel.errors import NotFound
from hulul.kernel.tiers import Tier
from hulul.publishing.access import check_may_manage, visible
from hulul.publishing.models import Delivery, Webhook
from hulul.tracking.models import Version
from hulul.warehouse.models import Generation


def webhooks(actor: Actor) -> QuerySet[Webhook]:
    """All webhooks by name, each with how many deliveries wait (`pending`) and were given up (`given_up`)."""
    check_may_manage(actor)
    pending = Count("deliveries", filter=Q(deliveries__state__in=Delivery.PENDING))
    given_up = Count("deliveries", filter=Q(deliveries__state=Delivery.State.GIVEN_UP))
    found = Webhook.objects.filter(visible(actor)).select_related("agency")
    return found.annotate(pending=pending, given_up=given_up)


def webhook(actor: Actor, webhook_id: UUID) -> Webhook:
    """One webhook. NotFound when there is none."""
    check_may_manage(actor)
    found = Webhook.objects.filter(visible(actor), pk=webhook_id).select_related("agency", "created_by").first()
    if found is None:
        raise NotFound(_("There is no such webhook. It may have been removed."))
    return found


def deliveries(actor: Actor, found: Webhook, *, state: str = "") -> QuerySet[Delivery]:
    """What was or will be sent to a webhook, newest first."""
    check_may_manage(actor)
    log = found.deliveries.all()
    return log.filter(state=state) if state else log


def delivery(actor: Actor, delivery_id: UUID) -> Delivery:
    """One delivery with its webhook. NotFound when there is none."""
    check_may_manage(actor)
    found = Delivery.objects.filter(pk=delivery_id).select_related("webhook").first()
    if found is None:
        raise NotFound(_("There is no such delivery. Deliveries are kept for thirty days."))
    return found


def keepers() -> list[User]:
    """Who can mend webhooks: the active administrators, by address."""
    return list(User.objects.filter(pk__in=administrators().values("user")).order_by("email"))


def due() -> QuerySet[Delivery]:
    """What is to be sent now, the oldest first."""
    return pending().filter(next_attempt_at__lte=clock.now()).order_by("next_attempt_at", "created_at", "pk")


def pending() -> QuerySet[Delivery]:
    """What is still to be sent to webhooks that are not paused."""
    return Delivery.objects.filter(state__in=Delivery.PENDING, webhook__is_active=True)


def next_due() -> dt.datetime | None:
    """When the next delivery is to be sent; None when none is."""
    return pending().order_by("next_attempt_at").values_list("next_attempt_at", flat=True).first()


def round_payload(code: str, number: int) -> dict[str, Any] | None:
    """What may be told of a version of a round; None when it is not for everybody.

    `stands` is the number of the version that stands now, None when none does that everybody may see.
    """
    version = (
        Version.objects.filter(round_id=code, number=number, tier__lte=Tier.PUBLIC).select_related("round").first()
    )
    if version is None:
        return None
    standing = Version.objects.filter(round_id=code, state=Version.State.ACCEPTED, tier__lte=Tier.PUBLIC).first()
    return {
        "round": code,
        "source": version.round.source,
        "population": version.round.population,
        "date": version.round.date.isoformat(),
        "version": number,
        "households": version.households,
        "stands": standing.number if standing else None,
        "generation": _generation(),
        "urls": {"round": _address("api:round_detail", code), "stocks": _address("api:stocks")},
    }


def generation_payload(number: int) -> dict[str, Any]:
    """What is told of a generation: its number, when it was published, and where to read."""
    found = Generation.objects.get(number=number)
    return {
        "generation": number,
        "published_at": found.published_at.isoformat() if found.published_at else None,
        "urls": {"rounds": _address("api:rounds"), "datasets": _address("api:datasets")},
    }


def ping_payload() -> dict[str, Any]:
    return {"message": "This is a test.", "urls": {"rounds": _address("api:rounds")}}


def _generation() -> int | None:
    newest = Generation.objects.filter(state=Generation.State.PUBLISHED).order_by("-number")
    return newest.values_list("number", flat=True).first()


def _address(name: str, *arguments: str) -> str:
    return str(settings.HULUL_ADDRESS) + reverse(name, args=arguments)
