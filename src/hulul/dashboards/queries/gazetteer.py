"""The published places by code: names, parents and points, read once per generation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hulul.dashboards.queries.kept import Kept
from hulul.dashboards.rules import alphabetical
from hulul.kernel.actors import Actor
from hulul.kernel.errors import NotFound
from hulul.warehouse.queries import Question, current_generation, stream

LOCATION_LEVEL = 4


@dataclass(frozen=True, slots=True)
class PlaceFact:
    code: str
    level: int
    kind: str
    parent: str | None
    ancestors: tuple[str, ...]  # from the country down, without the place itself
    names: Mapping[str, str]
    lat: float | None
    lon: float | None
    population: int | None

    @property
    def name(self) -> str:
        """In the reader's language, else English, else the code."""
        language = (get_language() or "en").split("-")[0]
        return self.names.get(language) or self.names.get("en") or self.code


class Gazetteer:
    """All published places. `children` are in code order."""

    def __init__(self, facts: list[PlaceFact]) -> None:
        self._by_code = {fact.code: fact for fact in facts}
        self._children: dict[str, list[PlaceFact]] = {}
        self._levels: dict[int, list[PlaceFact]] = {}
        for fact in facts:
            self._levels.setdefault(fact.level, []).append(fact)
            if fact.parent:
                self._children.setdefault(fact.parent, []).append(fact)
        self.country = next((fact for fact in facts if fact.level == 0), None)

    def get(self, code: str) -> PlaceFact | None:
        return self._by_code.get(code)

    def name(self, code: str) -> str:
        fact = self._by_code.get(code)
        return fact.name if fact else code

    def children(self, code: str) -> list[PlaceFact]:
        return self._children.get(code, [])

    def at_level(self, level: int) -> list[PlaceFact]:
        return self._levels.get(level, [])

    @staticmethod
    def in_order(facts: Iterable[PlaceFact]) -> list[PlaceFact]:
        """By name in the reader's alphabet."""
        return sorted(facts, key=lambda fact: (alphabetical(fact.name), fact.code))

    def within(self, code: str, level: int) -> list[PlaceFact]:
        """Places of one level inside a place (or the place itself, at its own level)."""
        top = self._by_code.get(code)
        if top is None:
            return []
        if top.level == level:
            return [top]
        if level < top.level:
            return []
        return self.at_level(level) if top is self.country else [f for f in self.at_level(level) if code in f.ancestors]


_kept: Kept[Gazetteer] = Kept(4)


def gazetteer(actor: Actor) -> Gazetteer:
    """The gazetteer of the current generation, as far as this actor reads it; however many places there are."""
    generation = current_generation()
    return _kept.get((generation.number, generation.published_at, actor.view), lambda: _read(actor))


def _read(actor: Actor) -> Gazetteer:
    question = Question(
        dataset="places",
        columns=(
            "code", "level", "kind", "parent", "adm0", "adm1", "adm2", "adm3",
            "name_en", "name_ar", "name_ckb", "lat", "lon", "population",
        ),
        order=("code",),
    )  # fmt: skip
    _generation, _columns, batches = stream(actor, question)
    rows = (row for batch in batches for row in zip(*(column.to_pylist() for column in batch.columns), strict=True))
    return Gazetteer([_fact(row) for row in rows])


def place(actor: Actor, code: str) -> PlaceFact:
    """One place. NotFound when nothing of that code is published."""
    fact = gazetteer(actor).get(code)
    if fact is None:
        raise NotFound(_("There is no place with this code."), hint=_("Search for it by name."))
    return fact


def _fact(row: tuple[object, ...]) -> PlaceFact:
    code, level, kind, parent, adm0, adm1, adm2, adm3, en, ar, ckb, lat, lon, population = row
    ancestors = tuple(str(a) for a in (adm0, adm1, adm2, adm3) if a and a != code)
    return PlaceFact(
        code=str(code),
        level=int(level),  # type: ignore[call-overload]
        kind=str(kind),
        parent=str(parent) if parent else None,
        ancestors=ancestors,
        names={k: str(v) for k, v in (("en", en), ("ar", ar), ("ckb", ckb)) if v},
        lat=lat,  # type: ignore[arg-type]
        lon=lon,  # type: ignore[arg-type]
        population=population,  # type: ignore[arg-type]
    )
