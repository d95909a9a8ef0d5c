"""What data there are, what each dataset means, and the files."""

from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hulul.kernel.datasets import Column, Dataset
from hulul.kernel.errors import NotFound
from hulul.ui.figures import Crumb
from hulul.ui.tables import Cell, Table, TableColumn
from hulul.warehouse import actions, export, queries
from hulul.warehouse.export.sheets import place_column, sheet, source_notes
from hulul.warehouse.filters import where_from
from hulul.warehouse.questions import Question
from hulul.warehouse.web.caching import published

PREVIEW = 12
# What of a query string says how the file looks, not which rows it has.
_LOOK = ("columns", "hxl")

_TYPE_NAMES = {
    "text": lambda: _("text"),
    "integer": lambda: _("whole number"),
    "number": lambda: _("number"),
    "date": lambda: _("date"),
    "boolean": lambda: _("yes or no"),
}


@require_safe
@published
def catalogue(request: HttpRequest) -> HttpResponse:
    """All datasets that the reader may know of, with how many rows the current generation has."""
    actor = request.actor  # type: ignore[attr-defined]
    sizes = _sizes(actor)
    rows = [
        [
            Cell(found.title, url=reverse("warehouse:dataset", args=[found.name])),
            str(found.description),
            sizes.get(found.name),
            str(found.tier.label),
        ]
        for found in sorted(queries.datasets(actor), key=lambda found: str(found.title))
    ]
    table = Table(
        caption=_("Datasets"),
        columns=[
            TableColumn("title", _("Dataset")),
            TableColumn("description", _("Contents")),
            TableColumn("rows", _("Rows"), "number"),
            TableColumn("tier", _("Sensitivity")),
        ],
        rows=rows,
    )
    return render(request, "warehouse/catalogue.html", {"table": table, "generation": _generation()})


@require_safe
@published
def dataset(request: HttpRequest, name: str) -> HttpResponse:
    """One dataset: columns, method, sources, files and its first rows."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.dataset(actor, name)
    columns = queries.readable_columns(actor, found)
    context = {
        "dataset": found,
        "columns": _columns_table(found, columns),
        "preview": _preview(actor, found, columns),
        "formats": [extension for extension in export.MEDIA_TYPES if extension != "geojson" or place_column(found)],
        "sources": source_notes(actor, found, {}),
        "generation": _generation(),
        "breadcrumb": [Crumb(_("Data"), reverse("warehouse:catalogue")), Crumb(str(found.title), "")],
    }
    return render(request, "warehouse/dataset.html", context)


@require_safe
@published
def download(request: HttpRequest, name: str, extension: str) -> HttpResponseBase:
    """The file, narrowed by the query string; `columns=a,b` chooses columns, `hxl=0` leaves titles and tags out."""
    actor = request.actor  # type: ignore[attr-defined]
    export.check_format(extension)
    found = queries.dataset(actor, name)
    question = Question(name, columns=_columns(request.GET), where=where_from(found, _narrowing(request.GET)))
    prepared = sheet(actor, question, hxl=request.GET.get("hxl", "1") != "0", spatial=extension == "geojson")
    file_name = f"{name}-{localdate(prepared.published_at).isoformat()}.{extension}"
    actions.note_download(actor, found, extension)
    pieces = export.parts(prepared, extension)
    response: HttpResponseBase
    if pieces is not None:
        response = StreamingHttpResponse(pieces, content_type=export.MEDIA_TYPES[extension])
    else:
        response = FileResponse(export.written(prepared, extension), content_type=export.MEDIA_TYPES[extension])
    response["Content-Disposition"] = f"attachment; filename=\"{file_name}\"; filename*=UTF-8''{quote(file_name)}"
    return response


def _columns(query: QueryDict) -> tuple[str, ...]:
    return tuple(name.strip() for name in query.get("columns", "").split(",") if name.strip())


def _narrowing(query: QueryDict) -> dict[str, list[str]]:
    return {name: [str(text) for text in texts] for name, texts in query.lists() if name not in _LOOK}


def _columns_table(found: Dataset, columns: tuple[Column, ...]) -> Table:
    rows = [[str(c.title), c.name, _TYPE_NAMES[c.type](), c.unit, c.hxl, str(c.tier.label)] for c in columns]
    heads = (_("Column"), _("Name in the data"), _("Type"), _("Unit"), _("HXL tag"), _("Sensitivity"))
    names = ("title", "name", "type", "unit", "hxl", "tier")
    return Table(
        caption=_("Columns of %(title)s") % {"title": found.title},
        columns=[TableColumn(name, head) for name, head in zip(names, heads, strict=True)],
        rows=rows,
    )


def _preview(actor: Any, found: Dataset, columns: tuple[Column, ...]) -> Table | None:
    try:
        answer = queries.ask(actor, Question(found.name, limit=PREVIEW))
    except NotFound:
        return None
    kinds = {"integer": "number", "number": "decimal", "date": "date"}
    return Table(
        caption=_("The first rows of %(title)s") % {"title": found.title},
        columns=[TableColumn(c.name, str(c.title), kinds.get(c.type, "text")) for c in columns],  # type: ignore[arg-type]
        rows=[list(row) for row in answer.rows],
    )


def _sizes(actor: Any) -> dict[str, int]:
    try:
        return queries.sizes(actor)
    except NotFound:
        return {}


def _generation() -> Any:
    try:
        return queries.current_generation()
    except NotFound:
        return None
