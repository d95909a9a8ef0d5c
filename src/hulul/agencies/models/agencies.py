"""Organisations that use the installation, and what they agreed to share."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hulul.kernel.tiers import Tier


class Agency(models.Model):
    """An organisation. `sources` are the codes of the pack's sources (such as "dtm") whose data it answers for."""

    class Kind(models.TextChoices):
        UN = "un", _("United Nations")
        INTERNATIONAL = "international", _("international organisation")
        NATIONAL = "national", _("national organisation")
        GOVERNMENT = "government", _("government")
        OTHER = "other", _("other")

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    name_ar = models.CharField(max_length=160, blank=True)
    name_ckb = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.OTHER)
    sources = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Agreement(models.Model):
    """One agency lets another see a kind of its data up to a tier, for a purpose, until a date."""

    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="given")
    recipient = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="received")
    kind = models.CharField(max_length=64)
    tier = models.SmallIntegerField(choices=[(int(tier), tier.name) for tier in Tier])
    purpose = models.CharField(max_length=400)
    valid_until = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("agencies.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(owner=models.F("recipient")), name="agreement_between_two_agencies"
            ),
        )
