"""Places for machines: search, one place, what lies below it, outlines."""

import datetime as dt
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from hulul.kernel.actors import ANONYMOUS, Actor
from hulul.places import queries
from hulul.places.models import Place

Text = Annotated[str, Field(max_length=200)]
Limit = Annotated[int, Field(ge=1, le=queries.SEARCH_LIMIT)]
Level = Annotated[int, Field(ge=0, le=3)]

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


def _actor(request: HttpRequest) -> Actor:
    return getattr(request, "actor", ANONYMOUS)


@router.get("/search", response=list[HitOut], summary="Find places by name in any language and spelling, or by code")
def search(request: HttpRequest, q: Text, limit: Limit = 10) -> list[HitOut]:
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


@router.get("/boundaries", summary="Outlines of a level, simplified for maps, as GeoJSON")
def boundaries(request: HttpRequest, level: Level = 1, within: str = "") -> HttpResponse:
    return HttpResponse(queries.boundaries(_actor(request), level, within), content_type="application/geo+json")


@router.get("/{code}", response=PlaceDetail, summary="One place")
def place(request: HttpRequest, code: str) -> Place:
    return queries.by_code(_actor(request), code)


@router.get("/{code}/children", response=list[PlaceOut], summary="The places directly below one place")
def children(request: HttpRequest, code: str) -> list[Place]:
    queries.by_code(_actor(request), code)
    return list(queries.children(_actor(request), code))


@router.get("/{code}/ancestors", response=list[PlaceOut], summary="The areas a place lies in, from the country down")
def ancestors(request: HttpRequest, code: str) -> list[Place]:
    return queries.ancestors(_actor(request), code)
