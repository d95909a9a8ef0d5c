"""Loading boundaries: what comes in, what is refused, and that outlines still touch after simplification."""

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from hulul.audit.models import Event
from hulul.kernel import events
from hulul.kernel.actors import ANONYMOUS, SYSTEM
from hulul.kernel.errors import Denied, Invalid
from hulul.places import queries
from hulul.places.actions import load, load_all
from hulul.places.events import PlacesChanged
from hulul.places.models import Boundary, Place
from tests.places.squareland import collection, feature, write_json

pytestmark = pytest.mark.django_db


def test_four_files_make_a_tree_of_fifteen_areas(country: None) -> None:
    assert [Place.objects.filter(level=level).count() for level in range(4)] == [1, 2, 4, 8]
    zewa = Place.objects.get(code="XH020102")
    assert (zewa.path, zewa.name_ar, zewa.name_ckb) == ("XH/XH02/XH0201/XH020102/", "زيوة", "زێوە")
    assert (zewa.lat, zewa.lon) == (11.0, 63.5)


def test_files_in_any_order_are_loaded_from_the_country_down(db: None, boundary_files: list[Path]) -> None:
    reports = load_all(SYSTEM, list(reversed(boundary_files)))
    assert [report.created for report in reports] == [1, 2, 4, 8]


def test_loading_again_changes_nothing_and_is_not_told(
    country: None, boundary_files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, told = Event.objects.count(), []
    monkeypatch.setitem(events._handlers, PlacesChanged, [told.append])
    reports = load_all(SYSTEM, boundary_files)
    assert [(report.created, report.updated, report.unchanged) for report in reports] == [
        (0, 0, 1),
        (0, 0, 2),
        (0, 0, 4),
        (0, 0, 8),
    ]
    assert Event.objects.count() == before
    assert told == []


def test_a_changed_name_is_an_update_that_is_audited_and_told(
    country: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[PlacesChanged] = []
    monkeypatch.setitem(events._handlers, PlacesChanged, [told.append])
    changed = collection(1)
    changed["features"][0]["properties"]["ADM1_EN"] = "Al-Marjah"
    report = load(SYSTEM, write_json(tmp_path / "adm1.geojson", changed))
    assert (report.created, report.updated, report.unchanged) == (0, 1, 1)
    assert Place.objects.get(code="XH01").name_en == "Al-Marjah"
    assert Event.objects.first().verb == "load_boundaries"
    assert told == [PlacesChanged(queries.revision())]


def test_governorates_alone_bring_their_country(db: None, boundary_files: list[Path]) -> None:
    report = load(SYSTEM, boundary_files[1])
    assert Place.objects.get(level=0).name_en == "Squareland"
    assert [finding.code for finding in report.findings] == ["country_without_outline"]


def _bowtie() -> dict[str, Any]:
    crossed = feature("XH010102")
    crossed["geometry"]["coordinates"] = [[[61, 10], [62, 12], [62, 10], [61, 12], [61, 10]]]
    return crossed


def test_an_outline_that_crosses_itself_is_repaired_and_reported(country: None, tmp_path: Path) -> None:
    data = collection(3)
    data["features"][1] = _bowtie()
    report = load(SYSTEM, write_json(tmp_path / "adm3.geojson", data))
    assert [(finding.code, finding.line, finding.place) for finding in report.findings] == [
        ("outline_repaired", 2, "XH010102")
    ]
    repaired = shapely.from_wkb(bytes(Boundary.objects.get(place__code="XH010102").wkb))
    assert repaired.is_valid
    assert repaired.area == pytest.approx(1.0)


REFUSED: list[tuple[str, str, str]] = [
    ("empty", "", "is empty"),
    ("not json", '{"type": "FeatureCollection",\n"features": [', "wrong in line 2"),
    ("other json", '{"hello": 1}', "not a GeoJSON FeatureCollection"),
    ("a list", "[1, 2]", "not a GeoJSON FeatureCollection"),
    ("no areas", '{"type": "FeatureCollection", "features": []}', "contains no areas"),
    (
        "no p-codes",
        json.dumps({"type": "FeatureCollection", "features": [{"properties": {"name": "x"}}]}),
        "ADM0_PCODE",
    ),
]


@pytest.mark.parametrize(("name", "text", "message"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_is_no_boundary_file_is_refused_with_advice(tmp_path: Path, name: str, text: str, message: str) -> None:
    path = tmp_path / "broken.geojson"
    path.write_text(text, "utf-8")
    with pytest.raises(Invalid, match=message):
        load(SYSTEM, path)
    assert not Place.objects.exists()


def test_a_p_code_of_another_country_is_refused(tmp_path: Path) -> None:
    foreign = collection(0)
    foreign["features"][0]["properties"]["ADM0_PCODE"] = "IQ"
    with pytest.raises(Invalid, match="feature 1 has the P-code IQ, which is none of Lumara"):
        load(SYSTEM, write_json(tmp_path / "adm0.geojson", foreign))


def test_projected_coordinates_are_refused(tmp_path: Path) -> None:
    metres = collection(0)
    metres["features"][0]["geometry"]["coordinates"] = [
        [[400_000, 3_700_000], [500_000, 3_700_000], [500_000, 3_800_000]]
    ]
    metres["features"][0]["geometry"]["coordinates"][0].append([400_000, 3_700_000])
    with pytest.raises(Invalid, match="WGS 84"):
        load(SYSTEM, write_json(tmp_path / "adm0.geojson", metres))


def test_the_same_p_code_twice_is_refused_with_both_numbers(country: None, tmp_path: Path) -> None:
    double = collection(2)
    double["features"].append(feature("XH0101"))
    with pytest.raises(Invalid, match="feature 1 and at feature 5"):
        load(SYSTEM, write_json(tmp_path / "adm2.geojson", double))


def test_one_feature_without_its_p_code_is_named(country: None, tmp_path: Path) -> None:
    partial = collection(2)
    partial["features"][2]["properties"]["ADM2_PCODE"] = None
    with pytest.raises(Invalid, match="feature 3 has no ADM2_PCODE"):
        load(SYSTEM, write_json(tmp_path / "adm2.geojson", partial))


def test_a_level_without_the_level_above_is_refused(db: None, boundary_files: list[Path]) -> None:
    with pytest.raises(Invalid, match="belongs to XH01, which is not loaded") as refused:
        load(SYSTEM, boundary_files[2])
    assert "level above first" in refused.value.hint


def test_a_point_is_not_an_area(tmp_path: Path) -> None:
    data = collection(0)
    data["features"][0]["geometry"] = {"type": "Point", "coordinates": [61, 11]}
    with pytest.raises(Invalid, match="is not an area"):
        load(SYSTEM, write_json(tmp_path / "adm0.geojson", data))


def test_the_public_may_not_load_places(boundary_files: list[Path]) -> None:
    with pytest.raises(Denied):
        load(ANONYMOUS, boundary_files[0])


def test_locations_are_placed_again_when_an_outline_moves(gazetteer: Path, tmp_path: Path) -> None:
    """Bani Rashid's two sub-districts meet at 61 E; moving that border to 60.2 E takes a location along."""
    data = collection(3)
    data["features"][0]["geometry"]["coordinates"] = [[[60, 10], [60.2, 10], [60.2, 12], [60, 12], [60, 10]]]
    data["features"][1]["geometry"]["coordinates"] = [[[60.2, 10], [62, 10], [62, 12], [60.2, 12], [60.2, 10]]]
    report = load(SYSTEM, write_json(tmp_path / "adm3.geojson", data))
    moved = Place.objects.get(code="dtm-11")
    assert moved.path == "XH/XH01/XH0101/XH010102/dtm-11/"
    assert [finding.place for finding in report.findings if finding.code == "moved_to_other_area"] == ["dtm-11"]


def test_simplified_neighbours_neither_overlap_nor_leave_gaps(country: None) -> None:
    outlines = json.loads(queries.boundaries(ANONYMOUS, 3))["features"]
    shapes = [shape(each["geometry"]) for each in outlines]
    assert shapely.coverage_is_valid(shapes)
    assert shapely.union_all(shapes).area == pytest.approx(16.0)


def test_outlines_inside_an_area_are_only_its_own(country: None) -> None:
    codes = [each["id"] for each in json.loads(queries.boundaries(ANONYMOUS, 3, "XH02"))["features"]]
    assert codes == ["XH020101", "XH020102", "XH020201", "XH020202"]
