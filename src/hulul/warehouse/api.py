"""The datasets for machines: what there is, rows of any dataset, and short ways to the most asked questions."""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from hulul.kernel.actors import ANONYMOUS, Actor
from hulul.kernel.datasets import Dataset
from hulul.warehouse import queries
from hulul.warehouse.filters import where_from
from hulul.warehouse.questions import Answer, Question, Range

MOST_ROWS = 10_000
_CONTROLS = ("columns", "order", "limit")

Code = Annotated[str, Field(max_length=80)]
Level = Annotated[int, Field(ge=0, le=4)]
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS)]
Names = Annotated[str, Field(max_length=500, description="Names of columns with commas between.")]

router = Router(tags=["data"])


class ColumnOut(Schema):
    name: str
    type: str
    title: str
    unit: str
    hxl: str


class DatasetOut(Schema):
    name: str
    title: str
    description: str
    method: str
    tier: str
    columns: list[ColumnOut]


class Rows(Schema):
    """Rows of one generation. `truncated`: there are more than `limit`; narrow the question or take a file."""

    dataset: str
    generation: int
    published_at: dt.datetime
    truncated: bool
    rows: list[dict[str, Any]]


class Narrowing(Schema):
    """What the short ways narrow by; several values of one are given by repeating it."""

    source: list[Code] = []
    population: list[Code] = []
    round: list[Code] = []
    level: list[Level] = []
    place: list[Code] = []
    since: dt.date | None = Field(None, description="First date, included.")
    until: dt.date | None = Field(None, description="Last date, included.")
    limit: Limit = 1000

    def where(self, dataset: Dataset) -> dict[str, Any]:
        names = {column.name for column in dataset.columns}
        where: dict[str, Any] = {
            name: tuple(values)
            for name in ("source", "population", "round", "level", "place")
            if name in names and (values := getattr(self, name))
        }
        if self.since or self.until:
            where["date"] = Range(self.since, self.until)
        return where


@router.get("/datasets", response=list[DatasetOut], summary="The datasets you may read")
def datasets(request: HttpRequest) -> list[DatasetOut]:
    actor = _actor(request)
    return [_described(actor, found) for found in queries.datasets(actor)]


@router.get("/datasets/{name}", response=DatasetOut, summary="One dataset and its columns")
def dataset(request: HttpRequest, name: Code) -> DatasetOut:
    actor = _actor(request)
    return _described(actor, queries.dataset(actor, name))


@router.get(
    "/datasets/{name}/rows",
    response=Rows,
    summary="Rows of any dataset",
    description="Any other parameter narrows a column: `level=1`, `place=a&place=b`, `date=2018-01-01..2018-12-31`.",
)
def rows(request: HttpRequest, name: Code, columns: Names = "", order: Names = "", limit: Limit = 1000) -> Rows:
    actor = _actor(request)
    given = {key: [str(text) for text in texts] for key, texts in request.GET.lists() if key not in _CONTROLS}
    where = where_from(queries.dataset(actor, name), given)
    return _rows(actor, Question(name, columns=_names(columns), where=where, order=_names(order), limit=limit))


@router.get("/stocks", response=Rows, summary="Displaced and returned households and individuals")
def stocks(request: HttpRequest, narrowing: Query[Narrowing]) -> Rows:
    return _narrowed(request, "stocks", narrowing)


@router.get("/changes", response=Rows, summary="Changes since the previous round")
def changes(request: HttpRequest, narrowing: Query[Narrowing]) -> Rows:
    return _narrowed(request, "changes", narrowing)


@router.get("/flows", response=Rows, summary="Households by area of origin and place where they were counted")
def flows(request: HttpRequest, narrowing: Query[Narrowing]) -> Rows:
    return _narrowed(request, "flows", narrowing)


@router.get("/series/{place}", response=Rows, summary="One place through all rounds, oldest first")
def series(request: HttpRequest, place: Code, population: Code | None = None, limit: Limit = 1000) -> Rows:
    where: dict[str, Any] = {"place": place}
    if population:
        where["population"] = population
    columns = ("round", "source", "population", "date", "segment", "households", "individuals", "locations")
    return _rows(
        _actor(request), Question("stocks", columns=columns, where=where, order=("date", "round"), limit=limit)
    )


@router.get("/measures", response=Rows, summary="Return rates, with the reason where there is none")
def measures(request: HttpRequest, narrowing: Query[Narrowing]) -> Rows:
    return _narrowed(request, "return_rates", narrowing)


def _narrowed(request: HttpRequest, name: str, narrowing: Narrowing) -> Rows:
    actor = _actor(request)
    where = narrowing.where(queries.dataset(actor, name))
    return _rows(actor, Question(name, where=where, limit=narrowing.limit))


def _rows(actor: Actor, question: Question) -> Rows:
    answer: Answer = queries.ask(actor, question)
    return Rows(
        dataset=question.dataset,
        generation=answer.generation,
        published_at=answer.published_at,
        truncated=answer.truncated,
        rows=answer.records(),
    )


def _described(actor: Actor, found: Dataset) -> DatasetOut:
    return DatasetOut(
        name=found.name,
        title=str(found.title),
        description=str(found.description),
        method=str(found.method),
        tier=found.tier.name.lower(),
        columns=[
            ColumnOut(name=c.name, type=c.type, title=str(c.title), unit=c.unit, hxl=c.hxl)
            for c in queries.readable_columns(actor, found)
        ],
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _actor(request: HttpRequest) -> Actor:
    return getattr(request, "actor", ANONYMOUS)
