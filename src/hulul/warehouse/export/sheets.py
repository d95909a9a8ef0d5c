"""What every format shows: the rows, what their columns are called, where they come from and under which terms."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hulul.kernel import packs
from hulul.kernel.actors import Actor
from hulul.kernel.datasets import Column, Dataset
from hulul.kernel.errors import Invalid, NotFound
from hulul.warehouse import queries
from hulul.warehouse.engines.parquet import typed
from hulul.warehouse.questions import Answer, Question

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Sheet:
    """One export about to be written. `batches` can be read once. `titles` are in the reader's language."""

    actor: Actor
    dataset: Dataset
    where: Mapping[str, Any]
    columns: tuple[Column, ...]
    generation: int
    published_at: dt.datetime
    sources: tuple[str, ...]
    hxl: bool
    batches: "Iterator[pa.RecordBatch]"

    @property
    def titles(self) -> list[str]:
        return [str(column.title) for column in self.columns]

    @property
    def tags(self) -> list[str]:
        return [column.hxl for column in self.columns]

    @property
    def edition(self) -> str:
        """Which data these are: the generation and its date."""
        return _("Hulul, generation %(number)s of %(date)s.") % {
            "number": self.generation,
            "date": date_format(self.published_at, "Y-m-d"),
        }

    @property
    def note(self) -> str:
        """Source, licence and edition in one line."""
        return " ".join((*self.sources, self.edition))

    @property
    def place_column(self) -> str | None:
        return place_column(self.dataset)


def sheet(actor: Actor, question: Question, *, hxl: bool = True, spatial: bool = False) -> Sheet:
    """Ask, and have the rows ready to be written. `spatial` asks for rows that have a place; Invalid without one."""
    dataset = queries.dataset(actor, question.dataset)
    generation, columns, batches = queries.stream(actor, question)
    if spatial:
        _check_spatial(dataset, columns)
    if generation.published_at is None:  # pragma: no cover - a constraint of the table forbids it
        raise RuntimeError(f"{generation} has no date")
    return Sheet(
        actor=actor,
        dataset=dataset,
        where=question.where,
        columns=columns,
        generation=generation.number,
        published_at=generation.published_at,
        sources=source_notes(actor, dataset, question.where),
        hxl=hxl,
        batches=batches,
    )


def page(actor: Actor, question: Question, answer: Answer, *, spatial: bool = False) -> Sheet:
    """Rows that were answered already, to be written for programs: without titles and tags."""
    dataset = queries.dataset(actor, question.dataset)
    if spatial:
        _check_spatial(dataset, answer.columns)
    return Sheet(
        actor=actor,
        dataset=dataset,
        where=question.where,
        columns=answer.columns,
        generation=answer.generation,
        published_at=answer.published_at,
        sources=source_notes(actor, dataset, question.where),
        hxl=False,
        batches=iter((_batch(answer),)),
    )


def _batch(answer: Answer) -> "pa.RecordBatch":
    import pyarrow as pa

    schema = pa.schema([typed(column) for column in answer.columns])
    columns = zip(*answer.rows, strict=True) if answer.rows else ([] for _column in answer.columns)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _check_spatial(dataset: Dataset, columns: tuple[Column, ...]) -> None:
    if place_column(dataset) is None:
        raise Invalid(_("%(title)s has no places to put on a map.") % {"title": dataset.title}, code="not_spatial")
    if place_column(dataset) not in {column.name for column in columns}:
        raise Invalid(_("Ask for the column of the place, too: a map needs it."), code="not_spatial")


def place_column(dataset: Dataset) -> str | None:
    """The column with the place of a row: its own code in the gazetteer, `place` in statistics."""
    names = {column.name for column in dataset.columns}
    if "place" in names:
        return "place"
    return "code" if {"code", "lat", "lon"} <= names else None


def source_notes(actor: Actor, dataset: Dataset, where: Mapping[str, Any]) -> tuple[str, ...]:
    """Who counted and under which terms: the sources asked for, or all that have published rounds."""
    pack = packs.current()
    if place_column(dataset) == "code":
        return (str(pack.boundaries_note),)
    asked = where.get("source")
    codes = {asked} if isinstance(asked, str) else set(asked) if isinstance(asked, tuple) else _counting(actor)
    return tuple(
        str(source.licence) if source.licence else _("Source: %(name)s.") % {"name": source.name}
        for source in pack.sources
        if source.code in codes
    )


def _counting(actor: Actor) -> set[str]:
    """The sources with published rounds; none before the first publication."""
    try:
        return {source for (source,) in queries.ask(actor, Question("rounds", group=("source",))).rows}
    except NotFound:
        return set()
