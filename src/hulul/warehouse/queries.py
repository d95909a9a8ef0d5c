"""The one door to the numbers: dashboards, API, exports and documents all ask here.

    ask(actor, Question("stocks", ("date", "households"), where={"level": 1, "place": ("IQG01", "IQG02")}))

An answer comes from one published generation and passes what the actor may read (`access.ways`): an invisible dataset
does not exist, a column above the tier is denied, rows that are not open are absent. Answers are kept in memory per
generation and per way in which the dataset is open.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hulul import __version__
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor
from hulul.kernel.datasets import Column, Dataset, registered
from hulul.kernel.errors import NotFound
from hulul.warehouse import access, engines, questions
from hulul.warehouse.access import Way
from hulul.warehouse.answers import cache
from hulul.warehouse.engines.statements import Statement
from hulul.warehouse.models import Entry, Generation
from hulul.warehouse.questions import LIMIT, Answer, Inside, Question, Range

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = (
    "LIMIT", "Answer", "Question", "Range", "ask", "current_generation", "dataset", "datasets", "etag", "generations",
    "may_read", "one_generation", "readable_columns", "sizes", "stream",
)  # fmt: skip


@contextmanager
def one_generation() -> Iterator[None]:
    """Within it everything is answered by the generation that was current first, looked up once.

    So a page never mixes two generations when one is published while it is being made.
    """
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)


_held: ContextVar[list[Generation] | None] = ContextVar("held", default=None)


def current_generation() -> Generation:
    """What is published now. NotFound (code "nothing_published") before the first publication."""
    found = _newest()
    if found is None:
        raise NotFound(
            _("Nothing has been published yet. Figures appear here after the first round is accepted."),
            code="nothing_published",
        )
    return found


def _newest() -> Generation | None:
    held = _held.get()
    if held:
        return held[0]
    found = Generation.objects.defer("manifest").filter(state=Generation.State.PUBLISHED).order_by("-number").first()
    if held is not None and found is not None:
        held.append(found)
    return found


@lru_cache(maxsize=4)
def _manifest(_fingerprint: str, number: int) -> dict[str, Entry]:
    """A published manifest never changes; reading it once is enough."""
    return dict(Generation.objects.get(number=number).manifest)


def ask(actor: Actor, question: Question) -> Answer:
    """The answer, from memory when the same was asked of this generation before by somebody with the same access.

    NotFound, Denied and Invalid carry the sentence for the reader. A generation that is retired between finding and
    reading its file is replaced by the one that followed it.
    """
    found, opened = access.check_dataset(actor, question.dataset)
    questions.check(found, question)
    access.check_columns(found, opened, question)
    try:
        return _answer(opened, found, question)
    except FileNotFoundError:
        (_held.get() or []).clear()
        return _answer(opened, found, question)


def stream(actor: Actor, question: Question) -> "tuple[Generation, tuple[Column, ...], Iterator[pa.RecordBatch]]":
    """All rows without the cap, for exports: the generation, the columns and the rows as Arrow batches."""
    found, opened = access.check_dataset(actor, question.dataset)
    questions.check(found, question)
    access.check_columns(found, opened, question)
    generation = current_generation()
    columns = questions.selected(found, question, access.readable(found, opened))
    statement = _statement(generation, opened, found, question, columns, question.limit)
    return generation, columns, engines.current().batches(statement, _files(generation, found, question))


def dataset(actor: Actor, name: str) -> Dataset:
    """One dataset of the catalogue; NotFound when there is none that this actor may know of."""
    return access.check_dataset(actor, name)[0]


def may_read(actor: Actor, name: str) -> bool:
    """Whether some rows of a dataset are open to this actor."""
    found = registered().get(name)
    return found is not None and bool(access.ways(actor, found))


def datasets(actor: Actor) -> list[Dataset]:
    """The catalogue: the datasets this actor may know of, by name."""
    return access.visible(actor)


def sizes(actor: Actor) -> dict[str, int]:
    """How many rows each dataset of the catalogue has now. NotFound before the first publication.

    Datasets of which the actor sees some places or sources only are left out: the number would tell of the others.
    """
    generation = current_generation()
    manifest = _manifest(generation.fingerprint, generation.number)
    return {
        found.name: sum(file["rows"] for file in manifest[found.name]["files"])
        for found in access.visible(actor)
        if found.name in manifest and not access.is_narrowed(access.ways(actor, found))
    }


def readable_columns(actor: Actor, found: Dataset) -> tuple[Column, ...]:
    return access.readable(found, access.ways(actor, found))


def generations(actor: Actor, *, last: int = 20) -> list[Generation]:
    """The newest generations in any state, for those who may publish; others see what is published."""
    found = Generation.objects.all()
    if not actor.may(Ability.PUBLISH):
        found = found.filter(state=Generation.State.PUBLISHED)
    return list(found.order_by("-number")[:last])


def etag(actor: Actor, language: str) -> str:
    """Changes whenever a page made of answers may change for this reader: for ETag and If-None-Match."""
    newest = _newest()
    number, fingerprint = (newest.number, newest.fingerprint) if newest else (0, "")
    view = hashlib.sha256(repr(actor.view).encode()).hexdigest()[:12]
    return f'"{__version__}-{number}-{fingerprint[:12]}-{view}-{language}"'


def _answer(opened: tuple[Way, ...], found: Dataset, question: Question) -> Answer:
    generation = current_generation()
    key = (generation.fingerprint, opened, question.key)
    kept = cache.get(key)
    if kept is not None:
        return kept
    columns = questions.selected(found, question, access.readable(found, opened))
    limit = question.limit or LIMIT
    statement = _statement(generation, opened, found, question, columns, limit + 1)
    rows = engines.current().rows(statement, _files(generation, found, question))
    if generation.published_at is None:  # pragma: no cover - a constraint of the table forbids it
        raise RuntimeError(f"{generation} has no date")
    answer = Answer(columns, rows[:limit], generation.number, generation.published_at, truncated=len(rows) > limit)
    cache.put(key, answer)
    return answer


def _statement(
    generation: Generation,
    opened: tuple[Way, ...],
    found: Dataset,
    question: Question,
    columns: tuple[Column, ...],
    limit: int | None,
) -> Statement:
    grouped = bool(question.group or question.sums)
    rows = access.open_rows(found, opened)
    by_place = any(isinstance(value, Inside) for conditions in rows or () for _name, value in conditions)
    return Statement(
        columns=tuple(column for column in columns if column.name not in question.sums),
        sums=tuple(found.column(name) for name in question.sums),
        grouped=grouped,
        where=tuple(question.where.items()),
        order=(*question.order, *_ties(found, question, columns)),
        limit=limit,
        offset=question.offset,
        open_rows=rows,
        places=_gazetteer(generation) if by_place else (),
    )


def _gazetteer(generation: Generation) -> tuple[str, ...]:
    """The files of the dataset of places; none when the generation has none, so that nothing lies anywhere."""
    entry = _manifest(generation.fingerprint, generation.number).get("places")
    return tuple(file["name"] for file in entry["files"]) if entry else ()


def _ties(found: Dataset, question: Question, columns: tuple[Column, ...]) -> tuple[str, ...]:
    """What must follow the question's own order so that the same rows always come in the same order, and no more.

    Nothing, when the rows that are alike in its order are alike in all that is shown. Columns that the question pins to
    one value tell no rows apart.
    """
    named = {name.removeprefix("-") for name in question.order}
    if {column.name for column in columns} <= named:
        return ()
    if question.group or question.sums:
        ties = question.group
    else:
        ties = (found.key or found.order) if question.order else (found.order or found.key)
    pinned = {name for name, value in question.where.items() if not isinstance(value, (tuple, Range))}
    return tuple(name for name in ties if name not in named | pinned)


def _files(generation: Generation, found: Dataset, question: Question) -> list[str]:
    """The names of the files that can have rows of the answer: of the parts asked for, where there are parts."""
    entry = _manifest(generation.fingerprint, generation.number).get(found.name)
    if entry is None:
        raise NotFound(
            _("This dataset has not been published yet. It appears with the next publication."),
            code="nothing_published",
        )
    asked = question.where.get(found.partition) if found.partition else None
    parts = {asked} if isinstance(asked, str) else set(asked) if isinstance(asked, tuple) else None
    names = [file["name"] for file in entry["files"] if parts is None or not file["part"] or file["part"] in parts]
    return names or [entry["files"][0]["name"]]
