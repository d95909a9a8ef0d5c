"""Reads of this room. Places are public; review items are empty for readers who may not see them."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hulul.agencies.rules import PlaceName
from hulul.kernel import packs
from hulul.kernel.actors import Actor
from hulul.kernel.errors import NotFound
from hulul.places.access import visible, visible_reviews
from hulul.places.models import Alias, Boundary, Place, PlaceQuerySet, ReviewItem, Revision, Succession
from hulul.places.search import Hit, index

SEARCH_LIMIT = 50


def revision() -> int:
    """Rises with every change of places: what was made from an older one is stale."""
    return Revision.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def places(actor: Actor, *, level: int | None = None, within: str = "", kind: str = "") -> PlaceQuerySet:
    """Places by level, kind and the area they lie in (the area itself included)."""
    found = Place.objects.filter(visible(actor))
    if level is not None:
        found = found.filter(level=level)
    if kind:
        found = found.filter(kind=kind)
    if within:
        found = found.under(by_code(actor, within))
    return found


def by_code(actor: Actor, code: str) -> Place:
    """The place of this code. NotFound when there is none."""
    place = Place.objects.filter(visible(actor), code=code).select_related("parent").first()
    if place is None:
        raise NotFound(_("There is no place with the code %(code)s.") % {"code": code})
    return place


def place_name(code: str) -> PlaceName | None:
    """The place of this code as grants name it; None when there is none. Places are public, so nobody asks."""
    place = Place.objects.filter(code=code).first()
    return PlaceName(place.code, place.name) if place else None


def by_codes(actor: Actor, codes: Iterable[str]) -> dict[str, Place]:
    return {place.code: place for place in Place.objects.filter(visible(actor), code__in=set(codes))}


def children(actor: Actor, code: str) -> PlaceQuerySet:
    """The places directly below, open ones only, by name."""
    return Place.objects.filter(visible(actor), parent__code=code).current().order_by("name_en", "code")


def ancestors(actor: Actor, code: str) -> list[Place]:
    """From the country down to the parent."""
    codes = by_code(actor, code).ancestor_codes
    found = by_codes(actor, codes)
    return [found[ancestor] for ancestor in codes]


@dataclass(frozen=True, slots=True)
class Tree:
    """An area and the trees of the areas directly below it, by name."""

    place: Place
    children: tuple["Tree", ...]


def tree(actor: Actor, within: str, level: int) -> Tree:
    """The country, or an area, with all open areas below it down to a level. NotFound when there is none."""
    root = by_code(actor, within or packs.current().country)
    below: dict[int | None, list[Place]] = {}
    found = places(actor, within=root.code).current().filter(level__gt=root.level, level__lte=level)
    for place in found.order_by("name_en", "code"):
        below.setdefault(place.parent_id, []).append(place)

    def grown(place: Place) -> Tree:
        return Tree(place, tuple(grown(child) for child in below.get(place.pk, ())))

    return grown(root)


def aliases(actor: Actor, place: Place) -> list[Alias]:
    return list(place.aliases.select_related("scope").order_by("spelling", "pk"))


def history(actor: Actor, place: Place) -> list[Succession]:
    """What became of the place and what it came from, by date."""
    told = Succession.objects.select_related("predecessor", "successor")
    return list((told.filter(predecessor=place) | told.filter(successor=place)).order_by("date", "pk"))


def search(actor: Actor, text: str, limit: int = 10) -> list[Hit]:
    """Places for what was typed, best first; at most SEARCH_LIMIT. Empty text finds nothing."""
    if not text.strip():
        return []
    return index(revision()).search(text[:200], min(limit, SEARCH_LIMIT))


def boundaries(actor: Actor, level: int, within: str = "") -> str:
    """The simplified outlines of a level, all or inside an area, as the text of a GeoJSON FeatureCollection.

    Each feature has its code, level, parent and names. NotFound when `within` is no place.
    """
    path = by_code(actor, within).path if within else ""
    return _boundaries(revision(), level, path)


@lru_cache(maxsize=64)
def _boundaries(_revision: int, level: int, path: str) -> str:
    found = Boundary.objects.filter(place__level=level, place__valid_to__isnull=True)
    if path:
        found = found.filter(place__path__startswith=path)
    fields = ("code", "level", "parent__code", "name_en", "name_ar", "name_ckb")
    features = []
    for outline, *values in found.order_by("place__code").values_list(
        "outline", *(f"place__{name}" for name in fields)
    ):
        code, own_level, parent, *names = values
        properties = {"code": code, "level": own_level, "parent": parent}
        properties |= dict(zip(("name_en", "name_ar", "name_ckb"), names, strict=True))
        written = json.dumps(properties, ensure_ascii=False, separators=(",", ":"))
        features.append(f'{{"type":"Feature","id":{json.dumps(code)},"properties":{written},"geometry":{outline}}}')
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'


def review_items(actor: Actor, *, state: str = "", kind: str = "", within: str = "") -> QuerySet[ReviewItem]:
    """The review queue, newest first; empty for the public."""
    found = ReviewItem.objects.filter(visible_reviews(actor)).select_related("place", "place__parent")
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    if within:
        found = found.filter(place__path__startswith=by_code(actor, within).path)
    return found


def review_counts(actor: Actor) -> Counter[str]:
    """How many open items there are of each kind."""
    waiting = (ReviewItem.State.OPEN, ReviewItem.State.UNDONE)
    return Counter(ReviewItem.objects.filter(visible_reviews(actor), state__in=waiting).values_list("kind", flat=True))
