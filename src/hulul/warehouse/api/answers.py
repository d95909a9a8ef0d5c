"""How an answer is written: in the format asked for, known by its generation, with the way to the next rows."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Schema

from hulul.kernel.actors import ANONYMOUS, Actor
from hulul.kernel.errors import Conflict, NotFound
from hulul.kernel.paging import at
from hulul.warehouse import actions, export, queries
from hulul.warehouse.api.schemas import MOST_OFFSET, Paging
from hulul.warehouse.export.sheets import Sheet, page, sheet
from hulul.warehouse.export.text import dumps
from hulul.warehouse.questions import Question

FORMATS = ("json", "csv", "geojson", "parquet")
# What the description of the API says of an operation that answers rows.
CONTENT: dict[str, Any] = {
    "responses": {
        200: {
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                "application/geo+json": {"schema": {"type": "object"}},
                "application/vnd.apache.parquet": {"schema": {"type": "string", "format": "binary"}},
            }
        }
    }
}


FILES: dict[str, Any] = {
    "responses": {
        200: {
            "content": {
                media.partition(";")[0]: {"schema": {} if "json" in media else {"type": "string", "format": "binary"}}
                for media in export.MEDIA_TYPES.values()
            }
        }
    }
}

Operation = Callable[..., HttpResponseBase]


def published(operation: Operation) -> Operation:
    """Answer of one generation, and 304 to nobody in particular who has the answer of this generation already.

    What somebody signed in reads may change with their grants, so it is known by its contents (`site.web.door`).
    """

    @wraps(operation)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with queries.one_generation():
            if not actor_of(request).is_anonymous:
                return operation(request, *args, **kwargs)
            tag = queries.etag(actor_of(request), f"{get_language()}-{_accepted(request)}")
            published_at = _published_at()
            modified = int(published_at.timestamp()) if published_at else None
            kept = get_conditional_response(request, etag=tag, last_modified=modified)
            response = operation(request, *args, **kwargs) if kept is None else kept
        response["ETag"] = tag
        if modified is not None:
            response["Last-Modified"] = http_date(modified)
        return response

    return wrapped


def as_json(value: Any) -> HttpResponse:
    return HttpResponse(dumps(value), content_type="application/json")


def as_records(found: list[Schema]) -> HttpResponse:
    return as_json([each.model_dump(mode="json") for each in found])


def rows(request: HttpRequest, question: Question, paging: Paging) -> HttpResponse:
    """A page of the answer, as JSON or as a file of the rows; header Link and `next` lead to the page after it.

    Conflict when the rows of another generation were asked for than the one published now.
    """
    actor = actor_of(request)
    check_generation(paging)
    asked = replace(question, limit=paging.limit, offset=paging.offset)
    answer = queries.ask(actor, asked)
    written = paging.written or _accepted(request)
    actions.note_download(actor, queries.dataset(actor, question.dataset), written)
    following = None
    if answer.truncated and paging.offset + paging.limit <= MOST_OFFSET:
        following = at(request, paging.offset + paging.limit, generation=answer.generation)
    if written == "json":
        response = as_json(
            {
                "dataset": question.dataset,
                "generation": answer.generation,
                "published_at": answer.published_at.isoformat(),
                "truncated": answer.truncated,
                "next": following,
                "rows": answer.records(),
            }
        )
    else:
        response = _file(page(actor, asked, answer, spatial=written == "geojson"), written)
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


def whole_file(request: HttpRequest, question: Question, extension: str) -> HttpResponseBase:
    """All rows, sent as they are read where the format allows it."""
    prepared = sheet(actor_of(request), question, hxl=False, spatial=extension == "geojson")
    actions.note_download(actor_of(request), prepared.dataset, extension)
    media = export.MEDIA_TYPES[extension]
    pieces = export.parts(prepared, extension)
    if pieces is not None:
        return StreamingHttpResponse(pieces, content_type=media)
    return FileResponse(export.written(prepared, extension), content_type=media)


def check_generation(paging: Paging) -> None:
    """Conflict when the rows that follow the reader's earlier ones are not published any more."""
    if paging.generation is not None and paging.generation != queries.current_generation().number:
        raise Conflict(_("Figures were published anew since. Start again from the first page."), code="published_anew")


def _file(prepared: Sheet, extension: str) -> HttpResponse:
    pieces = export.parts(prepared, extension)
    if pieces is not None:
        return HttpResponse(b"".join(pieces), content_type=export.MEDIA_TYPES[extension])
    with export.written(prepared, extension) as finished:
        return HttpResponse(finished.read(), content_type=export.MEDIA_TYPES[extension])


def _accepted(request: HttpRequest) -> str:
    """The format that the header Accept prefers; JSON for those who do not care."""
    by_media = {export.MEDIA_TYPES[each].partition(";")[0]: each for each in FORMATS}
    return by_media[request.get_preferred_type(list(by_media)) or "application/json"]


def _published_at() -> dt.datetime | None:
    try:
        return queries.current_generation().published_at
    except NotFound:
        return None


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return actor
