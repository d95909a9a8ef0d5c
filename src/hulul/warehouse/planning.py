"""What the next generation consists of, and what of it can be taken from the current one.

Reads the rooms' records once, in one consistent look. A dataset's key is a hash of its inputs' keys and of the code, so
one whose inputs did not change keeps its files.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection, transaction

from hulul.kernel import datasets, files, packs
from hulul.kernel.datasets import Dataset, Files
from hulul.warehouse import marts, series
from hulul.warehouse.models import Entry, Generation
from hulul.warehouse.series import Known, Rounds

Source: TypeAlias = Files | Any  # or a pyarrow Table, which has no types of its own

# Of a place, what the methods read: where it lies. Names and points may change without a number changing.
_POSITION = ("level", "kind", "adm0", "adm1", "adm2", "adm3")
_LOCATION = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One dataset to have: a base dataset with its rows, or a mart."""

    dataset: Dataset
    key: str
    source: Source | None = None
    mart: marts.Mart | None = None

    @property
    def file(self) -> str:
        return f"warehouse/{self.dataset.name}/{self.key}.parquet"


@dataclass(frozen=True, slots=True)
class Plan:
    """`code_version` is that of `marts`; `fingerprint` a hash of everything."""

    steps: tuple[Step, ...]
    code_version: str
    fingerprint: str

    def source(self, name: str) -> Source | None:
        return next((step.source for step in self.steps if step.dataset.name == name), None)


@dataclass(frozen=True, slots=True)
class Changed:
    """What is different since the current generation, in rounds."""

    rounds: frozenset[str]
    before: Rounds
    now: Rounds


def plan(engine: str) -> Plan:
    pack = packs.current()
    with _snapshot():
        sources = {d.name: d.source() for d in datasets.registered().values() if d.source is not None}
    code = marts.code_version(pack, engine)
    steps = [
        Step(datasets.get(name), _hash(code, _shape(datasets.get(name)), _contents(source)), source=source)
        for name, source in sorted(sources.items())
    ]
    keys = {step.dataset.name: step.key for step in steps}
    for mart in marts.marts(pack):
        if all(name in keys for name in mart.reads):
            keys[mart.dataset.name] = _hash(code, _shape(mart.dataset), *(keys[name] for name in mart.reads))
            steps.append(Step(mart.dataset, keys[mart.dataset.name], mart=mart))
    return Plan(tuple(steps), code, _hash(*(f"{step.dataset.name}={step.key}" for step in steps)))


def changed(plan: Plan, current: Generation | None) -> Changed | None:
    """The rounds that changed; None when more than rounds did, and everything has to be computed."""
    if current is None or current.code_version != plan.code_version:
        return None
    old_rounds, old_places = _stored(current.manifest, "rounds"), _stored(current.manifest, "places")
    if old_rounds is None or old_places is None or _places_moved(old_places, plan.source("places")):
        return None
    before, now = _known(old_rounds), _known(plan.source("rounds"))
    found = set(series.different(before, now))
    for name in ("counts", "breakdowns"):
        source, entry = plan.source(name), current.manifest.get(name)
        if not isinstance(source, Files) or not source.parts or entry is None:
            return None
        old = {file["part"]: file["name"] for file in entry["files"]}
        new = dict(zip(source.parts, source.names, strict=True))
        found |= {part for part in old.keys() | new.keys() if old.get(part) != new.get(part)}
    return Changed(frozenset(found), before, now)


def _stored(manifest: Mapping[str, Entry], name: str) -> "pa.Table | None":
    entry = manifest.get(name)
    if entry is None:
        return None
    return pa.concat_tables([pq.read_table(files.local_path(file["name"])) for file in entry["files"]])


def _known(rounds: "pa.Table") -> dict[str, Known]:
    names = ("round", "source", "population", "date", "sequence", "segment")
    columns = (rounds.column(name).to_pylist() for name in names)
    return {code: Known(*facts) for code, *facts in zip(*columns, strict=True)}


def _places_moved(before: "pa.Table", now: "pa.Table") -> bool:
    """Whether a place that is known lies elsewhere now, or an area came or went. New locations move nobody."""
    old, new = _positions(before), _positions(now)
    if any(new.get(code) != position for code, position in old.items()):
        return True
    return any(position[0] < _LOCATION for code, position in new.items() if code not in old)


def _positions(places: "pa.Table") -> dict[str, tuple[Any, ...]]:
    columns = (places.column(name).to_pylist() for name in _POSITION)
    return dict(zip(places.column("code").to_pylist(), zip(*columns, strict=True), strict=True))


@contextmanager
def _snapshot() -> Iterator[None]:
    """All reads inside see one state of the database, whatever is written meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _shape(dataset: Dataset) -> str:
    columns = ",".join(f"{column.name}:{column.type}" for column in dataset.columns)
    return f"{dataset.name} {columns} by {','.join(dataset.order or dataset.key)}"


def _contents(source: Source) -> str:
    """A hash of the rows. Stored files never change, so their names stand for their contents."""
    if isinstance(source, Files):
        return _hash(*source.names, "of", *source.parts)
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, source.schema) as writer:
        writer.write_table(source.combine_chunks())
    return hashlib.sha256(sink.getbuffer()).hexdigest()


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
