"""Which places are near which: by great-circle distance, the k nearest or all within some kilometres."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hulul.methods.errors import MethodError, Note

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

EARTH_RADIUS = 6371.0088  # km, mean radius (IUGG)

# Distances on the unit sphere that differ by less (a few micrometres on the ground) are equal.
_SAME = 1e-12


@dataclass(frozen=True, eq=False)
class Neighbours:
    """For each of n places the places near it: `members[starts[i]:starts[i + 1]]` are those of place i, in row order.

    `rule` says in words how they were found. Nobody is a neighbour of itself; being a neighbour need not be mutual.
    """

    starts: IntArray
    members: IntArray
    rule: str
    notes: tuple[Note, ...] = ()

    @property
    def counts(self) -> IntArray:
        """(n,) how many neighbours each place has."""
        return np.diff(self.starts)

    @property
    def owners(self) -> IntArray:
        """(pairs,) whose neighbour each of `members` is."""
        return np.repeat(np.arange(self.starts.size - 1), self.counts)

    def sums(self, values: FloatArray) -> FloatArray:
        """(n,) the sum of the values of each place's neighbours; 0 for a place without any."""
        size = self.starts.size - 1
        return np.bincount(self.owners, weights=values[self.members], minlength=size).astype(np.float64)

    def among(self, kept: BoolArray) -> "Neighbours":
        """The same neighbours within a part of the places: (kept places,), numbered anew in the same order."""
        both = kept[self.owners] & kept[self.members]
        number = np.cumsum(kept) - 1
        return _gathered(number[self.owners[both]], number[self.members[both]], int(kept.sum()), self.rule, self.notes)


def neighbours(
    latitude: npt.ArrayLike, longitude: npt.ArrayLike, *, k: int | None = None, km: float | None = None
) -> Neighbours:
    """Neighbours by great-circle distance: the `k` nearest places, or all within `km` kilometres (give one of the two).

    `latitude`, `longitude` (n,): degrees; NaN where a place has no coordinates: it then has no neighbours and is
    nobody's (note no_coordinates). Of places at the same distance the one in the earlier row is nearer (note
    row_order_decided counts the places for which that mattered). Places without neighbours: note islands.

    MethodError: neighbours_unclear, coordinates_outside, too_few_places.
    """
    degrees = np.column_stack([np.asarray(latitude, dtype=np.float64), np.asarray(longitude, dtype=np.float64)])
    located = ~(np.isnan(degrees[:, 0]) | np.isnan(degrees[:, 1]))
    _check(degrees, located, k, km)
    points = _on_the_sphere(degrees[located])
    notes: list[Note] = []
    if not located.all():
        sentence = "{places} places have no coordinates and so no neighbours."
        notes.append(Note("no_coordinates", {"places": int((~located).sum())}, sentence))
    if k is not None:
        owners, members, decided = _nearest(points, k)
        words = f"the {k} nearest places"
        if decided:
            sentence = "For {places} places several others are equally far: the order of rows decided who is near."
            notes.append(Note("row_order_decided", {"places": decided}, sentence))
    else:
        owners, members = _within(points, float(km or 0.0))
        words = f"all places within {km:g} km"
    rows = np.flatnonzero(located)
    found = _gathered(rows[owners], rows[members], len(degrees), words, tuple(notes))
    if alone := int((found.counts[located] == 0).sum()):
        notes.append(Note("islands", {"places": alone}, "{places} places have no other place near them."))
    return Neighbours(found.starts, found.members, words, tuple(notes))


def _check(degrees: FloatArray, located: BoolArray, k: int | None, km: float | None) -> None:
    if (k is None) == (km is None) or (k is not None and k < 1) or (km is not None and not 0 < km < math.inf):
        raise MethodError("neighbours_unclear", "Say either how many neighbours (k ≥ 1) or how far (km > 0).")
    outside = located & ~((np.abs(degrees[:, 0]) <= 90) & (np.abs(degrees[:, 1]) <= 180))
    if outside.any():
        row = int(np.flatnonzero(outside)[0])
        latitude, longitude = (float(value) for value in degrees[row])
        sentence = "Row {row}: {latitude}, {longitude} is not a latitude and a longitude in degrees."
        raise MethodError("coordinates_outside", sentence, {"row": row, "latitude": latitude, "longitude": longitude})
    if located.sum() <= (k or 0):
        sentence = "{places} places with coordinates are too few for {k} neighbours each."
        raise MethodError("too_few_places", sentence, {"places": int(located.sum()), "k": k or 0})


def _on_the_sphere(degrees: FloatArray) -> FloatArray:
    """(n, 3) unit vectors: straight distances between them grow with the great-circle distance."""
    latitude, longitude = np.radians(degrees).T
    return np.column_stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)]
    )


def _nearest(points: FloatArray, k: int) -> tuple[IntArray, IntArray, int]:
    from scipy.spatial import cKDTree

    n = len(points)
    tree = cKDTree(points)
    distance, index = tree.query(points, k=min(k + 2, n))  # the place itself, k others, one more to see equal distances
    own = np.arange(n)[:, None]
    tied = distance[:, k + 1] - distance[:, k] <= _SAME if n > k + 1 else np.zeros(n, dtype=np.bool_)
    chosen = np.empty((n, k), dtype=np.int64)
    clear = index[~tied, : k + 1]
    chosen[~tied] = clear[clear != own[~tied]].reshape(-1, k)
    for row in np.flatnonzero(tied):
        candidates = np.array(tree.query_ball_point(points[row], distance[row, k] + _SAME))
        candidates = candidates[candidates != row]
        away = np.linalg.norm(points[candidates] - points[row], axis=1)
        chosen[row] = candidates[np.lexsort((candidates, np.round(away / _SAME)))][:k]
    return np.repeat(np.arange(n), k), chosen.ravel(), int(tied.sum())


def _within(points: FloatArray, km: float) -> tuple[IntArray, IntArray]:
    from scipy.spatial import cKDTree

    if not len(points):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    chord = 2 * math.sin(min(km / (2 * EARTH_RADIUS), math.pi / 2))
    pairs = cKDTree(points).query_pairs(chord + _SAME, output_type="ndarray")
    return np.concatenate([pairs[:, 0], pairs[:, 1]]), np.concatenate([pairs[:, 1], pairs[:, 0]])


def _gathered(owners: IntArray, members: IntArray, n: int, rule: str, notes: tuple[Note, ...]) -> Neighbours:
    order = np.lexsort((members, owners))
    starts = np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=n))])
    return Neighbours(starts.astype(np.int64), members[order].astype(np.int64), rule, notes)
