"""Reading rounds, versions, imports and what is in their files."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from django.db.models import Count, Max, Min, QuerySet
from django.utils.translation import gettext as _

from hulul.kernel import files
from hulul.kernel.actors import Actor
from hulul.kernel.errors import NotFound
from hulul.tracking.access import visible_imports, visible_versions
from hulul.tracking.checks.candidate import Previous
from hulul.tracking.models import HeaderMapping, Import, Round, Version


def learned_headers() -> dict[str, str]:
    """Headers that people explained, folded, and what they mean."""
    return dict(HeaderMapping.objects.values_list("header", "key"))


def rounds(actor: Actor, *, source: str = "", population: str = "", year: int | None = None) -> QuerySet[Version]:
    """The version that stands of each round the actor may see, newest first."""
    found = Version.objects.filter(visible_versions(actor), state=Version.State.ACCEPTED).select_related("round")
    if source:
        found = found.filter(round__source=source)
    if population:
        found = found.filter(round__population=population)
    if year:
        found = found.filter(round__date__year=year)
    return found.order_by("-round__date", "round__source", "round__population")


def round_with_versions(actor: Actor, code: str) -> tuple[Round, list[Version]]:
    """The round and the versions of it that the actor may see, newest first. NotFound when there is none."""
    found = Round.objects.filter(pk=code).first()
    versions = list(Version.objects.filter(visible_versions(actor), round_id=code).order_by("-number"))
    if found is None or not versions:
        raise NotFound(_("There is no such round. It may have been withdrawn."))
    for each in versions:
        each.round = found
    return found, versions


def span(actor: Actor) -> Mapping[str, Any]:
    """How many rounds stand, and the dates of the first and the last."""
    return rounds(actor).order_by().aggregate(count=Count("pk"), first=Min("round__date"), last=Max("round__date"))


def years(actor: Actor) -> list[int]:
    """Years that have a round, latest first."""
    found = rounds(actor).order_by().values_list("round__date__year", flat=True).distinct()
    return sorted(found, reverse=True)


def rounds_before(actor: Actor, found: Round) -> list[Version]:
    """The versions that stand of the earlier rounds of the same series, oldest first."""
    series = rounds(actor, source=found.source, population=found.population)
    return list(series.filter(round__date__lt=found.date).order_by("round__date"))


def standing(actor: Actor, code: str) -> Version | None:
    """The version that stands of a round; None when there is none yet."""
    return rounds(actor).filter(round_id=code).first() if code else None


def latest(actor: Actor, *, each: int) -> list[Version]:
    """The last rounds of every source and population, `each` of them, newest first."""
    series = rounds(actor).order_by().values_list("round__source", "round__population").distinct()
    found = [
        version
        for source, population in sorted(series)
        for version in rounds(actor, source=source, population=population)[:each]
    ]
    return sorted(found, key=lambda version: version.round.date, reverse=True)


def version(actor: Actor, code: str, number: int) -> Version:
    """One version of a round. NotFound when there is none that the actor may know of."""
    found = (
        Version.objects.filter(visible_versions(actor), round_id=code, number=number).select_related("round").first()
    )
    if found is None:
        raise NotFound(_("There is no such version of this round."))
    return found


def imports(actor: Actor, *, state: str = "", batch: UUID | None = None) -> QuerySet[Import]:
    """The imports the actor may see, newest first, in one state or of one batch."""
    found = Import.objects.filter(visible_imports(actor)).select_related("version__round", "job")
    if state:
        found = found.filter(state=state)
    if batch:
        found = found.filter(batch=batch)
    return found


def waiting(actor: Actor) -> int:
    """How many imports wait for a person."""
    states = (Import.State.NEEDS_ANSWERS, Import.State.CHECKED, Import.State.FAILED)
    return imports(actor).filter(state__in=states).count()


def find_import(actor: Actor, import_id: UUID) -> Import:
    found = imports(actor).filter(pk=import_id).first()
    if found is None:
        raise NotFound(_("There is no such import."))
    return found


def before(source: str, population: str, date: dt.date) -> tuple[Previous | None, dt.date | None]:
    """The round that stands before a date in its series, and the date of the series' last round."""
    series = Version.objects.filter(
        state=Version.State.ACCEPTED, round__source=source, round__population=population
    ).select_related("round")
    latest = series.order_by("-round__date").values_list("round__date", flat=True).first()
    found = series.filter(round__date__lt=date).order_by("-round__date").first()
    return (previous(found) if found else None), latest


def previous(found: Version) -> Previous:
    """The rows of a version as the checks compare them."""
    columns = ["place", "households", "place_code", "location_code"]
    rows = pq.read_table(files.local_path(found.rows_file), columns=columns)
    return Previous(
        code=found.round_id,
        date=found.round.date,
        place=_texts(rows, "place"),
        households=rows["households"].to_numpy(),
        place_id=_texts(rows, "place_code"),
        location_id=_texts(rows, "location_code"),
    )


def _texts(rows: pa.Table, column: str) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    return np.array([text or "" for text in rows[column].to_pylist()], dtype=object)
