"""The review queue: what matching doubts is put before a person; decisions are applied, learned and can be undone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel import clock
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Invalid, NotFound
from hulul.places.access import check_change
from hulul.places.actions.figures import settle_population
from hulul.places.actions.lifecycle import merge_into, unmerge
from hulul.places.actions.writing import BATCH, announce, batches, keys_of, save_moved
from hulul.places.models import MatchDecision, Place, PopulationFigure, ReviewItem
from hulul.places.rules import COORDINATES_SWAPPED, DISTRICT_CONFLICT, NAME_UNCERTAIN, REVIEWED, next_state
from hulul.places.stated import Match, Stated, key_of

PARTS: Mapping[str, tuple[str, ...]] = {
    COORDINATES_SWAPPED: ("lat", "lon"),
    DISTRICT_CONFLICT: ("parent", "instead_of"),
    NAME_UNCERTAIN: ("place",),
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row, what was made of it, and the place it was counted at; `figure` is the key of a population figure."""

    stated: Stated
    match: Match
    place: str | None
    line: int | None = None
    figure: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


def raise_doubts(doubts: Iterable[Doubt], source: str) -> int:
    """Put uncertain matches into the queue, each only once however many files repeat it. Returns how many are new.

    Part of a larger action: the caller holds the transaction, checks and audits.
    """
    items: dict[str, ReviewItem] = {}
    asked = list(doubts)
    codes = keys_of(doubt.place for doubt in asked if doubt.place)
    now = clock.now()
    for doubt in asked:
        for kind in doubt.match.findings:
            if kind not in REVIEWED:
                continue
            suggestion = {
                part: doubt.match.suggestion[part] for part in PARTS.get(kind, ()) if part in doubt.match.suggestion
            }
            key = f"{kind}:{doubt.place or ''}:{doubt.figure or key_of(doubt.stated)}"[:440]
            items[key] = ReviewItem(
                kind=kind,
                key=key,
                place_id=codes.get(doubt.place or ""),
                stated={**doubt.stated.as_detail(), **doubt.extra} | ({"figure": doubt.figure} if doubt.figure else {}),
                suggestion=suggestion,
                certainty=doubt.match.certainty,
                source=source[:200],
                line=doubt.line,
                found_at=now,
            )
    known: set[str] = set()
    for batch in batches(items):
        known.update(ReviewItem.objects.filter(key__in=batch).values_list("key", flat=True))
    fresh = [item for key, item in items.items() if key not in known]
    ReviewItem.objects.bulk_create(fresh, batch_size=BATCH)
    return len(fresh)


@transaction.atomic
def record_doubts(actor: Actor, doubts: Iterable[Doubt], source: str) -> int:
    """The same as an action of its own, for a room that matched rows of its own files."""
    check_change(actor)
    fresh = raise_doubts(doubts, source)
    if fresh:
        record(actor, "record_doubts", "place_review", "", source=source, created=fresh)
    return fresh


@transaction.atomic
def decide(actor: Actor, item_id: int, verb: str, choice: str = "") -> ReviewItem:
    """Accept what is suggested (or the place of code `choice` instead), reject it, or undo what was decided.

    Accepting applies the suggestion; rejecting keeps what the file stated; undoing restores what was there before.
    NotFound, Conflict when the item is in another state, Invalid when there is nothing to accept.
    """
    check_change(actor)
    item = ReviewItem.objects.select_for_update().filter(pk=item_id).first()
    if item is None:
        raise NotFound(_("This review item does not exist."))
    state = next_state(item.state, verb)
    if state is None:
        raise Conflict(_("Somebody has already decided this. Load the page again to see what was decided."))
    if verb == "undo":
        _undo(item)
    else:
        item.before = _apply(actor, item, accepted=verb == "accept", choice=choice.strip())
    item.state = state
    item.decided_by = actor.name
    item.decided_at = clock.now()
    item.save()
    record(actor, f"{verb}_review", "place_review", item.pk, what=item.kind, place=item.place and item.place.code)
    announce()
    return item


def decide_all(actor: Actor, item_ids: Iterable[int], verb: str) -> int:
    """The same decision for many items, all or none. Returns how many."""
    ids = sorted(set(item_ids))
    with transaction.atomic():
        for item_id in ids:
            decide(actor, item_id, verb)
    return len(ids)


def _apply(actor: Actor, item: ReviewItem, *, accepted: bool, choice: str) -> dict[str, Any]:
    if item.kind == NAME_UNCERTAIN:
        return _learn(actor, item, choice or item.suggestion.get("place", "")) if accepted else {}
    if item.kind == COORDINATES_SWAPPED and accepted and item.place:
        return _move(item.place, lat=item.suggestion["lat"], lon=item.suggestion["lon"])
    if item.kind == DISTRICT_CONFLICT and item.place:
        return _move(item.place, parent=item.suggestion["parent" if accepted else "instead_of"])
    return {}


def _learn(actor: Actor, item: ReviewItem, code: str) -> dict[str, Any]:
    """From now on this statement means that place; what was already counted elsewhere is moved there."""
    target = Place.objects.filter(code=code).first()
    if target is None:
        raise Invalid(_("Nothing is suggested here: give the code of the place it should be."))
    stated = _stated(item)
    decision, _created = MatchDecision.objects.update_or_create(
        key=key_of(stated),
        defaults={
            "stated": stated.as_detail(),
            "place": target,
            "decided_by": actor.name,
            "decided_at": clock.now(),
        },
    )
    before: dict[str, Any] = {"decision": decision.key}
    if figure := PopulationFigure.objects.filter(key=item.stated.get("figure", "")).select_related("place").first():
        before["figure_place"] = figure.place.code
        figure.place = target
        figure.save()
        settle_population()
    elif item.place and item.place != target and item.place.level == target.level:
        before["merged"] = merge_into(item.place, target, clock.today())
    return before


def _move(place: Place, *, lat: float | None = None, lon: float | None = None, parent: str = "") -> dict[str, Any]:
    before: dict[str, Any] = {
        "lat": place.lat,
        "lon": place.lon,
        "parent": place.parent.code if place.parent else None,
        "position_decided": place.position_decided,
    }
    if lat is not None:
        place.lat, place.lon = lat, lon
    if parent:
        _put_under(place, parent)
    place.position_decided = True
    save_moved(place)
    return before


def _undo(item: ReviewItem) -> None:
    before = item.before
    item.before = {}
    if "decision" in before:
        MatchDecision.objects.filter(key=before["decision"]).delete()
    if "figure_place" in before:
        place = Place.objects.get(code=before["figure_place"])
        PopulationFigure.objects.filter(key=item.stated["figure"]).update(place=place)
        settle_population()
    if before.get("merged") and item.place:
        unmerge(item.place)
    if "position_decided" in before and item.place:
        place = item.place
        place.lat, place.lon, place.position_decided = before["lat"], before["lon"], before["position_decided"]
        _put_under(place, before["parent"])
        save_moved(place)


def _put_under(place: Place, parent: str) -> None:
    place.parent = Place.objects.get(code=parent)
    place.path = f"{place.parent.path}{place.code}/"


def _stated(item: ReviewItem) -> Stated:
    stated = item.stated
    return Stated(
        codes=stated.get("codes", {}), names=stated.get("names", {}), area_names=tuple(stated.get("area_names", ()))
    )
