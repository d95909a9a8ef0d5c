"""Frameworks: what is measured and how, as text; a version that was activated never changes."""

from django.db import models
from django.db.models import Q

from hulul.kernel.tiers import Tier


class Framework(models.Model):
    """One way to measure conditions, known by the `id` of its files, e.g. "return-index"."""

    code = models.CharField(max_length=80, primary_key=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class FrameworkVersion(models.Model):
    """One framework file. `text` is the file as it came, `sha256` that of its UTF-8 bytes.

    `version`, `title` (per language), `unit`, `status` and `tier` repeat what the text says, for lists. A draft may be
    replaced by another text of the same version; what was activated stays as it is. One version of a framework is
    active; builds with retired ones stand on.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        ACTIVE = "active"
        RETIRED = "retired"

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=40)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    text = models.TextField()
    sha256 = models.CharField(max_length=64, db_index=True)
    title = models.JSONField(default=dict)
    unit = models.CharField(max_length=16)
    status = models.CharField(max_length=16)
    tier = models.PositiveSmallIntegerField(choices=[(t.value, t.name) for t in Tier], default=Tier.PUBLIC)
    loaded_by = models.CharField(max_length=200)
    loaded_by_id = models.BigIntegerField(null=True)
    loaded_at = models.DateTimeField()
    activated_by = models.CharField(max_length=200, blank=True)
    activated_by_id = models.BigIntegerField(null=True)
    activated_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("framework", "-loaded_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("framework", "version"), name="framework_version_once"),
            models.UniqueConstraint(
                fields=("framework",), condition=Q(state="active"), name="framework_one_active_version"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(activated_at__isnull=False), name="framework_version_activated_when"
            ),
            models.CheckConstraint(
                condition=~Q(state="retired") | Q(retired_at__isnull=False), name="framework_version_retired_when"
            ),
        )

    def __str__(self) -> str:
        return f"{self.framework_id} {self.version}"

    @property
    def is_immutable(self) -> bool:
        """Whether it was ever activated."""
        return self.state != self.State.DRAFT
