"""How a row of a file finds its place. Reads the whole gazetteer once, then works in memory; writes nothing.

Order: a code of a system, a decision somebody made before, an alias, the point in the boundaries (the nearest one
within `rules.NEAREST_KM` as a fallback), the name within the stated area; what remains is a new location of that area,
or the area itself where a row names nothing finer (method.md section 1: names do not match P-codes textually, points
do).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from hulul.methods.names import fold, skeleton
from hulul.places.areas import AreaNames, Named, Outlines, most_alike
from hulul.places.atlas import Atlas, Known
from hulul.places.rules import (
    CLEAR_LEAD,
    COORDINATES_OUTSIDE,
    COORDINATES_SWAPPED,
    DISTRICT_CONFLICT,
    LIKE_NAME,
    LOCATION_LEVEL,
    NAME_UNCERTAIN,
    NEAREST_KM,
    NEAREST_USED,
    NO_COORDINATES,
    SAME_NAME,
    kilometres,
)
from hulul.places.stated import Columns, Match, Stated, key_of

__all__ = ["Columns", "Match", "Matcher", "Stated", "key_of"]

SHORTLIST = 8  # names compared in full, after a quick look at consonants only


@dataclass(slots=True)
class Spot:
    """What the coordinates of a row say: the area, the usable point, and what was wrong with them."""

    area: str | None = None
    lat: float | None = None
    lon: float | None = None
    nearest: bool = False
    findings: list[str] = field(default_factory=list)
    suggestion: dict[str, Any] = field(default_factory=dict)


class Matcher:
    """Matches rows to places. Equal rows are matched once; not safe to share between threads."""

    def __init__(self, atlas: Atlas, outlines: Outlines) -> None:
        self.atlas = atlas
        self._outlines = outlines
        self._names = AreaNames(atlas)
        self._memory: dict[tuple[tuple[str, ...], ...], dict[tuple[Any, ...], Match]] = defaultdict(dict)
        self._systems: dict[str, set[str]] = defaultdict(set)
        for (system, _code), owner in atlas.by_code.items():
            self._systems[owner].add(system)
        self._locations: dict[str, list[Known]] = defaultdict(list)
        for place in atlas.places.values():
            self._place_location(place)

    @classmethod
    def load(cls) -> "Matcher":
        """Read places, codes, aliases, decisions and boundaries from the database."""
        return cls(Atlas.load(), Outlines.load())

    def match(self, stated: Sequence[Stated]) -> list[Match]:
        """One match for each row, in order."""
        return [self._decide(row, spot) for row, spot in zip(stated, self._spots(stated), strict=True)]

    def as_new(self, stated: Sequence[Stated]) -> list[Match]:
        """Where each row would be put if nobody knew it: how a gazetteer places its locations, again at each load."""
        spots = self._spots(stated)
        return [
            self._new(self._names.resolve(row.area_names), spot, None) for row, spot in zip(stated, spots, strict=True)
        ]

    def match_columns(self, columns: Columns) -> list[Match]:
        """The same for columns. Rows that state the same share one Match, also with rows of earlier calls."""
        layout = (tuple(columns.codes), tuple(columns.names), ("",) * len(columns.area_names))
        memory = self._memory[layout]
        rows = list(columns.rows())
        fresh = [row for row in dict.fromkeys(rows) if row not in memory]
        memory.update(zip(fresh, self.match([columns.stated(row) for row in fresh]), strict=True))
        return [memory[row] for row in rows]

    def learn(self, made: Iterable[tuple[Known, Mapping[str, str]]]) -> None:
        """Places that were just made, with their codes by system, so that the next rows find them.

        Drop the matcher if the transaction that made them fails.
        """
        for place, codes in made:
            self.atlas.add(place)
            self.atlas.by_code.update(dict.fromkeys(codes.items(), place.code))
            self._systems[place.code].update(codes)
            self._place_location(place)
        for layout, memory in self._memory.items():
            kept = {row: match for row, match in memory.items() if match.how not in ("new", "none")}
            self._memory[layout] = kept

    def _place_location(self, place: Known) -> None:
        if place.level == LOCATION_LEVEL and place.code not in self.atlas.merged:
            for area in place.path[:-1]:
                self._locations[area].append(place)

    def _spots(self, stated: Sequence[Stated]) -> list[Spot]:
        """Locate all points at once, then the swapped ones among those that fall outside."""
        lat = np.array([np.nan if row.lat is None else row.lat for row in stated], dtype=np.float64)
        lon = np.array([np.nan if row.lon is None else row.lon for row in stated], dtype=np.float64)
        straight, swapped = self._outlines.locate(lat, lon), self._outlines.locate(lon, lat)
        spots = []
        for i in range(len(stated)):
            y, x = float(lat[i]), float(lon[i])
            if np.isnan(y) or np.isnan(x):
                spots.append(Spot(findings=[NO_COORDINATES]))
            elif straight.codes[i] and straight.km[i] == 0:
                spots.append(Spot(str(straight.codes[i]), y, x))
            elif swapped.codes[i] and not straight.codes[i]:
                spots.append(Spot(str(swapped.codes[i]), x, y, False, [COORDINATES_SWAPPED], {"lat": x, "lon": y}))
            elif straight.codes[i]:
                spots.append(Spot(str(straight.codes[i]), y, x, True, [NEAREST_USED]))
            else:
                spots.append(Spot(findings=[COORDINATES_OUTSIDE]))
        return spots

    def _decide(self, row: Stated, spot: Spot) -> Match:
        named = self._names.resolve(row.area_names)
        for system, code in row.codes.items():
            if found := self.atlas.by_code.get((system, code)):
                return self._settled(found, "code", 1.0, named, spot)
        if found := self.atlas.decisions.get(key_of(row)):
            return self._settled(found, "decision", 1.0, named, spot)
        if row.names or any(system != "pcode" for system in row.codes):
            return self._location(row, named, spot)
        return self._area(named, spot)

    def _settled(self, code: str, how: Any, certainty: float, named: Named, spot: Spot) -> Match:
        place = self.atlas.places[self.atlas.standing(code)]
        findings = [finding for finding in spot.findings if finding != NO_COORDINATES]
        suggestion = dict(spot.suggestion)
        self._compare(named, place.path[:-1] if place.level else place.path, findings, suggestion)
        return Match(place.code, how, certainty, None, tuple(findings), suggestion)

    def _compare(self, named: Named, path: Sequence[str], findings: list[str], suggestion: dict[str, Any]) -> None:
        """Note where the file's areas and the place's own path disagree; neither is changed."""
        for area in reversed(named.areas):
            if area not in path and self.atlas.places[area].level < len(path):
                findings.append(DISTRICT_CONFLICT)
                suggestion |= {"parent": path[-1], "instead_of": named.deepest}
                return

    def _area(self, named: Named, spot: Spot) -> Match:
        findings, suggestion = list(spot.findings), dict(spot.suggestion)
        if spot.area:
            self._compare(named, self.atlas.places[spot.area].path, findings, suggestion)
            how: Any = "nearest" if spot.nearest else "point"
            return Match(spot.area, how, 0.8 if spot.nearest else 1.0, None, tuple(findings), suggestion)
        findings = [finding for finding in findings if finding != NO_COORDINATES]
        if named.unread or named.guess:
            findings.append(NAME_UNCERTAIN)
            suggestion |= {"place": named.guess} if named.guess else {}
        if named.deepest:
            certainty = named.guess_certainty if named.guess else named.certainty
            return Match(named.deepest, "area", certainty, None, tuple(findings), suggestion)
        return Match(None, "none", 0.0, None, tuple(findings), suggestion)

    def _location(self, row: Stated, named: Named, spot: Spot) -> Match:
        """A row about something finer than an area: known by alias or name there, or new."""
        scope = named.deepest or spot.area
        for name in row.names.values():
            for within in (*(reversed(self.atlas.places[scope].path) if scope else ()), ""):
                if alias := self.atlas.aliases.get((LOCATION_LEVEL, fold(name), within)):
                    return self._settled(alias[0], "alias", alias[1], named, spot)
        best, alike, lead = self._same_name(row, scope, spot)
        if best and alike >= SAME_NAME / 100 and lead >= CLEAR_LEAD / 100:
            return self._settled(best, "name", alike, named, spot)
        return self._new(named, spot, best if alike >= LIKE_NAME / 100 else None)

    def _new(self, named: Named, spot: Spot, resembles: str | None) -> Match:
        findings, suggestion = list(spot.findings), dict(spot.suggestion)
        if resembles:
            findings.append(NAME_UNCERTAIN)
            suggestion["place"] = resembles
        root = self.atlas.root
        parent = spot.area or named.deepest or (root.code if root else None)
        if parent is None:
            return Match(None, "none", 0.0, None, tuple(findings), suggestion)
        self._compare(named, self.atlas.places[parent].path, findings, suggestion)
        if spot.area:
            certainty = 0.8 if spot.nearest or COORDINATES_SWAPPED in findings else 1.0
        else:
            certainty = 0.7 * named.certainty if named.deepest else 0.1
        return Match(None, "new", certainty, parent, tuple(findings), suggestion)

    def _same_name(self, row: Stated, scope: str | None, spot: Spot) -> tuple[str | None, float, float]:
        """The location of that name in the area, unless it carries another code of a system the row states too."""
        if scope is None:
            return None, 0.0, 0.0
        possible = [
            place
            for place in self._locations[scope]
            if self._systems[place.code].isdisjoint(row.codes) and _is_near(place, spot)
        ]
        best: tuple[str | None, float, float] = (None, 0.0, 0.0)
        for name in row.names.values():
            bones = {(i, own): skeleton(fold(own)) for i, place in enumerate(possible) for own in place.names}
            shortlist = process.extract(skeleton(fold(name)), bones, scorer=fuzz.ratio, limit=SHORTLIST)
            found = most_alike(name, [possible[i] for i in sorted({i for _bones, _score, (i, _own) in shortlist})])
            best = max(best, found, key=lambda each: each[1])
        return best


def _is_near(place: Known, spot: Spot) -> bool:
    """False only where both points are known and far apart."""
    if place.lat is None or place.lon is None or spot.lat is None or spot.lon is None:
        return True
    return kilometres(place.lat, place.lon, spot.lat, spot.lon) <= NEAREST_KM
