"""Builds: scores of one framework version on one set of inputs, with everything that is needed to make them again."""

import uuid

from django.db import models
from django.db.models import Q

from hulul.kernel.models import Job
from hulul.kernel.tiers import Tier
from hulul.measurement.models.frameworks import FrameworkVersion
from hulul.measurement.models.surveys import SurveyVersion


class Build(models.Model):
    """One run. `assessment` is "<framework>-<date>"; of all its builds one may stand, and that one is published.

    Without a survey version the indicators come from master lists. `tier` is the higher of the framework's and the
    survey's; sums over households are as open as the framework says. `inputs` names the stored files that were read
    and `files` those that were written, by dataset: {"answers": {"name", "sha256", "rows"}, …}; neither ever changes.
    `parameters` are what was asked for (`runs`, `stand`), `log` the steps in order with their figures, `diagnostics`
    what the build's page shows about fit and doubt. `previous` is the build that change is measured from. `reason`
    says why it was withdrawn.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.CharField(max_length=120, db_index=True)
    date = models.DateField(db_index=True)
    tier = models.PositiveSmallIntegerField(choices=[(t.value, t.name) for t in Tier], default=Tier.PUBLIC)
    framework_version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="builds")
    survey_version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, null=True, related_name="builds")
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    seed = models.PositiveBigIntegerField()
    code_version = models.CharField(max_length=80, blank=True)
    inputs = models.JSONField(default=dict)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=16, choices=State.choices, default=State.RUNNING)
    stands = models.BooleanField(default=False)
    files = models.JSONField(default=dict)
    log = models.JSONField(default=list)
    diagnostics = models.JSONField(default=dict)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    user_id = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    message = models.CharField(max_length=1000, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-date", "assessment", "-created_at")
        constraints = (
            models.UniqueConstraint(
                fields=("assessment",), condition=Q(stands=True), name="build_one_stands_per_assessment"
            ),
            models.CheckConstraint(condition=Q(stands=False) | Q(state="done"), name="build_that_stands_is_done"),
            models.CheckConstraint(
                condition=Q(state="running") | Q(finished_at__isnull=False), name="build_finished_when"
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessment} {self.pk}"
