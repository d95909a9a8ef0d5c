"""Where a point falls, and which area a name means: the two ways of finding the area of a row."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from hulul.methods.names import fold, similarity
from hulul.places.atlas import Atlas, Known
from hulul.places.models import Boundary
from hulul.places.rules import CLEAR_LEAD, KM_PER_DEGREE, LIKE_NAME, NEAREST_KM, SAME_NAME


@dataclass(frozen=True, slots=True)
class Located:
    """For each point: the area's code or "", and the distance to it in km (0 inside, NaN where there is no area)."""

    codes: NDArray[np.str_]
    km: NDArray[np.float64]


class Outlines:
    """The finest boundaries of the country in one search tree."""

    def __init__(self, codes: list[str], shapes: NDArray[np.object_]) -> None:
        self.codes = np.array([*codes, ""], dtype=np.str_)
        middle = np.radians(shapely.total_bounds(shapes)[[1, 3]].mean()) if codes else 0.0
        self._narrowing = float(np.cos(middle))  # a degree of longitude is this much shorter than one of latitude
        self._tree = shapely.STRtree([shapely.transform(shape, self._flat) for shape in shapes])

    @classmethod
    def load(cls) -> "Outlines":
        """Every boundary that has none below it."""
        rows = list(Boundary.objects.values_list("place__code", "place__parent__code", "wkb"))
        parents = {parent for _, parent, _ in rows}
        finest = [(code, bytes(wkb)) for code, _, wkb in rows if code not in parents]
        return cls([code for code, _ in finest], shapely.from_wkb(np.array([wkb for _, wkb in finest], dtype=object)))

    def locate(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> Located:
        """The area of each point (degrees; NaN allowed): the one it falls into, else the nearest within NEAREST_KM."""
        area = np.full(len(lat), -1)
        km = np.full(len(lat), np.nan)
        usable = np.flatnonzero(np.isfinite(lat) & np.isfinite(lon))
        if len(usable) and len(self.codes) > 1:
            points = shapely.points(self._flat(np.column_stack([lon[usable], lat[usable]])))
            row, hit = self._tree.query(points, predicate="intersects")
            row, first = np.unique(row, return_index=True)  # on a shared border the first area wins
            area[usable[row]], km[usable[row]] = hit[first], 0.0
            outside = np.setdiff1d(np.arange(len(usable)), row)
            if len(outside):
                (row, hit), distance = self._tree.query_nearest(
                    points[outside], max_distance=NEAREST_KM / KM_PER_DEGREE, return_distance=True, all_matches=False
                )
                area[usable[outside[row]]], km[usable[outside[row]]] = hit, distance * KM_PER_DEGREE
        return Located(self.codes[area], km)

    def _flat(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack([degrees[:, 0] * self._narrowing, degrees[:, 1]])


@dataclass(frozen=True, slots=True)
class Named:
    """What area names mean: every area recognised from the top, and the best guess where one is uncertain.

    `unread`: at least one name was stated that means no area we know.
    """

    areas: tuple[str, ...] = ()
    certainty: float = 1.0
    unread: bool = False
    guess: str | None = None
    guess_certainty: float = 0.0

    @property
    def deepest(self) -> str | None:
        return self.areas[-1] if self.areas else None


class AreaNames:
    """Reads governorate, district and sub-district names as files spell them."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._levels: dict[int, list[Known]] = defaultdict(list)
        for place in atlas.places.values():
            if place.level < 4:
                self._levels[place.level].append(place)
        self._memory: dict[tuple[str, ...], Named] = {}

    def resolve(self, names: tuple[str, ...]) -> Named:
        """The areas these names mean, each looked for inside the one above it first; empty names are skipped."""
        if names not in self._memory:
            self._memory[names] = self.resolve_any([(name,) for name in names])
        return self._memory[names]

    def resolve_any(self, levels: Sequence[Sequence[str]]) -> Named:
        """The same where each area is named in several languages: the name that is recognised best counts."""
        areas: list[str] = []
        certainty, unread = 1.0, False
        for level, names in enumerate(levels, start=1):
            stated = [name for name in names if fold(name)]
            if not stated:
                continue
            scope = areas[-1] if areas else None
            code, sure = max((self.find(level, name, scope) for name in stated), key=lambda found: found[1])
            if code is None:
                unread = True
                continue
            if sure < SAME_NAME / 100:
                return Named(tuple(areas), certainty, unread, guess=code, guess_certainty=sure)
            areas.append(code)
            certainty = min(certainty, sure)
        return Named(tuple(areas), certainty, unread)

    def find(self, level: int, name: str, scope: str | None) -> tuple[str | None, float]:
        """The area of this level and name within the scope, and how certain: 1 for the name itself or an alias.

        A certainty below SAME_NAME is a guess for a person to judge. A name that is unknown inside the scope but is
        exactly one area's name in the wider area around it (a district: in the country; a sub-district: in the
        governorate) means that one: files and boundaries disagree about which area belongs to which.
        """
        folded = fold(name)
        called = [code for code in self._atlas.called(level, folded) if self._inside(code, scope)]
        if len(called) == 1:
            return called[0], 1.0
        for within in (*reversed(self._atlas.places[scope].path if scope else ()), ""):
            if alias := self._atlas.aliases.get((level, folded, within)):
                return alias[0], max(alias[1], SAME_NAME / 100)
        candidates = [place for place in self._levels[level] if self._inside(place.code, scope)]
        best, alike, lead = most_alike(name, candidates)
        if best and alike >= SAME_NAME / 100 and lead >= CLEAR_LEAD / 100:
            return best, alike
        if scope and level > 1 and not called:
            around = self._atlas.places[scope].path[level - 2]
            elsewhere = [code for code in self._atlas.called(level, folded) if self._inside(code, around)]
            if len(elsewhere) == 1:
                return elsewhere[0], SAME_NAME / 100
        return (best, min(alike, SAME_NAME / 100 - 0.01)) if best and alike >= LIKE_NAME / 100 else (None, 0.0)

    def _inside(self, code: str, scope: str | None) -> bool:
        return scope is None or self._atlas.places[code].is_under(scope)


def most_alike(name: str, candidates: list[Known]) -> tuple[str | None, float, float]:
    """The candidate whose name in any language is most like `name`, how alike (0..1), and its lead over the next."""
    scored = sorted(
        ((max((similarity(name, own) for own in place.names), default=0.0), place.code) for place in candidates),
        key=lambda pair: (-pair[0], pair[1]),
    )
    if not scored:
        return None, 0.0, 0.0
    runner_up = scored[1][0] if len(scored) > 1 else 0.0
    return scored[0][1], scored[0][0], scored[0][0] - runner_up
