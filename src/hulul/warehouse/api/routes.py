"""The datasets for machines: what there is, rows of any dataset, and short ways to the most asked questions."""

from typing import Literal

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Query, Router

from hulul.kernel.datasets import Dataset
from hulul.kernel.errors import Invalid, NotFound
from hulul.warehouse import measures as measuring
from hulul.warehouse import queries
from hulul.warehouse.api.answers import (
    CONTENT,
    FILES,
    actor_of,
    as_json,
    as_records,
    published,
    rows,
    whole_file,
)
from hulul.warehouse.api.schemas import (
    Code,
    ColumnOut,
    DatasetOut,
    FlowNarrowing,
    MeasureOut,
    Names,
    Narrowing,
    Paging,
    Rows,
    SeriesNarrowing,
)
from hulul.warehouse.filters import where_from
from hulul.warehouse.questions import Question, Range

_CONTROLS = ("columns", "order", *(field.alias or name for name, field in Paging.model_fields.items()))
_BY_COLUMNS = "Any other parameter narrows a column: `level=1`, `place=a&place=b`, `date=2018-01-01..2018-12-31`."
_NARROWED = {"x-narrowed-by-columns": True}

router = Router(tags=["data"])


@router.get("/datasets", response=list[DatasetOut], operation_id="datasets", summary="The datasets you may read")
@published
def datasets(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    sizes = _sizes(request)
    return as_records([_described(request, found, sizes) for found in queries.datasets(actor)])


@router.get(
    "/datasets/{name}.{extension}",
    operation_id="dataset_file",
    summary="All rows of a dataset as one file, named by its ending",
    description=_BY_COLUMNS,
    openapi_extra=FILES | _NARROWED,
)
@published
def dataset_file(
    request: HttpRequest,
    name: Code,
    extension: Literal["json", "csv", "geojson", "parquet", "xlsx"],
    columns: Names = "",
) -> HttpResponseBase:
    return whole_file(request, _question(request, name, columns), extension)


@router.get("/datasets/{name}", response=DatasetOut, operation_id="dataset", summary="One dataset and its columns")
@published
def dataset(request: HttpRequest, name: Code) -> HttpResponse:
    found = queries.dataset(actor_of(request), name)
    return as_json(_described(request, found, _sizes(request)).model_dump(mode="json"))


@router.get(
    "/datasets/{name}/rows",
    response=Rows,
    operation_id="rows",
    summary="Rows of any dataset",
    description=_BY_COLUMNS,
    openapi_extra=CONTENT | _NARROWED,
)
@published
def dataset_rows(
    request: HttpRequest, name: Code, paging: Query[Paging], columns: Names = "", order: Names = ""
) -> HttpResponse:
    return rows(request, _question(request, name, columns, order), paging)


@router.get(
    "/stocks",
    response=Rows,
    operation_id="stocks",
    summary="Displaced and returned households and individuals",
    openapi_extra=CONTENT,
)
@published
def stocks(request: HttpRequest, narrowing: Query[Narrowing]) -> HttpResponse:
    return _narrowed(request, "stocks", narrowing)


@router.get(
    "/changes",
    response=Rows,
    operation_id="changes",
    summary="Changes since the previous round",
    openapi_extra=CONTENT,
)
@published
def changes(request: HttpRequest, narrowing: Query[Narrowing]) -> HttpResponse:
    return _narrowed(request, "changes", narrowing)


@router.get(
    "/flows",
    response=Rows,
    operation_id="flows",
    summary="Households by area of origin and place where they were counted",
    openapi_extra=CONTENT,
)
@published
def flows(request: HttpRequest, narrowing: Query[FlowNarrowing]) -> HttpResponse:
    _check_places(request, narrowing.origin)
    return _narrowed(request, "flows", narrowing)


@router.get(
    "/measures",
    response=list[MeasureOut],
    operation_id="measures",
    summary="The measures that can be followed through time, with their units and methods",
)
@published
def measures(request: HttpRequest) -> HttpResponse:
    return as_records([_measure(each) for each in measuring.measures(actor_of(request))])


@router.get(
    "/series/{place}",
    response=Rows,
    operation_id="series",
    summary="One measure of one place through time, oldest first",
    openapi_extra=CONTENT,
)
@published
def series(request: HttpRequest, place: Code, narrowing: Query[SeriesNarrowing]) -> HttpResponse:
    actor = actor_of(request)
    found = measuring.measure(actor, narrowing.measure)
    _check_places(request, [place])
    dates = Range(narrowing.since, narrowing.until) if narrowing.since or narrowing.until else None
    question = measuring.series(found, place, population=narrowing.population, source=narrowing.source, dates=dates)
    return rows(request, question, narrowing)


def _narrowed(request: HttpRequest, name: str, narrowing: Narrowing) -> HttpResponse:
    _check_places(request, narrowing.place)
    where = narrowing.where(queries.dataset(actor_of(request), name))
    return rows(request, Question(name, where=where), narrowing)


def _check_places(request: HttpRequest, codes: list[str]) -> None:
    """A code that is mistyped would look like a place where nobody lives."""
    if not codes:
        return
    known = queries.ask(actor_of(request), Question("places", columns=("code",), where={"code": tuple(codes)}))
    for code in sorted(set(codes) - {row[0] for row in known.rows}):
        raise Invalid(_("There is no place with the code %(code)s.") % {"code": code}, code="no_place")


def _question(request: HttpRequest, name: str, columns: str, order: str = "") -> Question:
    given = {key: [str(text) for text in texts] for key, texts in request.GET.lists() if key not in _CONTROLS}
    where = where_from(queries.dataset(actor_of(request), name), given)
    return Question(name, columns=_names(columns), where=where, order=_names(order))


def _sizes(request: HttpRequest) -> dict[str, int]:
    try:
        return queries.sizes(actor_of(request))
    except NotFound:
        return {}


def _described(request: HttpRequest, found: Dataset, sizes: dict[str, int]) -> DatasetOut:
    return DatasetOut(
        name=found.name,
        title=str(found.title),
        description=str(found.description),
        method=str(found.method),
        tier=found.tier.name.lower(),
        rows=sizes.get(found.name),
        columns=[
            ColumnOut(name=c.name, type=c.type, title=str(c.title), unit=c.unit, hxl=c.hxl)
            for c in queries.readable_columns(actor_of(request), found)
        ],
    )


def _measure(found: measuring.Measure) -> MeasureOut:
    return MeasureOut(
        name=found.name,
        title=str(found.column.title),
        unit=found.column.unit,
        hxl=found.column.hxl,
        dataset=found.dataset.name,
        dataset_title=str(found.dataset.title),
        method=str(found.dataset.method),
        tier=max(found.dataset.tier, found.column.tier).name.lower(),
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
