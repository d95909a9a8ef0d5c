"""The shape of the fictional country: polygons that tile, codes that nest, places that lie where they say."""

import re

import numpy as np
import pytest
import shapely

from hulul.countries.demo.generator import geography
from hulul.kernel import packs
from tests.countries.conftest import Written


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sub_districts_tile_the_country_without_gap_or_overlap(seed: int) -> None:
    shape = geography.make(seed)
    assert len(shape.sub_districts) == geography.SUB_DISTRICTS
    assert shapely.coverage_is_valid(shape.sub_districts)
    assert shapely.area(shape.sub_districts).sum() == pytest.approx(shape.country.area, rel=1e-9)
    assert shape.country.geom_type == "Polygon"
    assert len(shape.country.interiors) == 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_districts_and_governorates_are_connected_and_nest(seed: int) -> None:
    shape = geography.make(seed)
    for areas in (shape.districts, shape.governorates):
        assert {area.geom_type for area in areas} == {"Polygon"}
    assert len(shape.governorates) == 12
    assert 40 <= len(shape.districts) <= 50
    assert (shape.district_governorate[shape.district_of] == shape.governorate_of).all()


def test_the_written_levels_nest_by_code_and_by_shape(written: Written) -> None:
    pattern = packs.load("demo").code_pattern
    for level in (1, 2, 3):
        above = written.boundaries(level - 1)
        children = written.boundaries(level)
        assert len(children) > len(above)
        for code, (properties, polygon) in children.items():
            parent = properties[f"ADM{level - 1}_PCODE"]
            assert re.fullmatch(pattern, code)
            assert code.startswith(parent)
            assert above[parent][1].buffer(1e-9).covers(polygon)
        total = sum(polygon.area for _, polygon in children.values())
        assert total == pytest.approx(sum(polygon.area for _, polygon in above.values()), rel=1e-9)


def test_neighbours_share_the_vertices_of_their_border(written: Written) -> None:
    polygons = np.array([polygon for _, polygon in written.boundaries(3).values()])
    assert shapely.coverage_is_valid(polygons, gap_width=0.0)


def test_the_country_lies_within_the_bounds_of_its_pack(written: Written) -> None:
    ((_, outline),) = written.boundaries(0).values()
    assert shapely.box(*packs.load("demo").bounds).contains(outline)


def test_boundary_files_stay_small_enough_for_a_slow_line(written: Written) -> None:
    sizes = [file.path.stat().st_size for file in written.manifest.of_kind("boundaries")]
    assert len(sizes) == 4
    assert sum(sizes) < 600_000


def test_every_location_of_the_gazetteer_lies_in_its_sub_district(written: Written) -> None:
    areas = written.boundaries(3)
    places = written.table("lumara_gazetteer.csv")
    assert len(places) > 900
    outside = [
        place["place_id"]
        for place in places
        if not areas[place["ADM3_PCODE"]][1].contains(shapely.Point(float(place["lon"]), float(place["lat"])))
    ]
    assert outside == []
    assert len({place["place_id"] for place in places}) == len(places)
    assert {len(place["location_id"]) for place in places} == {7}


def test_the_population_file_counts_every_sub_district_and_adds_up(written: Written) -> None:
    rows = written.table("lumara_population.csv")
    assert len(rows) == geography.SUB_DISTRICTS
    figures = [{key: int(text.replace(",", "")) for key, text in row.items() if "." in key} for row in rows]
    for row in figures:
        assert row["male.pop"] + row["female.pop"] == row["total.pop"]
        assert row["male.urban"] + row["female.urban"] == row["total.urban"]
    assert sum(row["total.pop"] for row in figures) == pytest.approx(8_400_000 * 0.5, rel=1e-4)
