"""Where a place's numbers come from and how good they are, read from the stored rows and findings."""

from dataclasses import dataclass

import pyarrow as pa

from hulul.kernel.actors import Actor
from hulul.places import queries as places
from hulul.places.models import Place
from hulul.places.rules import LOCATION_LEVEL
from hulul.sheets.explaining import FindingGroup
from hulul.tracking import contents, queries
from hulul.tracking.contents import AreaRows
from hulul.tracking.explaining import grouped
from hulul.tracking.models import Version

ROUNDS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Quality:
    """What was noticed in a version about the rows of a place. `touched` rows have at least one finding."""

    version: Version
    rows: int
    touched: int
    groups: tuple[FindingGroup, ...]


def of_place(actor: Actor, place: Place) -> list[AreaRows]:
    """The last rounds of every series, newest first, with the place's rows in each."""
    codes = _inside(actor, place)
    return [contents.rows_at(version, codes) for version in queries.latest(actor, each=ROUNDS_SHOWN)]


def quality_of(actor: Actor, place: Place) -> list[Quality]:
    """The last round of every series, with what was noticed about the place's rows."""
    codes = _inside(actor, place)
    found = []
    for version in queries.latest(actor, each=1):
        rows = contents.rows_at(version, codes).rows
        noticed = contents.findings_of(version, rows)
        touched = len({finding.row for finding in noticed})
        found.append(Quality(version, len(rows), touched, tuple(grouped(noticed))))
    return found


def _inside(actor: Actor, place: Place) -> pa.Array:
    """The place and everything below it, as codes."""
    if place.level == LOCATION_LEVEL:
        return pa.array([place.code])
    return pa.array(list(places.places(actor, within=place.code).values_list("code", flat=True)), pa.string())
