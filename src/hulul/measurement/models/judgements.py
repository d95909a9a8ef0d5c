"""Judgements of named reviewers about a place: how grave a concern is, on what evidence, and what may be said of it."""

from django.db import models
from django.db.models import Q

from hulul.measurement.models.frameworks import Framework
from hulul.places.models import Place


class Judgement(models.Model):
    """One concern in one place (a district) on one date, by a framework of judgements such as "svd".

    `evidence` and `reviewer` are never public; `statement` is what is published, once `state` says so.
    """

    class Rating(models.TextChoices):
        LOW = "low"
        MEDIUM = "medium"
        HIGH = "high"

    class State(models.TextChoices):
        DRAFT = "draft"
        REVIEWED = "reviewed"
        PUBLISHED = "published"

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="judgements")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    date = models.DateField(db_index=True)
    concern = models.CharField(max_length=80)
    rating = models.CharField(max_length=8, choices=Rating.choices)
    evidence = models.TextField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT, db_index=True)
    author = models.CharField(max_length=200)
    author_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()
    reviewer = models.CharField(max_length=200, blank=True)
    reviewer_id = models.BigIntegerField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    statement = models.TextField(blank=True)
    published_by = models.CharField(max_length=200, blank=True)
    published_by_id = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-date", "place", "concern")
        constraints = (
            models.UniqueConstraint(fields=("framework", "date", "place", "concern"), name="judgement_once"),
            models.CheckConstraint(
                condition=Q(state="draft") | (~Q(reviewer="") & Q(reviewed_at__isnull=False)),
                name="judgement_reviewed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | (~Q(statement="") & Q(published_at__isnull=False)),
                name="judgement_published_with_a_statement",
            ),
        )

    def __str__(self) -> str:
        return f"{self.framework_id}-{self.date} {self.place_id} {self.concern}"

    @property
    def assessment(self) -> str:
        """Which assessment it belongs to: "<framework>-<date>"."""
        return f"{self.framework_id}-{self.date.isoformat()}"
