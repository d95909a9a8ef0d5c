"""Bringing files in by a program, as the upload page does: they are kept at once, read in the background, asked about.

Accepting what was found remains a person's decision, on the pages. All of it needs a token made for rounds, or for
looking only a session of somebody who may bring rounds in.
"""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from ninja.responses import Status
from pydantic import Field

from hulul.kernel import files, jobs, packs
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Invalid, NotFound
from hulul.tracking import access, actions, queries, tasks
from hulul.tracking.answers import DEFAULT_SOURCE, Answers
from hulul.tracking.models import Import

MOST_FILES = 50
FOR_ROUNDS = {"x-scope": "rounds"}

router = Router(tags=["imports"])

Text = Annotated[str, Field(max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]


class Stated(Schema):
    """What the files do not say themselves; it holds for all files of one request."""

    source: Text = Field(DEFAULT_SOURCE, description="Who counted: a code of the country pack's sources.")
    population: Literal["", "idp", "returnee"] = Field("", description="Overrules what the files say.")
    date: dt.date | None = Field(None, description="Overrules what the files say.")


class ImportOut(Schema):
    """One file on its way in. `url` is the page on which a person answers, accepts or refuses."""

    id: UUID
    file_name: str
    state: Literal["uploaded", "needs_answers", "checked", "accepted", "refused", "failed"]
    outcome: str
    round: str
    errors: int
    warnings: int
    message: str
    url: str


class BatchOut(Schema):
    """Files sent together. `busy`: they are still being read or accepted, so ask again."""

    batch: UUID
    busy: bool
    state: Literal["queued", "running", "done", "failed"]
    done: int
    total: int
    url: str
    imports: list[ImportOut]


@router.post(
    "",
    response={202: BatchOut},
    operation_id="bring_in",
    summary="Bring in master lists: XLSX, CSV or archives of them, each at most as large as on the upload page",
    openapi_extra=FOR_ROUNDS,
)
def bring_in(
    request: HttpRequest,
    file: Annotated[list[UploadedFile], File(description="One or more files.")],
    stated: Form[Stated],
) -> Status[Any]:
    actor = _actor(request)
    access.check_may_import(actor)
    _check(file, stated)
    sent = [actions.Upload(files.receive(each.chunks()), each.name or "file") for each in file]
    try:
        job = jobs.start(actor, "tracking.examine", _("Reading files"))
        answers = Answers(source=stated.source, population=stated.population or None, date=stated.date)
        batch = actions.stage(actor, sent, answers=answers, job=job)
    finally:
        for each in sent:
            each.path.unlink(missing_ok=True)
    tasks.start_examining(actor, batch, job.pk)
    return Status(202, _batch(actor, batch))


@router.get(
    "/{uuid:batch}",
    response=BatchOut,
    operation_id="batch",
    summary="How far files sent together are, and what was found in each",
    openapi_extra=FOR_ROUNDS,
)
def batch(request: HttpRequest, batch: UUID) -> dict[str, Any]:
    actor = _actor(request)
    access.check_may_import(actor)
    return _batch(actor, batch)


def _check(sent: list[UploadedFile], stated: Stated) -> None:
    if len(sent) > MOST_FILES:
        raise Invalid(_("At most %(most)s files can be sent at once.") % {"most": MOST_FILES})
    known = [source.code for source in packs.current().sources]
    if stated.source not in known:
        raise Invalid(
            _("There is no source %(source)s. Sources: %(sources)s.")
            % {"source": stated.source, "sources": ", ".join(known)},
            code="no_source",
        )


def _batch(actor: Actor, batch: UUID) -> dict[str, Any]:
    found = list(queries.imports(actor, batch=batch).order_by("file_name", "pk"))
    if not found:
        raise NotFound(_("There are no files sent together under this identifier."))
    job = next((item.job for item in found if item.job), None)
    return {
        "batch": batch,
        "busy": job is not None and not job.is_finished,
        "state": job.state if job else "done",
        "done": job.done if job else 0,
        "total": job.total if job else 0,
        "url": reverse("tracking:batch", args=[batch]),
        "imports": [_import(item) for item in found],
    }


def _import(item: Import) -> dict[str, Any]:
    return {
        "id": item.pk,
        "file_name": item.file_name,
        "state": item.state,
        "outcome": item.outcome,
        "round": item.version.round_id if item.version else item.summary.get("round") or "",
        "errors": item.errors,
        "warnings": item.warnings,
        "message": item.message,
        "url": reverse("tracking:import", args=[item.pk]),
    }


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
