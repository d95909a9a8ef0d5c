"""Places for machines: search, the tree, one place, what lies below it, outlines and points."""

import datetime as dt
import json
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from hulul.kernel import paging
from hulul.kernel.actors import ANONYMOUS, Actor
from hulul.places import queries
from hulul.places.models import Place, PlaceQuerySet

PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
Text = Annotated[str, Field(max_length=200, pattern=PRINTABLE)]
Code = Annotated[str, Field(max_length=40, pattern=PRINTABLE)]
Within = Annotated[str, Field(max_length=40, pattern=PRINTABLE, description="Code of an area; empty: everywhere.")]
Hits = Annotated[int, Field(ge=1, le=queries.SEARCH_LIMIT)]
Limit = Annotated[int, Field(ge=1, le=10_000)]
Offset = Annotated[int, Field(ge=0, le=1_000_000)]
Level = Annotated[int, Field(ge=0, le=3)]
AnyLevel = Annotated[int, Field(ge=0, le=4)]
GEOJSON = {"responses": {200: {"content": {"application/geo+json": {"schema": {"type": "object"}}}}}}

router = Router(tags=["places"])


class PlaceOut(Schema):
    code: str
    level: int
    kind: str
    parent: str | None
    name_en: str
    name_ar: str
    name_ckb: str
    lat: float | None
    lon: float | None
    population: int | None
    valid_from: dt.date | None
    valid_to: dt.date | None

    @staticmethod
    def resolve_parent(place: Place) -> str | None:
        return place.ancestor_codes[-1] if place.ancestor_codes else None


class PlacesOut(Schema):
    """`count` is of all places that fit, not only of this page."""

    count: int
    next: str | None
    places: list[PlaceOut]


class Branch(Schema):
    """An area and the areas below it, down to the level that was asked for."""

    code: str
    level: int
    name_en: str
    name_ar: str
    name_ckb: str
    children: list["Branch"]


class CodeOut(Schema):
    system: str
    code: str


class PlaceDetail(PlaceOut):
    path: list[str]
    codes: list[CodeOut]
    spellings: list[str]

    @staticmethod
    def resolve_path(place: Place) -> list[str]:
        return place.path.strip("/").split("/")

    @staticmethod
    def resolve_codes(place: Place) -> list[CodeOut]:
        return [CodeOut(system=each.system, code=each.code) for each in place.codes.all()]

    @staticmethod
    def resolve_spellings(place: Place) -> list[str]:
        return [alias.spelling for alias in place.aliases.all()]


class HitOut(Schema):
    code: str
    level: int
    kind: str
    path: list[str]
    name_en: str
    name_ar: str
    name_ckb: str
    likeness: float = Field(description="1 for a code or a name, below 1 for a spelling that only resembles it.")


@router.get(
    "/search",
    response=list[HitOut],
    operation_id="search",
    summary="Find places by name in any language and spelling, or by code",
)
def search(request: HttpRequest, q: Text, limit: Hits = 10) -> list[HitOut]:
    return [
        HitOut(
            code=hit.place.code,
            level=hit.place.level,
            kind=hit.place.kind,
            path=list(hit.place.path),
            name_en=hit.place.name_en,
            name_ar=hit.place.name_ar,
            name_ckb=hit.place.name_ckb,
            likeness=round(hit.likeness, 3),
        )
        for hit in queries.search(_actor(request), q, limit)
    ]


@router.get("", response=PlacesOut, operation_id="places", summary="Places by level, kind and area, by code")
def places(
    request: HttpRequest,
    level: AnyLevel | None = None,
    within: Within = "",
    kind: Literal["", "country", "area", "location", "camp", "informal_site"] = "",
    limit: Limit = 1000,
    offset: Offset = 0,
) -> dict[str, object]:
    found = queries.places(_actor(request), level=level, within=within, kind=kind).order_by("code")
    return _page(request, found, limit, offset)


@router.get("/tree", response=Branch, operation_id="tree", summary="The country or an area, and the areas below it")
def tree(request: HttpRequest, within: Within = "", level: Annotated[int, Field(ge=0, le=3)] = 2) -> Branch:
    return _branch(queries.tree(_actor(request), within, level))


@router.get(
    "/boundaries",
    operation_id="boundaries",
    summary="Outlines of a level, simplified for maps, as GeoJSON",
    openapi_extra=GEOJSON,
)
def boundaries(request: HttpRequest, level: Level = 1, within: Within = "") -> HttpResponse:
    return HttpResponse(queries.boundaries(_actor(request), level, within), content_type="application/geo+json")


@router.get(
    "/points",
    operation_id="points",
    summary="Places that have a position, as points in GeoJSON; `next` in it leads to the following ones",
    openapi_extra=GEOJSON,
)
def points(
    request: HttpRequest, level: AnyLevel = 4, within: Within = "", limit: Limit = 1000, offset: Offset = 0
) -> HttpResponse:
    found = queries.places(_actor(request), level=level, within=within).filter(lat__isnull=False).order_by("code")
    following = paging.following(request, found.count(), limit, offset)
    features = [_point(place) for place in found[offset : offset + limit]]
    text = json.dumps({"type": "FeatureCollection", "next": following, "features": features}, ensure_ascii=False)
    response = HttpResponse(text, content_type="application/geo+json")
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


@router.get("/{code}", response=PlaceDetail, operation_id="place", summary="One place")
def place(request: HttpRequest, code: Code) -> Place:
    return queries.by_code(_actor(request), code)


@router.get(
    "/{code}/children",
    response=PlacesOut,
    operation_id="children",
    summary="The open places directly below one place, by name",
)
def children(request: HttpRequest, code: Code, limit: Limit = 1000, offset: Offset = 0) -> dict[str, object]:
    queries.by_code(_actor(request), code)
    return _page(request, queries.children(_actor(request), code), limit, offset)


@router.get(
    "/{code}/ancestors",
    response=list[PlaceOut],
    operation_id="ancestors",
    summary="The areas a place lies in, from the country down",
)
def ancestors(request: HttpRequest, code: Code) -> list[Place]:
    return queries.ancestors(_actor(request), code)


def _page(request: HttpRequest, found: PlaceQuerySet, limit: int, offset: int) -> dict[str, object]:
    count = found.count()
    return {
        "count": count,
        "next": paging.following(request, count, limit, offset),
        "places": list(found[offset : offset + limit]),
    }


def _branch(tree: queries.Tree) -> Branch:
    place = tree.place
    return Branch(
        code=place.code,
        level=place.level,
        name_en=place.name_en,
        name_ar=place.name_ar,
        name_ckb=place.name_ckb,
        children=[_branch(child) for child in tree.children],
    )


def _point(place: Place) -> dict[str, object]:
    names = ("code", "level", "kind", "name_en", "name_ar", "name_ckb", "population")
    return {
        "type": "Feature",
        "id": place.code,
        "properties": {name: getattr(place, name) for name in names}
        | {"parent": place.ancestor_codes[-1] if place.ancestor_codes else None},
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
    }


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return actor
