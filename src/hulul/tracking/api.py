"""Rounds for machines: the list, and one round with its versions."""

import datetime as dt
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hulul.kernel.actors import ANONYMOUS, Actor
from hulul.tracking import queries
from hulul.tracking.models import Version

PAGE = 500

router = Router(tags=["rounds"])

Code = Annotated[str, Field(max_length=40)]
Limit = Annotated[int, Field(ge=1, le=PAGE)]
Offset = Annotated[int, Field(ge=0, le=1_000_000)]


class RoundOut(Schema):
    """The version that stands of a round. Individuals are those of the file, or households times their size."""

    round: str
    source: str
    population: str
    date: dt.date
    version: int
    rows: int
    households: int
    individuals: int
    file_name: str
    sha256: str
    missing_rule: str
    breakdown_unit: str
    accepted_at: dt.datetime

    @staticmethod
    def resolve_round(version: Version) -> str:
        return version.round_id

    @staticmethod
    def resolve_source(version: Version) -> str:
        return version.round.source

    @staticmethod
    def resolve_population(version: Version) -> str:
        return version.round.population

    @staticmethod
    def resolve_date(version: Version) -> dt.date:
        return version.round.date

    @staticmethod
    def resolve_version(version: Version) -> int:
        return version.number


class RoundsOut(Schema):
    count: int
    rounds: list[RoundOut]


class VersionOut(Schema):
    number: int
    state: str
    file_name: str
    sha256: str
    rows: int
    households: int
    individuals: int
    findings: dict[str, int]
    accepted_at: dt.datetime
    reason: str


class RoundDetailOut(Schema):
    round: str
    source: str
    population: str
    date: dt.date
    versions: list[VersionOut]


@router.get("", response=RoundsOut, operation_id="rounds", summary="Rounds that stand, newest first")
def rounds(
    request: HttpRequest,
    source: Code = "",
    population: Literal["", "idp", "returnee"] = "",
    year: Annotated[int | None, Field(ge=1900, le=2200)] = None,
    limit: Limit = PAGE,
    offset: Offset = 0,
) -> dict[str, object]:
    found = queries.rounds(_actor(request), source=source, population=population, year=year)
    return {"count": found.count(), "rounds": list(found[offset : offset + limit])}


@router.get("/{code}", response=RoundDetailOut, operation_id="round", summary="One round and its versions")
def round_detail(request: HttpRequest, code: Annotated[str, Field(max_length=80)]) -> dict[str, object]:
    found, versions = queries.round_with_versions(_actor(request), code)
    return {
        "round": found.code,
        "source": found.source,
        "population": found.population,
        "date": found.date,
        "versions": versions,
    }


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return actor
