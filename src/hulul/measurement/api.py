"""Frameworks, assessments and builds for machines. Their figures are datasets, read as any others."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hulul.kernel import paging
from hulul.kernel.actors import ANONYMOUS, Actor
from hulul.measurement import queries
from hulul.measurement.framing import Framed
from hulul.measurement.models import FrameworkVersion
from hulul.measurement.queries import Assessment

Code = Annotated[str, Field(max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")]
Limit = Annotated[int, Field(ge=1, le=1000)]
Offset = Annotated[int, Field(ge=0, le=1_000_000)]

router = Router(tags=["measurement"])


class TextOut(Schema):
    """A text per language; empty where it was not translated."""

    en: str
    ar: str
    ckb: str


class FrameworkOut(Schema):
    """The version in use of a framework, else its newest. `reimplementation`: parts of its method are not published."""

    code: str
    version: str
    state: Literal["draft", "active", "retired"]
    kind: str
    unit: str
    status: Literal["confirmed", "provisional", "unpublished", "ours"]
    tier: int
    reimplementation: bool
    title: TextOut
    purpose: TextOut
    versions: list[str]


class ScaleOut(Schema):
    code: str
    parent: str
    title: TextOut
    weight: float
    tier: int


class AnswerOut(Schema):
    code: str
    label: TextOut
    value: float | None


class IndicatorOut(Schema):
    code: str
    scale: str
    kind: str
    title: TextOut
    question: TextOut | None
    direction: int
    weight: float
    tier: int
    answers: list[AnswerOut]
    minimum_standard: TextOut | None


class CategoryOut(Schema):
    code: str
    title: TextOut
    since: float = Field(description="The score from which on it applies.")


class FrameworkDetail(FrameworkOut):
    source: TextOut
    limits: list[TextOut]
    scales: list[ScaleOut]
    indicators: list[IndicatorOut]
    categories: list[CategoryOut]
    text: str = Field(description="The framework file (TOML).")


class AssessmentOut(Schema):
    """A survey or a date with what stands of it. `build` is null while no build stands."""

    assessment: str
    framework: str
    date: dt.date
    survey: str
    source: str
    places: int | None
    build: UUID | None
    version: str


class AssessmentsOut(Schema):
    """`count` is of all assessments that fit, not only of this page."""

    count: int
    next: str | None
    assessments: list[AssessmentOut]


class StepOut(Schema):
    """One step of a build. `name` is stable, for programs."""

    name: str
    sentence: str
    figures: dict[str, Any]


class BuildOut(Schema):
    """How scores were made: the code, the checksums of what was read and written, the seed, and every step."""

    id: UUID
    assessment: str
    framework: str
    version: str
    date: dt.date
    survey: str
    state: Literal["running", "done", "failed"]
    stands: bool
    seed: int
    runs: int
    code_version: str
    inputs: dict[str, str] = Field(description="What was read: SHA-256 by name.")
    tables: dict[str, str] = Field(description="What was written: SHA-256 by dataset.")
    log: list[StepOut]
    created_at: dt.datetime
    finished_at: dt.datetime | None
    message: str


@router.get("/frameworks", response=list[FrameworkOut], operation_id="frameworks", summary="Every framework, by code")
def frameworks(request: HttpRequest) -> list[dict[str, Any]]:
    actor = _actor(request)
    return [_framework(actor, version) for version in queries.frameworks(actor)]


@router.get(
    "/frameworks/{code}",
    response=FrameworkDetail,
    operation_id="framework",
    summary="One framework: questions, answers, weights, categories, and its file",
)
def framework(request: HttpRequest, code: Code, version: Code = "") -> dict[str, Any]:
    actor = _actor(request)
    found = queries.framework_version(actor, code, version)
    return _framework(actor, found) | _details(queries.framed(found)) | {"text": found.text}


@router.get(
    "/assessments",
    response=AssessmentsOut,
    operation_id="assessments",
    summary="Surveys and builds that stand, newest first",
)
def assessments(request: HttpRequest, framework: Code = "", limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    found = queries.assessments(_actor(request), framework)
    return {
        "count": len(found),
        "next": paging.following(request, len(found), limit, offset),
        "assessments": [_assessment(each) for each in found[offset : offset + limit]],
    }


@router.get(
    "/builds/{uuid:build_id}",
    response=BuildOut,
    operation_id="build",
    summary="How the scores of an assessment were made, step by step",
)
def build(request: HttpRequest, build_id: UUID) -> dict[str, Any]:
    found = queries.build(_actor(request), build_id)
    return {
        "id": found.pk,
        "assessment": found.assessment,
        "framework": found.framework_version.framework_id,
        "version": found.framework_version.version,
        "date": found.date,
        "survey": found.survey_version.survey_id if found.survey_version else "",
        "state": found.state,
        "stands": found.stands,
        "seed": found.seed,
        "runs": found.parameters.get("runs", 0),
        "code_version": found.code_version,
        "inputs": {name: kept["sha256"] for name, kept in found.inputs.items()},
        "tables": {name: kept["sha256"] for name, kept in found.files.items()},
        "log": found.log,
        "created_at": found.created_at,
        "finished_at": found.finished_at,
        "message": found.message,
    }


def _framework(actor: Actor, version: FrameworkVersion) -> dict[str, Any]:
    framed = queries.framed(version)
    return {
        "code": version.framework_id,
        "version": version.version,
        "state": version.state,
        "kind": framed.framework.kind,
        "unit": version.unit,
        "status": version.status,
        "tier": version.tier,
        "reimplementation": framed.is_reimplementation,
        "title": framed.title,
        "purpose": framed.framework.purpose,
        "versions": [each.version for each in queries.framework_versions(actor, version.framework_id)],
    }


def _details(framed: Framed) -> dict[str, Any]:
    return {
        "source": framed.framework.source,
        "limits": list(framed.framework.limits),
        "scales": [
            {
                "code": scale.code,
                "parent": scale.parent,
                "title": scale.title,
                "weight": scale.weight,
                "tier": framed.scale_tier(scale.code),
            }
            for scale in framed.scales
        ],
        "indicators": [
            {
                "code": each.code,
                "scale": each.scale,
                "kind": each.kind,
                "title": each.title,
                "question": each.question,
                "direction": each.direction,
                "weight": each.weight,
                "tier": framed.indicator_tier(each.code),
                "answers": [{"code": one.code, "label": one.label, "value": one.value} for one in each.answers],
                "minimum_standard": each.standard.title if each.standard else None,
            }
            for each in framed.indicators
        ],
        "categories": [{"code": each.code, "title": each.title, "since": each.since} for each in framed.categories],
    }


def _assessment(found: Assessment) -> dict[str, Any]:
    survey, build = found.survey, found.build
    return {
        "assessment": found.code,
        "framework": found.framework,
        "date": found.date,
        "survey": survey.survey_id if survey else "",
        "source": survey.survey.source if survey else "",
        "places": survey.places if survey else None,
        "build": build.pk if build else None,
        "version": build.framework_version.version if build else "",
    }


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return actor
