"""Accounts are made by invitation: an e-mail with a link that works once."""

from django.db import models

from hulul.agencies.models.agencies import Agency
from hulul.agencies.models.users import User
from hulul.agencies.rules import GRANTABLE


class Invitation(models.Model):
    """Only a digest of the link's secret is stored. The grant it brings is described as `Grant` describes one."""

    email = models.EmailField()
    name = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32, choices=[(code, code) for code in GRANTABLE])
    place = models.CharField(max_length=64, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=8, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
