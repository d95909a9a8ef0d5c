"""Who holds which role, where and until when; and sessions in which an administrator saw more."""

from django.db import models

from hulul.agencies.models.agencies import Agency
from hulul.agencies.models.users import User
from hulul.agencies.rules import GRANTABLE


class Grant(models.Model):
    """A role held by a user on behalf of an agency, in a place and all inside it, until the end of a day.

    An empty `place` is the whole country, an empty `valid_until` has no end, an empty `agency` is the user's own.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=32, choices=[(code, code) for code in GRANTABLE])
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="grants")
    place = models.CharField(max_length=64, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    granted_at = models.DateTimeField(auto_now_add=True)
    granted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "role", "agency", "place"),
                condition=models.Q(ended_at=None),
                nulls_distinct=False,
                name="one_open_grant_per_role_agency_and_place",
            ),
        )


class BreakGlass(models.Model):
    """An administrator's session of half an hour with access to sensitive data, for a reason."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="break_glass")
    reason = models.CharField(max_length=400)
    started_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
