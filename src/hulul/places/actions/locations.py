"""Making the locations that a master list names and nobody knew."""

import hashlib
import re
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Invalid
from hulul.places.access import check_change
from hulul.places.actions.reviews import Doubt, raise_doubts
from hulul.places.actions.writing import Draft, announce, batches, keys_of, write_codes, write_places
from hulul.places.atlas import Known
from hulul.places.matching import Matcher
from hulul.places.models import Place
from hulul.places.rules import COORDINATES_OUTSIDE, COORDINATES_SWAPPED, LOCATION_LEVEL
from hulul.places.stated import Match, Stated, key_of


@transaction.atomic
def add_locations(
    actor: Actor,
    locations: Sequence[tuple[Stated, Match]],
    *,
    source: str,
    matcher: Matcher | None = None,
) -> list[str]:
    """Create what was matched as "new", in bulk; returns the code of each, in order. Doubts go to the review queue.

    Safe to repeat: a row whose location exists gets the code it has. Rows that state the same location get one. With a
    `matcher`, it learns the new places; drop that matcher if the transaction around this fails. Invalid when a match
    has no parent area.
    """
    check_change(actor)
    if any(match.parent is None for _stated, match in locations):
        raise Invalid(
            _("A location needs coordinates inside the country or the name of its area. Nothing was changed.")
        )
    codes = [code_for(stated) for stated, _match in locations]
    drafts = {code: _draft(code, *location) for code, location in zip(codes, locations, strict=True)}
    existing = keys_of(drafts)
    fresh = {code: draft for code, draft in drafts.items() if code not in existing}
    if not fresh:
        return codes
    write_places(list(fresh.values()))
    stated_of = dict(zip(codes, (stated for stated, _match in locations), strict=True))
    write_codes((code, system, other) for code in fresh for system, other in stated_of[code].codes.items())
    doubts = [
        Doubt(stated, match, code) for code, (stated, match) in zip(codes, locations, strict=True) if code in fresh
    ]
    raised = raise_doubts(doubts, source)
    record(actor, "add_locations", "place", "", source=source, created=len(fresh), to_review=raised)
    announce()
    if matcher:
        made = (place for batch in batches(fresh) for place in Place.objects.filter(code__in=batch))
        matcher.learn((_known(place), stated_of[place.code].codes) for place in made)
    return codes


def code_for(stated: Stated) -> str:
    """The code a new location gets: by its DTM place id, else by a hash of what was stated (the same every time)."""
    if place_id := stated.codes.get("dtm_place"):
        return f"dtm-{_plain(place_id)}"
    if others := sorted((system, code) for system, code in stated.codes.items() if system != "pcode"):
        return "-".join(_plain(part) for part in others[0])[:40]
    return f"loc-{hashlib.sha256(key_of(stated).encode()).hexdigest()[:12]}"


def _plain(text: str) -> str:
    """Fit for a code: no slash, because paths are made of codes."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", text)[:32]


def usable_point(stated: Stated, match: Match) -> tuple[float | None, float | None]:
    """The stated point, unless it lies outside the country or waits for a person to confirm that it is swapped."""
    doubtful = {COORDINATES_OUTSIDE, COORDINATES_SWAPPED} & set(match.findings)
    return (None, None) if doubtful else (stated.lat, stated.lon)


def _draft(code: str, stated: Stated, match: Match) -> Draft:
    lat, lon = usable_point(stated, match)
    names = {language: name for language, name in stated.names.items() if name} or {"en": code}
    return Draft(code, LOCATION_LEVEL, Place.Kind.LOCATION, match.parent, names, lat, lon)


def _known(place: Place) -> Known:
    names = (place.name_en, place.name_ar, place.name_ckb)
    return Known(
        place.code, place.level, place.kind, tuple(place.path.strip("/").split("/")), *names, place.lat, place.lon
    )
