"""What the operations are asked with and what they answer."""

import datetime as dt
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from hulul.kernel.datasets import Dataset
from hulul.warehouse.questions import Range

MOST_ROWS = 10_000
MOST_OFFSET = 10_000_000

# Printable: a database refuses the character NUL, and no code has others that cannot be seen.
PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
Code = Annotated[str, Field(max_length=80, pattern=PRINTABLE)]
Codes = Annotated[list[Code], Field(max_length=200)]
Level = Annotated[int, Field(ge=0, le=4)]
Names = Annotated[str, Field(max_length=500, pattern=PRINTABLE, description="Names of columns with commas between.")]


class Paging(Schema):
    """A page of rows. Pages of one generation fit together; `next` in an answer leads to the following one."""

    limit: int = Field(1000, ge=1, le=MOST_ROWS, description="Most rows of one answer.")
    offset: int = Field(0, ge=0, le=MOST_OFFSET, description="Rows to leave out at the beginning.")
    generation: int | None = Field(
        None, ge=1, le=2**31 - 1, description="Answer 409 if another generation is published by now."
    )
    written: Literal["", "json", "csv", "geojson", "parquet"] = Field(
        "", alias="format", description="What the answer is written in; without it, what the header Accept prefers."
    )


class Narrowing(Paging):
    """What the short ways narrow by; several values of one are given by repeating it."""

    source: Codes = []
    population: Annotated[list[Literal["idp", "returnee"]], Field(max_length=2)] = []
    round: Codes = []
    level: Annotated[list[Level], Field(max_length=5)] = []
    place: Codes = []
    since: dt.date | None = Field(None, description="First date, included.")
    until: dt.date | None = Field(None, description="Last date, included.")

    def where(self, dataset: Dataset) -> dict[str, Any]:
        names = {column.name for column in dataset.columns}
        where: dict[str, Any] = {
            name: values[0] if len(values) == 1 else tuple(values)
            for name in ("source", "population", "round", "level", "place", "origin")
            if name in names and (values := getattr(self, name, None))
        }
        if self.since or self.until:
            where["date"] = Range(self.since, self.until)
        return where


class FlowNarrowing(Narrowing):
    """Flows have two ends: `origin`, and `place` where people were counted."""

    origin: Codes = []


class SeriesNarrowing(Paging):
    """Which numbers of the place, and of which counts."""

    measure: Code = Field("stocks.households", description="One of /api/v1/measures.")
    population: Literal["", "idp", "returnee"] = ""
    source: Code = ""
    since: dt.date | None = Field(None, description="First date, included.")
    until: dt.date | None = Field(None, description="Last date, included.")


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
    rows: int | None = Field(description="Of the generation published now; null before the first.")
    columns: list[ColumnOut]


class MeasureOut(Schema):
    """A number of a place on a date; `name` is what /api/v1/series takes."""

    name: str
    title: str
    unit: str
    hxl: str
    dataset: str
    dataset_title: str
    method: str
    tier: str


class Rows(Schema):
    """Rows of one generation. `truncated`: there are more, at the address in `next`."""

    dataset: str
    generation: int
    published_at: dt.datetime
    truncated: bool
    next: str | None
    rows: list[dict[str, Any]]
