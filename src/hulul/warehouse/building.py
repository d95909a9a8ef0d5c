"""Building a generation's files: which are missing, computed in order, kept under a name made from what they depend on.

A file's key is a hash of its inputs' keys and of the code, so a dataset whose inputs did not change keeps its file.
Nothing here decides what readers see: that is the one row that `actions.publish` changes.
"""

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection, transaction

from hulul.kernel import datasets, files, packs
from hulul.kernel.datasets import Dataset, Files
from hulul.warehouse import engines, marts
from hulul.warehouse.engines import Workshop, parquet
from hulul.warehouse.models import Entry

Source: TypeAlias = Files | Any  # or a pyarrow Table, which has no types of its own


@dataclass(frozen=True, slots=True)
class Step:
    """One file to have: a base dataset with its rows, or a mart with what it reads."""

    dataset: Dataset
    key: str
    source: Source | None = None
    mart: marts.Mart | None = None

    @property
    def file(self) -> str:
        return f"warehouse/{self.dataset.name}/{self.key}.parquet"


@dataclass(frozen=True, slots=True)
class Plan:
    steps: tuple[Step, ...]
    fingerprint: str


def plan(engine: str) -> Plan:
    """What the next generation consists of, from one consistent look at the rooms' records."""
    with _snapshot():
        sources = {d.name: d.source() for d in datasets.registered().values() if d.source is not None}
    code = f"{marts.code_version()} {engine} {marts.parameters(packs.current())}"
    steps = [
        Step(datasets.get(name), _hash(code, _shape(datasets.get(name)), _contents(source)), source=source)
        for name, source in sorted(sources.items())
    ]
    keys = {step.dataset.name: step.key for step in steps}
    for mart in marts.current():
        if not all(name in keys for name in mart.reads):
            continue
        key = _hash(code, _shape(mart.dataset), *(keys[name] for name in mart.reads))
        keys[mart.dataset.name] = key
        steps.append(Step(mart.dataset, key, mart=mart))
    return Plan(tuple(steps), _hash(*(f"{step.dataset.name}={step.key}" for step in steps)))


def build(
    plan: Plan, engine: engines.Engine, kept: Mapping[str, Entry], follow: Callable[[int, Step, Entry], None]
) -> None:
    """Have every file of the plan in the store. `follow` is told before a file is kept, so that none is forgotten.

    `kept` is the manifest of the current generation, whose files are used again where their keys are the same.
    """
    made: dict[str, str] = {}
    with engine.workshop() as workshop:
        for number, step in enumerate(plan.steps, start=1):
            entry = kept.get(step.dataset.name)
            if entry is not None and entry["key"] == step.key and files.exists(entry["file"]):
                follow(number, step, entry)
            else:
                path = files.new_path(".parquet")
                try:
                    _make(workshop, step, made, path)
                    entry = _entry(step, path)
                    follow(number, step, entry)
                    files.keep(path, step.file)
                finally:
                    path.unlink(missing_ok=True)
            made[step.dataset.name] = step.file
    for step in plan.steps:
        if not files.exists(step.file):
            raise FileNotFoundError(step.file)


def _make(workshop: Workshop, step: Step, made: Mapping[str, str], path: Path) -> None:
    if step.mart is not None:
        frame = step.mart.compute({name: workshop.read([made[name]]) for name in step.mart.reads})
        workshop.write(frame, step.dataset, path)
    elif isinstance(step.source, Files) and step.source.names:
        workshop.write(workshop.read(step.source.names), step.dataset, path)
    elif isinstance(step.source, pa.Table):
        parquet.write(step.source, step.dataset, path)
    else:
        parquet.write(parquet.schema(step.dataset).empty_table(), step.dataset, path)


def _entry(step: Step, path: Path) -> Entry:
    return Entry(
        file=step.file,
        key=step.key,
        sha256=files.sha256(path),
        rows=pq.read_metadata(path).num_rows,
        bytes=path.stat().st_size,
    )


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
        return _hash(*source.names)
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, source.schema) as writer:
        writer.write_table(source.combine_chunks())
    return hashlib.sha256(sink.getbuffer()).hexdigest()


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
