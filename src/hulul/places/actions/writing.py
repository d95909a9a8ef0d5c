"""Writing many places at once, telling what really changed; and telling everybody that places changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Greatest, Substr

from hulul.kernel import clock
from hulul.kernel.events import publish
from hulul.places.events import PlacesChanged
from hulul.places.models import NAME_LANGUAGES, Place, PlaceCode, Revision

BATCH = 500


@dataclass(frozen=True, slots=True)
class Draft:
    """A place as a file would have it. Empty names and an unknown point leave what is there."""

    code: str
    level: int
    kind: str
    parent: str | None
    names: Mapping[str, str]
    lat: float | None = None
    lon: float | None = None


@dataclass(slots=True)
class Written:
    created: set[str] = field(default_factory=set)
    updated: set[str] = field(default_factory=set)
    unchanged: int = 0


def write_places(drafts: Sequence[Draft]) -> Written:
    """Create or update places. Parents are earlier places or earlier drafts. A position a person decided stays."""
    written = Written()
    wanted = {draft.code for draft in drafts} | {draft.parent for draft in drafts if draft.parent}
    known = {place.code: place for batch in batches(wanted) for place in Place.objects.filter(code__in=batch)}
    for level in sorted({draft.level for draft in drafts}):
        fresh: list[Place] = []
        stale: list[Place] = []
        for draft in drafts:
            if draft.level != level:
                continue
            place = known.get(draft.code)
            if place is None:
                place = Place(code=draft.code)
                _apply(place, draft, known)
                fresh.append(place)
                known[draft.code] = place
                written.created.add(draft.code)
            elif _apply(place, draft, known):
                stale.append(place)
                written.updated.add(draft.code)
            else:
                written.unchanged += 1
        Place.objects.bulk_create(fresh, batch_size=BATCH)
        for place in stale:
            save_moved(place)
    return written


def save_moved(place: Place) -> None:
    """Save a place, and carry its descendants along when its path changed."""
    old = Place.objects.values_list("path", flat=True).get(pk=place.pk)
    place.save()
    if old != place.path:
        below = Place.objects.filter(path__startswith=old).exclude(pk=place.pk)
        below.update(path=Concat(Value(place.path), Substr("path", len(old) + 1)))


def write_codes(codes: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Give places codes of other systems, (place, system, code) each; those that belong to another place come back."""
    asked = [each for each in codes if each[2]]
    owners = {
        (system, code): owner
        for batch in batches({code for _place, _system, code in asked})
        for system, code, owner in PlaceCode.objects.filter(code__in=batch).values_list("system", "code", "place__code")
    }
    keys = keys_of(place for place, _system, _code in asked)
    fresh, taken = [], []
    for place, system, code in asked:
        owner = owners.get((system, code))
        if owner is None:
            owners[system, code] = place
            fresh.append(PlaceCode(place_id=keys[place], system=system, code=code))
        elif owner != place:
            taken.append((place, system, code))
    PlaceCode.objects.bulk_create(fresh, batch_size=BATCH)
    return taken


def announce() -> None:
    """Raise the revision and tell upper rooms, in the transaction of the change.

    Revisions are microseconds, not a count: after a backup is restored a new change must not take a number that
    running processes already know as another state.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("places change only inside an action's transaction")
    moment = int(clock.now().timestamp() * 1_000_000)
    Revision.objects.get_or_create(pk=1)
    Revision.objects.filter(pk=1).update(number=Greatest(F("number") + 1, moment))
    publish(PlacesChanged(number=Revision.objects.get(pk=1).number))


def batches(values: Iterable[str]) -> Iterator[list[str]]:
    """The distinct values in groups that a query can take at once."""
    asked = sorted(set(values))
    for start in range(0, len(asked), BATCH):
        yield asked[start : start + BATCH]


def keys_of(codes: Iterable[str]) -> dict[str, int]:
    """The primary keys of the places of these codes, as far as there are such places."""
    found: dict[str, int] = {}
    for batch in batches(codes):
        found.update(Place.objects.filter(code__in=batch).values_list("code", "pk"))
    return found


def _apply(place: Place, draft: Draft, known: Mapping[str, Place]) -> bool:
    """Put the draft into the place; True when anything is different now."""
    before = [getattr(place, name) for name in _FIELDS]
    place.level, place.kind = draft.level, draft.kind
    for language, name in draft.names.items():
        if name:
            setattr(place, f"name_{language}", name[:200])
    if not place.position_decided:
        parent = known[draft.parent] if draft.parent else None
        place.parent = parent
        place.path = f"{parent.path if parent else ''}{draft.code}/"
        if draft.lat is not None and draft.lon is not None:
            place.lat, place.lon = draft.lat, draft.lon
    return before != [getattr(place, name) for name in _FIELDS]


_FIELDS = ("level", "kind", "path", "lat", "lon", *(f"name_{language}" for language in NAME_LANGUAGES))
