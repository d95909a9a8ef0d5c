"""All places in memory, as the matcher and the search read them: one pass over the tables, then plain dictionaries."""

from collections import defaultdict
from dataclasses import dataclass, field

from hulul.kernel import packs
from hulul.methods.names import fold
from hulul.places.models import NAME_LANGUAGES, Alias, MatchDecision, Place, PlaceCode, Succession


@dataclass(frozen=True, slots=True)
class Known:
    """A place in memory. `path` holds the codes from the country down to the place itself."""

    code: str
    level: int
    kind: str
    path: tuple[str, ...]
    name_en: str
    name_ar: str
    name_ckb: str
    lat: float | None
    lon: float | None
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        named = dict.fromkeys(filter(None, (self.name_en, self.name_ar, self.name_ckb)))
        object.__setattr__(self, "names", tuple(named))

    def at(self, level: int) -> str | None:
        """The code of the ancestor (or the place itself) at a level."""
        if level == self.level:
            return self.code
        return self.path[level] if level < len(self.path) - 1 else None

    def is_under(self, code: str) -> bool:
        return code in self.path


@dataclass(slots=True)
class Atlas:
    """`by_code` looks up (system, code); `merged` sends a place that was merged away to the one that stands for it.

    `aliases`: (level, folded, scope code or "") -> code and share. `decisions`: key of what was stated -> code. Names
    are folded level by level when they are first asked for: most lists match by code, and locations are thousands.
    """

    places: dict[str, Known] = field(default_factory=dict)
    by_code: dict[tuple[str, str], str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    aliases: dict[tuple[int, str, str], tuple[str, float]] = field(default_factory=dict)
    decisions: dict[str, str] = field(default_factory=dict)
    _called: dict[int, dict[str, list[str]]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Atlas":
        atlas = cls()
        fields = ("code", "level", "kind", "path", *(f"name_{language}" for language in NAME_LANGUAGES), "lat", "lon")
        for code, level, kind, path, *rest in Place.objects.values_list(*fields):
            atlas.add(Known(code, level, kind, tuple(path.strip("/").split("/")), *rest))
        codes = PlaceCode.objects.values_list("system", "code", "place__code")
        atlas.by_code.update({(system, code): place for system, code, place in codes.iterator(5_000)})
        for place, spelling_level, folded, scope, share in Alias.objects.values_list(
            "place__code", "level", "folded", "scope__code", "share"
        ):
            atlas.aliases[spelling_level, folded, scope or ""] = (place, share)
        for code, others in packs.current().spellings.items():
            if code in atlas.places:
                for other in others:
                    atlas.aliases.setdefault((atlas.places[code].level, fold(other), ""), (code, 1.0))
        atlas.decisions.update(MatchDecision.objects.values_list("key", "place__code"))
        merges = Succession.objects.filter(kind=Succession.Kind.MERGE)
        atlas.merged.update(merges.values_list("predecessor__code", "successor__code"))
        return atlas

    def add(self, place: Known) -> None:
        self.places[place.code] = place
        self.by_code["pcode", place.code] = place.code
        if place.level in self._called:
            self._call(place)

    def called(self, level: int, folded: str) -> list[str]:
        """The codes of the places of a level with this name, folded; in the order they were added."""
        if level not in self._called:
            self._called[level] = defaultdict(list)
            for place in self.places.values():
                if place.level == level:
                    self._call(place)
        return self._called[level].get(folded, [])

    def _call(self, place: Known) -> None:
        for folded in {fold(name) for name in place.names} - {""}:
            self._called[place.level][folded].append(place.code)

    def standing(self, code: str) -> str:
        """The place that stands for this one today: itself, or what it was merged into."""
        seen = {code}
        while (following := self.merged.get(code)) and following not in seen:
            seen.add(following)
            code = following
        return code

    @property
    def root(self) -> Known | None:
        return next((place for place in self.places.values() if place.level == 0), None)
