"""The shape of the country: an outline, sub-districts that tile it, and districts and governorates made of them.

Cells of a Voronoi diagram are cut by the outline, their borders are split into short pieces, and one smooth movement
that never folds bends them all. Neighbours share the vertices of their border exactly, before and after.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Points = NDArray[np.float64]  # n by 2: longitude, latitude
Indices = NDArray[np.int64]
Geometries = NDArray[Any]

GOVERNORATES = 12
SUB_DISTRICTS = 130
SUB_DISTRICTS_PER_DISTRICT = 2.9
BORDER_STEP = 0.03  # degrees between vertices of a border before it is bent
DECIMALS = 5  # about a metre
_STREAM = 5  # keeps the random numbers of this module apart from those of the others
_FRAME = (60.0, 10.0, 68.0, 17.0)  # where the country is fitted to: west, south, east, north


@dataclass(frozen=True)
class Geography:
    """Sub-districts with their polygons, and for each the index of its district and governorate.

    Districts are numbered through the country; `district_governorate` gives the governorate of each. Governorate 0 lies
    in the far north-west and the others follow by distance from it. `centres` are towns, one a sub-district; `density`
    (about 0.1 to 1) is how thickly people live there.
    """

    sub_districts: Geometries
    district_of: Indices
    governorate_of: Indices
    district_governorate: Indices
    centres: Points
    density: NDArray[np.float64]

    @property
    def districts(self) -> Geometries:
        return _dissolve(self.sub_districts, self.district_of)

    @property
    def governorates(self) -> Geometries:
        return _dissolve(self.sub_districts, self.governorate_of)

    @property
    def country(self) -> Any:
        return shapely.coverage_union_all(self.sub_districts)


def make(seed: int) -> Geography:
    """The country of that seed."""
    rng = np.random.default_rng([seed, _STREAM])
    outline = _outline(rng)
    density = _density_field(rng)
    seeds = _spread(rng, outline, density)
    bend = _bend(rng)
    cells, towns = _cells(outline, seeds, bend)
    cells, towns = _fit(cells, towns)
    neighbours = _neighbours(cells)
    governorate_of = _grow(rng, seeds, neighbours, GOVERNORATES)
    governorate_of = _ordered_from_north_west(governorate_of, towns)
    district_of = np.zeros(len(seeds), dtype=np.int64)
    district_governorate: list[int] = []
    for governorate in range(GOVERNORATES):
        members = np.flatnonzero(governorate_of == governorate)
        count = max(2, round(len(members) / SUB_DISTRICTS_PER_DISTRICT))
        within = [[int(np.flatnonzero(members == n)[0]) for n in neighbours[m] if n in members] for m in members]
        district_of[members] = len(district_governorate) + _grow(rng, seeds[members], within, count)
        district_governorate += [governorate] * count
    return Geography(
        cells, district_of, governorate_of, np.array(district_governorate), towns, density(seeds) / density(seeds).max()
    )


def _outline(rng: np.random.Generator) -> Any:
    """A rounded shape with a few bays and capes, around the origin, about 7 by 6 units."""
    turn = np.linspace(0, 2 * np.pi, 240, endpoint=False)
    radius = np.ones_like(turn)
    for wave in range(2, 8):
        radius += 0.34 / wave**1.25 * rng.uniform(0.5, 1.0) * np.cos(wave * turn + rng.uniform(0, 2 * np.pi))
    return shapely.Polygon(np.column_stack([3.4 * radius * np.cos(turn), 2.8 * radius * np.sin(turn)])).buffer(0)


def _density_field(rng: np.random.Generator) -> Any:
    """How thickly people live at a point: along a bent valley and in a few basins, thin elsewhere."""
    x = np.linspace(-4, 4, 60)
    tilt, phase = rng.uniform(-0.45, 0.45), rng.uniform(0, 2 * np.pi)
    valley = np.column_stack([x, tilt * x + 0.8 * np.sin(0.9 * x + phase)])
    basins = rng.uniform((-2.6, -2.0), (2.6, 2.0), size=(5, 2))

    def density(points: Points) -> NDArray[np.float64]:
        to_valley = np.linalg.norm(points[:, None] - valley[None], axis=2).min(axis=1)
        to_basin = np.linalg.norm(points[:, None] - basins[None], axis=2).min(axis=1)
        thickness: NDArray[np.float64] = (
            0.12 + np.exp(-((to_valley / 0.75) ** 2)) + 0.7 * np.exp(-((to_basin / 0.6) ** 2))
        )
        return thickness

    return density


def _spread(rng: np.random.Generator, outline: Any, density: Any) -> Points:
    """Seeds of sub-districts: closer together where more people live, evenly spread otherwise."""
    west, south, east, north = outline.bounds
    trial = rng.uniform((west, south), (east, north), size=(24_000, 2))
    trial = trial[shapely.contains_xy(outline, trial)]
    chance = density(trial)
    trial = trial[rng.uniform(size=len(trial)) < chance / chance.max()]
    return _cluster(rng, trial, SUB_DISTRICTS)


def _cluster(rng: np.random.Generator, points: Points, count: int) -> Points:
    """Centres of `count` clusters of the points (Lloyd's algorithm)."""
    centres = points[rng.choice(len(points), count, replace=False)]
    for _ in range(25):
        nearest = cKDTree(centres).query(points)[1]
        sizes = np.bincount(nearest, minlength=count)
        sums = np.column_stack([np.bincount(nearest, points[:, axis], minlength=count) for axis in (0, 1)])
        centres = np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], centres)
    return centres


def _bend(rng: np.random.Generator) -> Any:
    """A smooth movement of points that never folds: waves of shear, long ones first.

    Each wave moves points along its own crests, which is one-to-one whatever its height; so is one after the other.
    """
    waves = []
    for length, steepness in ((5.0, 0.45), (2.2, 0.4), (1.0, 0.4), (0.45, 0.35), (0.2, 0.3), (0.1, 0.2)):
        for _ in range(2):
            angle = rng.uniform(0, 2 * np.pi)
            across, along = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
            waves.append(
                (2 * np.pi / length * across, rng.uniform(0, 2 * np.pi), steepness * length / (2 * np.pi) * along)
            )

    def bend(points: Points) -> Points:
        moved = points.copy()
        for across, phase, push in waves:
            moved += np.sin(moved @ across + phase)[:, None] * push
        return moved

    return bend


def _cells(outline: Any, seeds: Points, bend: Any) -> tuple[Geometries, Points]:
    """One polygon per seed, tiling the bent outline, and a town inside each."""
    edges = shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=outline.buffer(1), only_edges=True)
    lines = shapely.union_all([shapely.intersection(edges, outline), outline.boundary], grid_size=1e-6)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.segmentize(lines, BORDER_STEP))))
    owner = np.full(len(faces), -1)
    found, face = shapely.STRtree(faces).query(shapely.points(seeds), predicate="within")
    owner[face] = found
    for orphan in np.flatnonzero(owner < 0):  # a bay cut a cell in two: the piece joins whom it borders most
        shared = shapely.length(shapely.intersection(faces, faces[orphan]))
        shared[owner < 0] = 0
        owner[orphan] = owner[shared.argmax()]
    cells = _dissolve(faces, owner)
    cells = shapely.set_coordinates(cells, bend(shapely.get_coordinates(cells)))
    towns = bend(seeds)
    strayed = ~shapely.contains_xy(cells, towns)
    towns[strayed] = shapely.get_coordinates(shapely.point_on_surface(cells[strayed]))
    return cells, towns


def _fit(cells: Geometries, towns: Points) -> tuple[Geometries, Points]:
    """Cells and towns moved and scaled, alike in both directions, into the frame."""
    west, south, east, north = shapely.total_bounds(cells)
    scale = min((_FRAME[2] - _FRAME[0]) / (east - west), (_FRAME[3] - _FRAME[1]) / (north - south))
    offset = np.array([_FRAME[0] + _FRAME[2], _FRAME[1] + _FRAME[3]]) / 2
    middle = np.array([west + east, south + north]) / 2

    def place(points: Points) -> Points:
        placed: Points = np.round((points - middle) * scale + offset, DECIMALS)
        return placed

    return shapely.set_coordinates(cells, place(shapely.get_coordinates(cells))), place(towns)


def _neighbours(cells: Geometries) -> list[list[int]]:
    """For each cell the cells that share a border line with it."""
    tree = shapely.STRtree(cells)
    left, right = tree.query(cells, predicate="touches")
    lines = shapely.length(shapely.intersection(cells[left], cells[right])) > 0.02
    return [sorted(int(n) for n in right[lines & (left == index)]) for index in range(len(cells))]


def _grow(rng: np.random.Generator, seeds: Points, neighbours: list[list[int]], count: int) -> Indices:
    """Cells in `count` connected groups: from spread-out starts, each cell joins the nearest group it touches."""
    centres = _cluster(rng, seeds, count)
    distance = np.linalg.norm(seeds[:, None] - centres[None], axis=2)
    group = np.full(len(seeds), -1)
    for index in range(count):
        free = np.flatnonzero(group < 0)
        group[free[distance[free, index].argmin()]] = index
    while (group < 0).any():
        steps = [
            (distance[cell, group[near]], cell, group[near])
            for cell in np.flatnonzero(group < 0)
            for near in neighbours[cell]
            if group[near] >= 0
        ]
        _, cell, chosen = min(steps)
        group[cell] = chosen
    return group.astype(np.int64)


def _ordered_from_north_west(group: Indices, towns: Points) -> Indices:
    """The same groups, numbered by distance from the one farthest to the north-west."""
    centres = np.array([towns[group == index].mean(axis=0) for index in range(GOVERNORATES)])
    first = (centres[:, 1] - centres[:, 0]).argmax()
    order = np.linalg.norm(centres - centres[first], axis=1).argsort(kind="stable")
    renumbered: Indices = order.argsort(kind="stable")[group]
    return renumbered


def _dissolve(polygons: Geometries, group: Indices) -> Geometries:
    return np.array([shapely.coverage_union_all(polygons[group == index]) for index in range(group.max() + 1)])
