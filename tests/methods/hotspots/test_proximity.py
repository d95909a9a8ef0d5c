"""Neighbours by great-circle distance."""

import warnings

import numpy as np
import pytest

from hulul.methods import hotspots
from hulul.methods.errors import MethodError

RANDOM = np.random.default_rng(5)
LATITUDE, LONGITUDE = 30 + RANDOM.random(60) * 6, 40 + RANDOM.random(60) * 6


def members(found: hotspots.Neighbours, row: int) -> list[int]:
    return found.members[found.starts[row] : found.starts[row + 1]].tolist()


def great_circle(a: int, b: int) -> float:
    """The haversine formula, in kilometres."""
    (lat1, lat2), (lon1, lon2) = np.radians(LATITUDE[[a, b]]), np.radians(LONGITUDE[[a, b]])
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return float(2 * 6371.0088 * np.arcsin(np.sqrt(half)))


def test_the_k_nearest_are_those_of_the_haversine_formula() -> None:
    found = hotspots.neighbours(LATITUDE, LONGITUDE, k=5)
    for row in range(60):
        others = sorted((great_circle(row, other), other) for other in range(60) if other != row)
        assert members(found, row) == sorted(other for _, other in others[:5])


def test_the_k_nearest_are_those_of_libpysal() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from libpysal.cg import KDTree
        from libpysal.weights import KNN

        tree = KDTree(np.column_stack([LONGITUDE, LATITUDE]), distance_metric="arc", radius=6371.0088)
        oracle = KNN(tree, k=4)
    found = hotspots.neighbours(LATITUDE, LONGITUDE, k=4)
    assert [members(found, row) for row in range(60)] == [sorted(oracle.neighbors[row]) for row in range(60)]


def test_all_within_a_distance_are_those_of_the_haversine_formula() -> None:
    found = hotspots.neighbours(LATITUDE, LONGITUDE, km=80)
    for row in range(60):
        assert members(found, row) == [b for b in range(60) if b != row and great_circle(row, b) <= 80]
    assert found.rule == "all places within 80 km"


def test_a_place_with_nobody_near_is_an_island_and_noted() -> None:
    found = hotspots.neighbours([33, 33.01, 36], [44, 44, 44], km=10)
    assert found.counts.tolist() == [1, 1, 0]
    assert [(note.code, note.params) for note in found.notes] == [("islands", {"places": 1})]


def test_a_place_without_coordinates_is_nobodys_neighbour() -> None:
    found = hotspots.neighbours([33, np.nan, 33.2, 33.1], [44, 44, 44, np.nan], k=1)
    assert [members(found, row) for row in range(4)] == [[2], [], [0], []]
    assert [(note.code, note.params) for note in found.notes] == [("no_coordinates", {"places": 2})]


def test_of_equally_far_places_the_earlier_row_is_nearer() -> None:
    """Four places on the equator, one degree apart: the inner ones have two others equally far."""
    found = hotspots.neighbours([0, 0, 0, 0], [10, 11, 12, 13], k=1)
    assert [members(found, row) for row in range(4)] == [[1], [0], [1], [2]]
    assert [(note.code, note.params) for note in found.notes] == [("row_order_decided", {"places": 2})]


def test_places_at_the_same_point_are_neighbours_but_never_of_themselves() -> None:
    found = hotspots.neighbours([33.0] * 6 + [34.0], [44.0] * 7, k=2)
    assert [members(found, row) for row in range(7)] == [[1, 2], [0, 2], [0, 1], [0, 1], [0, 1], [0, 1], [0, 1]]


def test_neighbours_cross_the_date_line() -> None:
    assert members(hotspots.neighbours([0, 0, 0], [179.9, -179.9, 170], k=1), 0) == [1]


@pytest.mark.parametrize(
    ("latitude", "options", "code"),
    [
        ([33, 34, 35], {}, "neighbours_unclear"),
        ([33, 34, 35], {"k": 1, "km": 5}, "neighbours_unclear"),
        ([33, 34, 35], {"k": 0}, "neighbours_unclear"),
        ([33, 34, 35], {"km": -1}, "neighbours_unclear"),
        ([33, 34, 95], {"k": 1}, "coordinates_outside"),
        ([33, 34, 35], {"k": 3}, "too_few_places"),
    ],
)
def test_what_cannot_be_answered_is_refused(latitude: list[float], options: dict[str, int], code: str) -> None:
    with pytest.raises(MethodError) as refused:
        hotspots.neighbours(latitude, [44, 44, 44], **options)
    assert refused.value.code == code


def test_neighbours_among_a_part_are_numbered_within_it() -> None:
    found = hotspots.neighbours([33, 33.1, 33.2, 33.3], [44, 44, 44, 44], km=15)
    part = found.among(np.array([True, False, True, True]))
    assert [members(part, row) for row in range(3)] == [[], [2], [1]]
