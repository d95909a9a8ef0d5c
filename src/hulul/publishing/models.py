"""Webhooks, and what was or will be sent to them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """What a webhook can be told of. PING is only sent by hand, as a test."""

    GENERATION_PUBLISHED = "generation_published", _("Figures were published")
    ROUND_ACCEPTED = "round_accepted", _("A round was accepted")
    ROUND_WITHDRAWN = "round_withdrawn", _("A round was withdrawn")
    PING = "ping", _("Test")


class Webhook(models.Model):
    """An address of a receiver. `secret` is sealed (`kernel.sealing`); `events` lists EventKind values.

    `failing_since` is when the first of the failures began that no success has followed; `paused_for_failing` says
    that nobody paused it by hand.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    url = models.CharField(max_length=500)
    secret = models.BinaryField(max_length=200)
    events = models.JSONField(default=list)
    agency = models.ForeignKey("agencies.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    paused_for_failing = models.BooleanField(default=False)
    failing_since = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey("agencies.User", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("name",)
        constraints = (
            models.CheckConstraint(condition=~Q(name="") & ~Q(url=""), name="webhook_has_name_and_address"),
            models.CheckConstraint(
                condition=Q(is_active=False) | Q(paused_for_failing=False), name="webhook_paused_is_not_active"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One event for one webhook. `id` is what receivers know a delivery by, however often it is sent.

    `next_attempt_at` is when it is due; a worker that takes it up moves it ahead first, so that no other does.
    `duration` is the last attempt's, in seconds.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Failed, to be tried again")
        GIVEN_UP = "given_up", _("Given up")

    PENDING = (State.WAITING, State.FAILED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=32, choices=EventKind)
    payload = models.JSONField()
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    last_status = models.PositiveSmallIntegerField(null=True, blank=True)
    last_error = models.CharField(max_length=250, blank=True)
    duration = models.FloatField(null=True, blank=True)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("-created_at", "id")
        verbose_name_plural = "deliveries"
        indexes = (
            models.Index(fields=("state", "next_attempt_at"), name="delivery_due"),
            models.Index(fields=("webhook", "-created_at"), name="delivery_log"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="delivered") | Q(delivered_at__isnull=False), name="delivery_delivered_when"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("waiting", "failed")) | Q(next_attempt_at__isnull=False),
                name="delivery_pending_is_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.event} {self.pk}"
