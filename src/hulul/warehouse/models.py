"""Generations: which files are the warehouse, and since when."""

from typing import TypedDict

from django.db import models
from django.db.models import Q


class StoredFile(TypedDict):
    """`part` is the value of the dataset's partition column in all its rows, "" when the file is the whole dataset."""

    name: str
    part: str
    sha256: str
    rows: int
    bytes: int


class Entry(TypedDict):
    """One dataset in a manifest. `key` is a hash of everything the contents depend on."""

    key: str
    files: list[StoredFile]


class Generation(models.Model):
    """One consistent set of files. The current one is the highest number that is published.

    `manifest` maps each dataset's name to its Entry. `fingerprint` is a hash of all inputs, so that an unchanged
    warehouse is not built again. A retired generation's files are gone.
    """

    class State(models.TextChoices):
        BUILDING = "building"
        PUBLISHED = "published"
        FAILED = "failed"
        RETIRED = "retired"

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.BUILDING)
    manifest = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    engine = models.CharField(max_length=16)
    code_version = models.CharField(max_length=80)
    message = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        indexes = (models.Index(fields=("state", "-number")),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=("published", "retired")) | Q(published_at__isnull=False),
                name="generation_published_at_known",
            ),
        )

    def __str__(self) -> str:
        return f"generation {self.number} ({self.state})"
