"""Surveys, their immutable versions, and files of answers on their way in.

The answers themselves are Parquet files in the store (`kernel.files`); these rows say which file holds what, where it
came from and whether it stands.
"""

import uuid

from django.db import models
from django.db.models import Q

from hulul.kernel.models import Job
from hulul.kernel.tiers import Tier
from hulul.measurement.models.frameworks import Framework


class Survey(models.Model):
    """Answers gathered by one source up to one date, for a framework or (without one) about households.

    `code` is "<source>-<framework>-<date>", with "households" where there is no framework.
    """

    code = models.CharField(max_length=140, primary_key=True)
    source = models.CharField(max_length=40)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, null=True, related_name="surveys")
    date = models.DateField(db_index=True)

    class Meta:
        ordering = ("-date", "code")
        constraints = (
            models.UniqueConstraint(fields=("source", "framework", "date"), nulls_distinct=False, name="survey_once"),
        )

    def __str__(self) -> str:
        return self.code


class SurveyVersion(models.Model):
    """What one accepted file said. The files never change; only the state does.

    `answers_file` and `findings_file` are names in the store, and `households_file` where each row is a household (one
    line each, with its weight; never public). `contents` is a hash of the answers, so that the same answers in another
    format are recognised. `rows` counts the rows of the file, `places` the places they are about.
    """

    class State(models.TextChoices):
        ACCEPTED = "accepted"
        SUPERSEDED = "superseded"
        WITHDRAWN = "withdrawn"

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.ACCEPTED)
    answers_file = models.CharField(max_length=200)
    households_file = models.CharField(max_length=200, blank=True)
    findings_file = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    contents = models.CharField(max_length=64, db_index=True)
    rows = models.PositiveIntegerField()
    places = models.PositiveIntegerField()
    findings = models.JSONField(default=dict)
    tier = models.PositiveSmallIntegerField(choices=[(t.value, t.name) for t in Tier], default=Tier.PUBLIC)
    accepted_by = models.CharField(max_length=200)
    accepted_by_id = models.BigIntegerField(null=True)
    accepted_at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("survey", "-number")
        constraints = (
            models.UniqueConstraint(fields=("survey", "number"), name="survey_version_number_once"),
            models.UniqueConstraint(
                fields=("survey",), condition=Q(state="accepted"), name="survey_version_one_accepted"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(reason=""), name="survey_version_withdrawn_with_reason"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="survey_version_number_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.survey_id} v{self.number}"


class SurveyImport(models.Model):
    """One file of answers on its way in: kept, read, asked about, checked, and then accepted or refused.

    `stored` is the file's name in the store. `answers` holds what a person said of it: framework, date, source, tier,
    sheet and the meaning of columns. `summary` is what the preview shows. Files sent together share a `batch`.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded"
        NEEDS_ANSWERS = "needs_answers"
        CHECKED = "checked"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        FAILED = "failed"

    class Outcome(models.TextChoices):
        NEW_SURVEY = "new_survey"
        NEW_VERSION = "new_version"
        SAME_FILE = "same_file"
        SAME_CONTENTS = "same_contents"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.UUIDField(default=uuid.uuid4, db_index=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=16, choices=State.choices, default=State.UPLOADED, db_index=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    stored = models.CharField(max_length=200)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    size = models.PositiveBigIntegerField(default=0)
    answers = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    findings_file = models.CharField(max_length=200, blank=True)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, null=True, related_name="imports")
    message = models.CharField(max_length=1000, blank=True)
    user_id = models.BigIntegerField(null=True, db_index=True)
    user_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "file_name")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(version__isnull=False), name="survey_import_accepted_has_version"
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        """A person still has something to decide."""
        return self.state in (self.State.UPLOADED, self.State.NEEDS_ANSWERS, self.State.CHECKED)
