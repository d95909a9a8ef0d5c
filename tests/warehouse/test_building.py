"""Only what changed is computed again, and comes out as if everything had been."""

import datetime as dt
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.core.files.storage import default_storage

from hulul.kernel import clock, datasets, files
from hulul.kernel.actors import SYSTEM
from hulul.kernel.datasets import Dataset, Files
from hulul.warehouse import actions, building
from hulul.warehouse.datasets import MARTS
from hulul.warehouse.engines import parquet
from hulul.warehouse.models import Generation
from tests.warehouse import world

pytestmark = pytest.mark.django_db


class Operation:
    """The made-up operation, divided into stored files by round as tracking divides it, with rounds that change."""

    def __init__(self) -> None:
        self.tables = world.tables()
        self.rounds = {row["round"]: dict(row) for row in self.tables["rounds"].to_pylist()}
        self.places = self.tables["places"].to_pylist()
        self.rows = {
            name: {code: _of(self.tables[name], code) for code in self.rounds} for name in ("counts", "breakdowns")
        }
        self.revision = dict.fromkeys(self.rounds, 0)

    def sources(self) -> dict[str, Dataset]:
        codes = sorted(self.rounds)
        base = {
            "places": pa.Table.from_pylist(self.places, schema=parquet.schema(datasets.get("places"))),
            "rounds": pa.Table.from_pylist(self._numbered(), schema=parquet.schema(datasets.get("rounds"))),
            **{name: Files(tuple(self._store(name, code) for code in codes), tuple(codes)) for name in self.rows},
        }
        return world.sources(base)

    def _numbered(self) -> list[dict[str, Any]]:
        """Rounds with their number in the series, which a round in between changes for all after it."""
        rows = []
        for series in {(row["source"], row["population"]) for row in self.rounds.values()}:
            same = [row for row in self.rounds.values() if (row["source"], row["population"]) == series]
            ordered = sorted(same, key=lambda row: row["date"])
            rows += [row | {"sequence": number} for number, row in enumerate(ordered, start=1)]
        return sorted(rows, key=lambda row: row["round"])

    def _store(self, name: str, code: str) -> str:
        stored = f"rounds/{code}/{self.revision[code]}.{name}.parquet"
        path = files.new_path(".parquet")
        parquet.write(self.rows[name][code], datasets.get(name), path)
        files.keep(path, stored)
        return stored

    # What may happen between two publications.

    def withdraw(self, dice: random.Random) -> None:
        self.rounds.pop(dice.choice(sorted(self.rounds)))

    def correct(self, dice: random.Random) -> None:
        code = dice.choice(sorted(self.rounds))
        self.revision[code] += 1
        for name, tables in self.rows.items():
            changed = [row | {"households": row["households"] + dice.randint(0, 9)} for row in tables[code].to_pylist()]
            tables[code] = pa.Table.from_pylist(changed, schema=parquet.schema(datasets.get(name)))

    def add(self, dice: random.Random) -> None:
        like = self.rounds[dice.choice(sorted(code for code in self.rounds if code.startswith("dtm")))]
        date = like["date"] + dt.timedelta(days=dice.randint(-40, 40))
        code = f"dtm-{like['population']}-{date}"
        if code in self.rounds:
            return
        self.rounds[code] = like | {"round": code, "date": date}
        self.revision[code] = self.revision.get(code, 0) + 1
        for name, tables in self.rows.items():
            moved = [row | {"round": code} for row in tables[like["round"]].to_pylist()]
            tables[code] = pa.Table.from_pylist(moved, schema=parquet.schema(datasets.get(name)))

    def break_series(self, dice: random.Random) -> None:
        code = dice.choice(sorted(self.rounds))
        self.rounds[code] = self.rounds[code] | {"segment": dice.randint(1, 3)}

    def record_a_place(self, dice: random.Random) -> None:
        like = dice.choice([place for place in self.places if place["level"] == 4])
        self.places = [*self.places, like | {"code": f"new-{len(self.places)}"}]

    def move_a_place(self, dice: random.Random) -> None:
        place, other = dice.sample([place for place in self.places if place["level"] == 4], 2)
        same = {name: other[name] for name in ("adm1", "adm2", "adm3", "parent")}
        self.places = [row | same if row["code"] == place["code"] else row for row in self.places]

    def rename_a_place(self, dice: random.Random) -> None:
        place = dice.choice(self.places)
        self.places = [row | {"name_en": "Renamed"} if row["code"] == place["code"] else row for row in self.places]


def _of(table: pa.Table, code: str) -> pa.Table:
    return table.filter(pa.compute.equal(table["round"], code))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_what_is_computed_round_by_round_equals_what_is_computed_at_once(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice, operation = random.Random(seed), Operation()  # noqa: S311 - not a secret
    monkeypatch.setattr(datasets, "_datasets", operation.sources())
    actions.publish(SYSTEM)
    happenings = [
        operation.withdraw, operation.correct, operation.add, operation.break_series, operation.record_a_place,
        operation.move_a_place, operation.rename_a_place,
    ]  # fmt: skip
    for happening in dice.sample(happenings, 3):
        happening(dice)
        happening(dice)
        monkeypatch.setattr(datasets, "_datasets", operation.sources())
        step_by_step = {d.name: world.stored(actions.publish(SYSTEM), d.name).to_pylist() for d in MARTS}
    Generation.objects.all().delete()
    _forget_files()
    at_once = actions.publish(SYSTEM)
    for dataset in MARTS:
        assert step_by_step[dataset.name] == world.stored(at_once, dataset.name).to_pylist(), dataset.name


def _forget_files() -> None:
    for path in Path(default_storage.path("warehouse")).rglob("*.parquet"):
        path.unlink()


def test_a_new_round_computes_only_itself_and_its_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    operation = Operation()
    last = max(code for code in operation.rounds if code.startswith("dtm-idp"))
    newest = operation.rounds.pop(last)
    monkeypatch.setattr(datasets, "_datasets", operation.sources())
    actions.publish(SYSTEM)
    operation.rounds[last] = newest
    monkeypatch.setattr(datasets, "_datasets", operation.sources())
    touched: dict[str, tuple[int, int]] = {}
    renewed = building.Builder._renewed

    def watch(self: Any, workshop: Any, mart: Any, increment: Any, seen: Any, before: Any) -> Any:
        touched[mart.dataset.name] = (len(seen.rows), len(seen.needed))
        return renewed(self, workshop, mart, increment, seen, before)

    monkeypatch.setattr(building.Builder, "_renewed", watch)
    actions.publish(SYSTEM)
    assert touched == {
        "stocks": (1, 1),
        "changes": (1, 2),
        "breakdown_stocks": (1, 1),
        "return_rates": (3, 5),
        "alerts": (1, 13),
    }


def test_stored_rounds_are_referred_to_and_never_deleted_with_a_generation(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    operation = Operation()
    for _ in range(5):
        operation.rounds.pop(sorted(operation.rounds)[0])
        monkeypatch.setattr(datasets, "_datasets", operation.sources())
        generation = actions.publish(SYSTEM)
    assert all(file["name"].startswith("rounds/") for file in generation.manifest["counts"]["files"])
    before = set((home / "files" / "rounds").rglob("*.parquet"))
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert actions.sweep(SYSTEM) > 0
    assert set((home / "files" / "rounds").rglob("*.parquet")) == before
