"""Reading judgements: the matrix of districts and concerns on a date."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hulul.kernel.actors import Actor
from hulul.kernel.errors import NotFound
from hulul.measurement.access import visible_judgements
from hulul.measurement.framing import Framed
from hulul.measurement.models import Judgement
from hulul.measurement.queries.frameworks import framed, framework_version
from hulul.measurement.rules import LEVELS
from hulul.places.models import Place


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One place with its judgements by concern; concerns that nobody judged are left out."""

    place: Place
    judged: Mapping[str, Judgement]


def matrix(actor: Actor, framework: str) -> Framed:
    """The framework in use that is judged. NotFound when there is none, or when it is scored instead."""
    found = framed(framework_version(actor, framework))
    if found.framework.kind != "matrix":
        raise NotFound(_("This framework is not judged by reviewers."), code="no_matrix")
    return found


def judgements(actor: Actor, framework: str) -> QuerySet[Judgement]:
    """All judgements by a framework that the actor may see, the newest date first."""
    found = Judgement.objects.filter(visible_judgements(actor), framework=framework)
    return found.select_related("place").order_by("-date", "place__name_en", "concern")


def judged_dates(actor: Actor, framework: str) -> list[dt.date]:
    """The dates on which something was judged, the newest first."""
    return list(judgements(actor, framework).order_by("-date").values_list("date", flat=True).distinct())


def judgement(actor: Actor, pk: int) -> Judgement:
    """One judgement. NotFound when there is none that the actor may see."""
    found = Judgement.objects.filter(visible_judgements(actor), pk=pk).select_related("place").first()
    if found is None:
        raise NotFound(_("There is no such judgement."), code="no_judgement")
    return found


def matrix_rows(actor: Actor, framework: Framed, date: dt.date) -> list[MatrixRow]:
    """Every place of the framework's unit with what was judged there on a date; places in the order of their codes."""
    by_place: dict[int, dict[str, Judgement]] = {}
    for found in judgements(actor, framework.id).filter(date=date):
        by_place.setdefault(found.place_id, {})[found.concern] = found
    places = Place.objects.filter(level=LEVELS[framework.framework.unit], valid_to=None).order_by("code")
    return [MatrixRow(place, by_place.get(place.pk, {})) for place in places]
