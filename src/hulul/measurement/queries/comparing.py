"""Two builds side by side: scores, categories, ranks, and what made the difference."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from hulul.kernel import files
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict
from hulul.measurement.models import Build
from hulul.measurement.queries.builds import build

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Moved:
    """One place in both builds; `drivers` are the indicators that changed its score most, with their points."""

    place: str
    score: float
    previous_score: float
    category: str
    previous_category: str
    rank: int
    previous_rank: int
    drivers: tuple[tuple[str, float], ...]

    @property
    def change(self) -> float:
        return self.score - self.previous_score


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different from `earlier` to `later`, the places that moved most first.

    `causes` says why it can be: "framework", "survey", "people", "code", "seed", "model", "places", "parameters".
    `categories` counts places by (category before, category now); `only_earlier` and `only_later` were scored in one.
    """

    earlier: Build
    later: Build
    causes: tuple[str, ...]
    places: tuple[Moved, ...]
    categories: dict[tuple[str, str], int]
    only_earlier: tuple[str, ...]
    only_later: tuple[str, ...]

    @property
    def changed(self) -> int:
        """How many places have another score."""
        return sum(1 for each in self.places if abs(each.change) > SAME)


SAME = 1e-9
DRIVERS = 3
_CAUSES = {"framework": "framework", "answers": "survey", "counts": "people", "places": "places"}


def compare(actor: Actor, earlier: UUID, later: UUID) -> Difference:
    """Two builds of places of one level. Conflict when one of them is not done."""
    before, now = build(actor, earlier), build(actor, later)
    for found in (before, now):
        if found.state != Build.State.DONE:
            raise Conflict(_("Only builds that are done can be compared."))
    old, new = _scores(actor, before), _scores(actor, now)
    reasons = _contributions(actor, before), _contributions(actor, now)
    moved = [_moved(place, old[place], new[place], *reasons) for place in old.keys() & new.keys()]
    moved.sort(key=lambda each: (-abs(each.change), each.place))
    categories: dict[tuple[str, str], int] = {}
    for each in moved:
        pair = (each.previous_category, each.category)
        categories[pair] = categories.get(pair, 0) + 1
    return Difference(
        before,
        now,
        _causes(before, now),
        tuple(moved),
        dict(sorted(categories.items())),
        tuple(sorted(old.keys() - new.keys())),
        tuple(sorted(new.keys() - old.keys())),
    )


def _causes(before: Build, now: Build) -> tuple[str, ...]:
    found = {
        cause
        for name, cause in _CAUSES.items()
        if before.inputs.get(name, {}).get("sha256") != now.inputs.get(name, {}).get("sha256")
    }
    found |= {"model"} if before.files.get("model") != now.files.get("model") else set()
    found |= {"code"} if before.code_version != now.code_version else set()
    found |= {"seed"} if before.seed != now.seed else set()
    asked = ("runs", "permutations")
    found |= (
        {"parameters"} if [before.parameters[key] for key in asked] != [now.parameters[key] for key in asked] else set()
    )
    return tuple(sorted(found))


def _moved(place: str, old: dict[str, Any], new: dict[str, Any], *reasons: dict[str, dict[str, float]]) -> Moved:
    before, now = (found.get(place, {}) for found in reasons)
    parts = {code: now.get(code, 0.0) - before.get(code, 0.0) for code in before.keys() | now.keys()}
    drivers = sorted(((code, points) for code, points in parts.items() if abs(points) > SAME), key=_by_size)
    return Moved(
        place,
        new["score"],
        old["score"],
        new["category"],
        old["category"],
        new["rank"],
        old["rank"],
        tuple(drivers[:DRIVERS]),
    )


def _by_size(part: tuple[str, float]) -> tuple[float, str]:
    return -abs(part[1]), part[0]


def _scores(actor: Actor, found: Build) -> dict[str, dict[str, Any]]:
    rows = [row for row in _rows(actor, found, "severity") if row["scale"] == "" and row["score"] is not None]
    own = max((row["level"] for row in rows), default=0)
    return {row["place"]: row for row in rows if row["level"] == own}


def _contributions(actor: Actor, found: Build) -> dict[str, dict[str, float]]:
    rows = _rows(actor, found, "severity_indicators")
    own = max((row["level"] for row in rows), default=0)
    parts: dict[str, dict[str, float]] = {}
    for row in rows:
        if row["level"] == own and row["contribution"] is not None:
            parts.setdefault(row["place"], {})[row["indicator"]] = row["contribution"]
    return parts


def _rows(actor: Actor, found: Build, name: str) -> list[dict[str, Any]]:
    """The rows of a table of a build up to the actor's tier."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    if name not in found.files:
        return []
    table: pa.Table = pq.read_table(files.local_path(found.files[name]["name"]))
    return list(table.filter(pc.field("tier") <= int(actor.tier)).to_pylist())
