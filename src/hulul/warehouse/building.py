"""Building a generation's files: what is missing is computed in order and kept under its key.

A mart that can be computed round by round takes its unchanged rounds from the current generation. Base datasets that
lie in the store already are not copied. Nothing here decides what readers see: `actions.publish` does, with one row.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq

from hulul.kernel import files
from hulul.kernel.datasets import Files
from hulul.warehouse import marts, planning
from hulul.warehouse.engines import Engine, Workshop, parquet
from hulul.warehouse.models import Entry, Generation, StoredFile
from hulul.warehouse.planning import Changed, Plan, Step
from hulul.warehouse.series import Increment, Touched

Follow = Callable[[int, Step, Entry], None]

# Above this share of the rounds, computing all at once is faster.
MOST_ROUNDS = 0.5


def build(plan: Plan, engine: Engine, current: Generation | None, follow: Follow) -> None:
    """Have every file of the plan in the store. `follow` is told of a file before it is kept, so none is forgotten."""
    kept: Mapping[str, Entry] = current.manifest if current else {}
    builder = Builder(kept, planning.changed(plan, current))
    with engine.workshop() as workshop:
        for number, step in enumerate(plan.steps, start=1):
            builder.have(workshop, step, partial(follow, number, step))
    for entry in builder.made.values():
        for file in entry["files"]:
            if not files.exists(file["name"]):
                raise FileNotFoundError(file["name"])


class Builder:
    """One build under way: what the current generation has, which rounds changed, what is made so far."""

    def __init__(self, kept: Mapping[str, Entry], changed: Changed | None) -> None:
        self._kept = kept
        self._changed = changed
        self.made: dict[str, Entry] = {}

    def have(self, workshop: Workshop, step: Step, follow: Callable[[Entry], None]) -> None:
        """Make one dataset's files exist, by using, referring or computing."""
        kept = self._kept.get(step.dataset.name)
        if kept is not None and kept["key"] == step.key:
            entry = kept
            follow(entry)
        elif isinstance(step.source, Files) and step.source.parts:
            entry = _referred(step.key, step.source, kept)
            follow(entry)
        else:
            entry = self._computed(workshop, step, follow)
        self.made[step.dataset.name] = entry

    def _computed(self, workshop: Workshop, step: Step, follow: Callable[[Entry], None]) -> Entry:
        path = files.new_path(".parquet")
        try:
            if step.mart is not None:
                workshop.write(self._frame(workshop, step.mart), step.dataset, path)
            elif isinstance(step.source, Files) and step.source.names:
                workshop.write(workshop.read(step.source.names), step.dataset, path)
            else:
                rows = step.source if isinstance(step.source, pa.Table) else None
                parquet.write(parquet.schema(step.dataset).empty_table() if rows is None else rows, step.dataset, path)
            entry = Entry(key=step.key, files=[_described(step.file, "", path)])
            follow(entry)
            files.keep(path, step.file)
        finally:
            path.unlink(missing_ok=True)
        return entry

    def _frame(self, workshop: Workshop, mart: marts.Mart) -> marts.Frame:
        kept = self._kept.get(mart.dataset.name)
        increment, changed = mart.increment, self._changed
        if increment is not None and changed is not None and kept is not None:
            touched = increment.spread.touched(changed.rounds, changed.before, changed.now)
            if len(touched.needed) <= MOST_ROUNDS * len(changed.now):
                before = workshop.read([file["name"] for file in kept["files"]])
                return self._renewed(workshop, mart, increment, touched, before)
        return mart.compute({name: workshop.read(self._names(name)) for name in mart.reads})

    def _renewed(
        self, workshop: Workshop, mart: marts.Mart, increment: Increment, touched: Touched, before: marts.Frame
    ) -> marts.Frame:
        """The rows of untouched rounds as they were, with the rows of touched rounds computed from what they need."""
        if not touched.rows:
            return before
        same = before.filter(~nw.col(increment.column).is_in(sorted(touched.rows)))
        if not touched.needed:
            return same
        tables = {}
        for name in mart.reads:
            if name in increment.narrowed:
                narrowed = workshop.read(self._names(name, touched.needed))
                tables[name] = narrowed.filter(nw.col("round").is_in(sorted(touched.needed)))
            else:
                tables[name] = workshop.read(self._names(name))
        columns = [column.name for column in mart.dataset.columns]
        fresh = mart.compute(tables).filter(nw.col(increment.column).is_in(sorted(touched.rows)))
        return nw.concat([same.select(columns), fresh.select(columns)])

    def _names(self, name: str, parts: Iterable[str] = ()) -> list[str]:
        """The files of a dataset made so far; of these parts only, where it is divided."""
        found = self.made[name]["files"]
        wanted = set(parts)
        return [file["name"] for file in found if file["part"] in wanted] or [file["name"] for file in found]


def _referred(key: str, source: Files, kept: Entry | None) -> Entry:
    """A dataset whose files lie in the store already. What is known of a file is not read again."""
    known = {file["name"]: file for file in kept["files"]} if kept else {}
    described = [
        known.get(name) or _described(name, part, files.local_path(name))
        for name, part in zip(source.names, source.parts, strict=True)
    ]
    return Entry(key=key, files=described)


def _described(name: str, part: str, path: Path) -> StoredFile:
    return StoredFile(
        name=name,
        part=part,
        sha256=files.sha256(path),
        rows=pq.read_metadata(path).num_rows,
        bytes=path.stat().st_size,
    )
