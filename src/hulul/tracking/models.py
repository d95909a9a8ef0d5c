"""Rounds, their immutable versions, imports under way, and headers a person explained once.

The counts themselves are Parquet files in the store (`kernel.files`); these rows say which file holds what, where it
came from and whether it stands.
"""

import uuid

from django.db import models
from django.db.models import Q

from hulul.kernel.models import Job
from hulul.kernel.tiers import Tier


class Population(models.TextChoices):
    IDP = "idp"
    RETURNEE = "returnee"


class Round(models.Model):
    """One count of one population by one source on one date. `code` is "<source>-<population>-<date>"."""

    code = models.CharField(max_length=80, primary_key=True)
    source = models.CharField(max_length=40)
    population = models.CharField(max_length=16, choices=Population.choices)
    date = models.DateField(db_index=True)

    class Meta:
        ordering = ("-date", "source", "population")
        constraints = (
            models.UniqueConstraint(fields=("source", "population", "date"), name="round_once"),
            models.CheckConstraint(condition=Q(population__in=Population.values), name="round_population_known"),
        )

    def __str__(self) -> str:
        return self.code


class Version(models.Model):
    """What one accepted file said about a round. The files never change; only the state does.

    `rows_file` and `breakdowns_file` are names in the store. `contents` is a hash of the normalised rows, so that the
    same list in another format is recognised. `factor` is individuals per
    household outside camps, `camp_factor` inside them.
    """

    class State(models.TextChoices):
        ACCEPTED = "accepted"
        SUPERSEDED = "superseded"
        WITHDRAWN = "withdrawn"

    class MissingRule(models.TextChoices):
        REPORTED = "reported"
        CARRIED_FORWARD = "carried_forward"
        EXCLUDED = "excluded"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.ACCEPTED)
    rows_file = models.CharField(max_length=160)
    breakdowns_file = models.CharField(max_length=160)
    findings_file = models.CharField(max_length=160)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    contents = models.CharField(max_length=64, db_index=True)
    breakdown_unit = models.CharField(max_length=16, blank=True)
    factor = models.FloatField()
    camp_factor = models.FloatField()
    rows = models.PositiveIntegerField()
    households = models.PositiveBigIntegerField()
    individuals = models.PositiveBigIntegerField()
    reported_rows = models.PositiveIntegerField(default=0)
    new_places = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=dict)
    tier = models.PositiveSmallIntegerField(choices=[(t.value, t.name) for t in Tier], default=Tier.PUBLIC)
    missing_rule = models.CharField(max_length=16, choices=MissingRule.choices, default=MissingRule.REPORTED)
    accepted_by = models.CharField(max_length=200)
    accepted_by_id = models.BigIntegerField(null=True)
    accepted_at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("round", "-number")
        constraints = (
            models.UniqueConstraint(fields=("round", "number"), name="version_number_once"),
            models.UniqueConstraint(fields=("round",), condition=Q(state="accepted"), name="version_one_accepted"),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(reason=""), name="version_withdrawn_with_reason"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.round_id} v{self.number}"


class Import(models.Model):
    """One file on its way in: kept, read, asked about, checked, and then accepted or refused.

    `stored` is the file's name in the store. `answers` holds what a person said of it: population, date, source, tier,
    sheet and headers. `summary` is what the preview shows. Files that came in together share a `batch`.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded"
        NEEDS_ANSWERS = "needs_answers"
        CHECKED = "checked"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        FAILED = "failed"

    class Outcome(models.TextChoices):
        NEW_ROUND = "new_round"
        NEW_VERSION = "new_version"
        SAME_FILE = "same_file"
        SAME_CONTENTS = "same_contents"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.UUIDField(default=uuid.uuid4, db_index=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=16, choices=State.choices, default=State.UPLOADED, db_index=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    stored = models.CharField(max_length=160)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    size = models.PositiveBigIntegerField(default=0)
    answers = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    findings_file = models.CharField(max_length=160, blank=True)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="imports")
    message = models.CharField(max_length=1000, blank=True)
    user_id = models.BigIntegerField(null=True, db_index=True)
    user_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "file_name")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(version__isnull=False), name="import_accepted_has_version"
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        """A person still has something to decide."""
        return self.state in (self.State.UPLOADED, self.State.NEEDS_ANSWERS, self.State.CHECKED)


class HeaderMapping(models.Model):
    """What a header (folded) means, as a person confirmed it once; the key "ignored" leaves its column out."""

    header = models.CharField(max_length=255, unique=True)
    key = models.CharField(max_length=80)
    confirmed_by = models.CharField(max_length=200)
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ("header",)

    def __str__(self) -> str:
        return self.header
