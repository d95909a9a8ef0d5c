"""Rounds for machines: the list, one round with its versions, what the checks found in a version."""

import datetime as dt
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hulul.kernel.actors import ANONYMOUS, Actor
from hulul.kernel.paging import following
from hulul.sheets.findings import Finding
from hulul.sheets.kept import read_findings
from hulul.tracking import queries
from hulul.tracking.explaining import explain, kind_of
from hulul.tracking.models import Version

PAGE = 500

router = Router(tags=["rounds"])

PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
Code = Annotated[str, Field(max_length=80, pattern=PRINTABLE)]
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
    """`count` is of all rounds that fit, not only of this page."""

    count: int
    next: str | None
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


class FindingOut(Schema):
    """`row` is the line of the file, null when the whole file is meant. Texts are in the reader's language."""

    row: int | None
    column: str
    severity: str
    rule: str
    title: str
    explanation: str
    advice: str
    value: str


class FindingsOut(Schema):
    count: int
    next: str | None
    findings: list[FindingOut]


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
    count = found.count()
    return {
        "count": count,
        "next": following(request, count, limit, offset),
        "rounds": list(found[offset : offset + limit]),
    }


@router.get("/{code}", response=RoundDetailOut, operation_id="round", summary="One round and its versions")
def round_detail(request: HttpRequest, code: Code) -> dict[str, object]:
    found, versions = queries.round_with_versions(_actor(request), code)
    return {
        "round": found.code,
        "source": found.source,
        "population": found.population,
        "date": found.date,
        "versions": versions,
    }


@router.get(
    "/{code}/versions/{int:number}/findings",
    response=FindingsOut,
    operation_id="findings",
    summary="What the checks found in one version of a round",
)
def findings(
    request: HttpRequest,
    code: Code,
    number: Annotated[int, Field(ge=1, le=2**31 - 1)],
    limit: Limit = PAGE,
    offset: Offset = 0,
) -> dict[str, object]:
    version = queries.version(_actor(request), code, number)
    found = list(read_findings(version.findings_file))
    page = found[offset : offset + limit]
    return {
        "count": len(found),
        "next": following(request, len(found), limit, offset),
        "findings": [_finding(each) for each in page],
    }


def _finding(found: Finding) -> dict[str, object]:
    kind = kind_of(found.code)
    return {
        "row": found.row,
        "column": found.column or "",
        "severity": str(found.severity),
        "rule": found.code,
        "title": str(kind.title),
        "explanation": explain(found),
        "advice": str(kind.advice),
        "value": found.value,
    }


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return actor
