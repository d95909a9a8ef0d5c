"""Tables of places. Constraints that must always hold are in the database; what changes is in `actions`."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

NAME_LANGUAGES = ("en", "ar", "ckb")


class PlaceQuerySet(models.QuerySet["Place"]):
    def under(self, place: "Place") -> "PlaceQuerySet":
        """The place itself and everything below it."""
        return self.filter(path__startswith=place.path)

    def current(self) -> "PlaceQuerySet":
        """Places that have not been closed or merged away."""
        return self.filter(valid_to__isnull=True)


class Place(models.Model):
    """An area, location or site. `path` holds the codes from the country down to the place, each followed by "/"."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        AREA = "area", _("area")
        LOCATION = "location", _("location")
        CAMP = "camp", _("camp")
        INFORMAL_SITE = "informal_site", _("informal site")

    code = models.CharField(max_length=40, unique=True)
    level = models.PositiveSmallIntegerField(db_index=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=240, db_index=True)
    name_en = models.CharField(max_length=200, blank=True)
    name_ar = models.CharField(max_length=200, blank=True)
    name_ckb = models.CharField(max_length=200, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    population = models.PositiveBigIntegerField(null=True)
    position_decided = models.BooleanField(default=False)  # by a person: files do not move the place any more
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=Q(level__lte=4), name="place_level_0_to_4"),
            models.CheckConstraint(
                condition=Q(level=0, parent__isnull=True, kind="country")
                | (Q(level__gt=0, parent__isnull=False) & ~Q(kind="country")),
                name="place_only_the_country_has_no_parent",
            ),
            models.CheckConstraint(
                condition=~Q(name_en="") | ~Q(name_ar="") | ~Q(name_ckb=""), name="place_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__isnull=False, lon__isnull=False, lat__range=(-90, 90), lon__range=(-180, 180)),
                name="place_point_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="place_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, else English, else whatever there is."""
        return self.name_in((get_language() or "en").split("-", maxsplit=1)[0])

    def name_in(self, language: str) -> str:
        asked = getattr(self, f"name_{language}", "") if language in NAME_LANGUAGES else ""
        return str(asked or self.name_en or self.name_ar or self.name_ckb)

    @property
    def ancestor_codes(self) -> tuple[str, ...]:
        """From the country down, without the place itself."""
        return tuple(self.path.strip("/").split("/")[:-1])


class PlaceCode(models.Model):
    """What another system calls the place: `dtm_place`, `dtm_location`, `ocha_2014`, `ssid` …"""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="codes")
    system = models.CharField(max_length=32)
    code = models.CharField(max_length=64)

    class Meta:
        ordering = ("system", "code")
        constraints = (models.UniqueConstraint(fields=("system", "code"), name="one_place_per_code_of_a_system"),)


class Alias(models.Model):
    """Another spelling of a place at its level, within `scope` (a higher area) or everywhere when there is none."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="aliases")
    scope = models.ForeignKey(Place, on_delete=models.CASCADE, null=True, related_name="+")
    level = models.PositiveSmallIntegerField()
    spelling = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    share = models.FloatField(default=1.0)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ("place_id", "folded")
        constraints = (
            models.UniqueConstraint(fields=("folded", "level", "scope"), name="one_place_per_alias_in_a_scope"),
            models.UniqueConstraint(
                fields=("folded", "level"), condition=Q(scope__isnull=True), name="one_place_per_alias_everywhere"
            ),
            models.CheckConstraint(condition=~Q(folded=""), name="alias_is_not_empty"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="alias_share_0_to_1"),
        )


class Boundary(models.Model):
    """The outline of an area (WGS 84): exact as WKB, and simplified by `tolerance` degrees as GeoJSON for maps."""

    place = models.OneToOneField(Place, on_delete=models.CASCADE, related_name="boundary")
    wkb = models.BinaryField()
    outline = models.TextField()
    tolerance = models.FloatField()
    source = models.CharField(max_length=200)


class Succession(models.Model):
    """What became of a place: it appeared, was split into or merged with others, or closed, on a date."""

    class Kind(models.TextChoices):
        APPEAR = "appear", _("appeared")
        SPLIT = "split", _("was split")
        MERGE = "merge", _("was merged")
        CLOSE = "close", _("was closed")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    predecessor = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="successions")
    successor = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="origins")
    date = models.DateField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("date", "id")
        constraints = (
            models.UniqueConstraint(fields=("kind", "predecessor", "successor"), name="a_succession_is_told_once"),
            models.CheckConstraint(
                condition=Q(kind="appear", predecessor__isnull=True, successor__isnull=False)
                | Q(kind="close", predecessor__isnull=False, successor__isnull=True)
                | Q(kind__in=("split", "merge"), predecessor__isnull=False, successor__isnull=False),
                name="a_succession_names_who_it_is_about",
            ),
        )


class PopulationFigure(models.Model):
    """One row of a population file: people at the deepest place the row could be matched to.

    A place's own `population` is the sum of the figures at it and below it, so the country's equals the file's total.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="figures")
    key = models.CharField(max_length=400, unique=True)
    stated = models.JSONField()
    people = models.PositiveBigIntegerField()
    source = models.CharField(max_length=200)


class MatchDecision(models.Model):
    """Learned from a person and reused: what a file stated (`key`, see `stated.key_of`) means this place."""

    key = models.CharField(max_length=400, unique=True)
    stated = models.JSONField()
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="decisions")
    decided_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField()


class ReviewItem(models.Model):
    """Something a person should look at: what was stated, what is suggested instead, and what was decided.

    `suggestion` holds what accepting does: {"place": code}, {"lat": …, "lon": …} or {"parent": code}. `before` keeps
    what accepting or rejecting replaced, so that it can be undone.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")
        UNDONE = "undone", _("undone")

    kind = models.CharField(max_length=32, db_index=True)
    key = models.CharField(max_length=440, unique=True)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, null=True, related_name="review_items")
    stated = models.JSONField()
    suggestion = models.JSONField(default=dict)
    certainty = models.FloatField()
    source = models.CharField(max_length=200)
    line = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN, db_index=True)
    before = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-found_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(certainty__gte=0, certainty__lte=1), name="review_certainty_0_to_1"),
        )


class Revision(models.Model):
    """One row: rises with every change of places, so that each process knows when its index of names is old."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="there_is_one_revision"),)
