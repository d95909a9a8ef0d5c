"""How a row finds its place, case by case; the squares of `conftest` make every answer plain."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hulul.kernel import clock
from hulul.kernel.actors import SYSTEM
from hulul.methods.names import fold
from hulul.places.actions import add_locations, load
from hulul.places.matching import Columns, Match, Matcher, Stated, key_of
from hulul.places.models import Alias, MatchDecision, Place
from tests.places.squareland import write_csv

pytestmark = pytest.mark.django_db


def match(**stated: object) -> Match:
    return Matcher.load().match([Stated(**stated)])[0]  # type: ignore[arg-type]


def test_a_known_code_decides_whatever_else_is_stated(gazetteer: Path) -> None:
    found = match(codes={"dtm_place": "11"}, names={"en": "Something else"}, lat=13.5, lon=63.5)
    assert (found.place, found.how, found.certainty) == ("dtm-11", "code", 1.0)


def test_a_p_code_is_a_code(country: None) -> None:
    assert match(codes={"pcode": "XH0202"}).place == "XH0202"


def test_an_unknown_code_makes_a_new_location_under_the_area_of_its_point(gazetteer: Path) -> None:
    found = match(codes={"dtm_place": "99"}, names={"en": "Hay Al-Salam"}, lat=10.5, lon=60.5)
    assert (found.place, found.how, found.parent) == (None, "new", "XH010101")


def test_a_decision_of_a_person_is_used_again(gazetteer: Path) -> None:
    stated = Stated(names={"en": "Peace Quarter"}, area_names=("Al-Marja", "Bani Rashid"))
    MatchDecision.objects.create(
        key=key_of(stated),
        stated=stated.as_detail(),
        place=Place.objects.get(code="dtm-11"),
        decided_by="somebody",
        decided_at=clock.now(),
    )
    found = match(names={"en": "PEACE  quarter"}, area_names=("Al Marja", "Bani Rashid"), lat=10.6, lon=60.6)
    assert (found.place, found.how) == ("dtm-11", "decision")


def test_an_alias_counts_inside_its_scope_only(gazetteer: Path) -> None:
    Alias.objects.create(
        place=Place.objects.get(code="dtm-11"),
        scope=Place.objects.get(code="XH01"),
        level=4,
        spelling="Dove Town",
        folded=fold("Dove Town"),
        source="test",
    )
    inside = match(names={"en": "Dove Town"}, area_names=("Al-Marja", "Tall Asfar"))
    assert (inside.place, inside.how) == ("dtm-11", "alias")
    assert match(names={"en": "Dove Town"}, area_names=("Dastan",)).how == "new"


def test_coordinates_alone_mean_the_area_they_fall_into(country: None) -> None:
    assert match(lat=11.5, lon=63.2) == Match("XH020102", "point", 1.0)


def test_a_point_just_outside_belongs_to_the_nearest_area_and_says_so(country: None) -> None:
    found = match(lat=9.95, lon=60.5)
    assert (found.place, found.how, found.findings) == ("XH010101", "nearest", ("nearest_polygon_used",))


def test_the_nearest_area_is_measured_in_kilometres_not_degrees(country: None) -> None:
    """At 12 N, 0.09 degrees are 10.0 km to the north but only 9.8 km to the east: one is too far, the other is not."""
    assert match(lat=12.0, lon=64.0908).how == "nearest"
    assert match(lat=14.0908, lon=62.5).how == "none"


def test_a_point_far_outside_is_reported_and_the_stated_area_used(country: None) -> None:
    found = match(names={"en": "Nowhere"}, area_names=("Dastan", "Karwan"), lat=30.0, lon=45.0)
    assert (found.how, found.parent, found.findings) == ("new", "XH0201", ("coordinates_outside_country",))


def test_swapped_coordinates_are_recognised_and_the_right_ones_suggested(country: None) -> None:
    found = match(names={"en": "Turned"}, area_names=("Dastan", "Karwan"), lat=63.5, lon=11.0)
    assert found.parent == "XH020102"
    assert found.findings == ("coordinates_swapped",)
    assert found.suggestion == {"lat": 11.0, "lon": 63.5}


def test_a_stated_district_that_the_point_contradicts_is_recorded_not_overwritten(country: None) -> None:
    found = match(names={"en": "Border Village"}, area_names=("Al-Marja", "Tall Asfar"), lat=11.0, lon=60.5)
    assert (found.parent, found.findings) == ("XH010101", ("district_conflict",))
    assert found.suggestion == {"parent": "XH010101", "instead_of": "XH0102"}


def test_a_district_as_the_file_spells_it_is_no_conflict(country: None) -> None:
    found = match(names={"en": "Village"}, area_names=("المرجه", "Beni Rasheed"), lat=11.0, lon=60.5)
    assert found.findings == ()


def test_a_crosswalk_tells_which_area_a_foreign_district_means(country: None, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "crosswalk.csv",
        "governorate,district,ADM2_PCODE,n,share",
        "Al-Marja,Old Fort,XH0101,9,0.9",
        "Al-Marja,Old Fort,XH0102,1,0.1",
        "Dastan,Torn,XH0201,4,0.4",
        "Dastan,Torn,XH0202,3,0.3",
        "Dastan,Torn,XH0102,3,0.3",
        "Atlantis,Torn,XH0102,3,1.0",
    )
    report = load(SYSTEM, path)
    assert report.created == 1
    assert sorted(finding.code for finding in report.findings) == ["no_main_area", "unknown_area"]
    assert match(area_names=("Al-Marja", "Old Fort")).place == "XH0101"
    assert load(SYSTEM, path).created == 0


@pytest.mark.parametrize("name", ["Hay Al-Salam", "Hai as-Salam", "حي السلام", "حى السلام"])
def test_a_name_is_found_inside_its_area_in_any_spelling(gazetteer: Path, name: str) -> None:
    found = match(names={"en": name}, area_names=("Al-Marja", "Bani Rashid"))
    assert (found.place, found.how) == ("dtm-11", "name")


def test_the_same_name_far_away_is_another_place(gazetteer: Path) -> None:
    found = match(names={"en": "Hay Al-Salam"}, area_names=("Al-Marja",), lat=11.9, lon=60.9)
    assert (found.place, found.how) == (None, "new")


def test_a_name_that_only_resembles_is_suggested_not_taken(gazetteer: Path) -> None:
    found = match(names={"en": "Kani Spindar"}, area_names=("Dastan", "Karwan"), lat=10.7, lon=62.3)
    assert (found.how, found.parent) == ("new", "XH020101")
    assert "name_uncertain" in found.findings
    assert found.suggestion["place"] == "dtm-13"


def test_an_area_name_alone_is_the_area(country: None) -> None:
    assert match(area_names=("داستان",)) == Match("XH02", "area", 1.0)


def test_an_unknown_district_falls_back_to_its_governorate_with_a_finding(country: None) -> None:
    found = match(area_names=("Dastan", "Vwxyz"))
    assert (found.place, found.how, found.findings) == ("XH02", "area", ("name_uncertain",))


def test_a_sub_district_name_of_another_governorate_is_not_borrowed(country: None) -> None:
    assert match(area_names=("Al-Marja", "Bani Rashid", "Zewa")).place == "XH0101"


def test_nothing_usable_is_said_to_be_nothing(country: None) -> None:
    assert match().how == "none"


def test_without_any_places_nothing_matches(db: None) -> None:
    assert match(names={"en": "Somewhere"}, lat=11.0, lon=61.0).how == "none"


def test_columns_give_what_single_rows_give(gazetteer: Path) -> None:
    matcher = Matcher.load()
    columns = Columns(
        codes={"dtm_place": ["11", "", "", ""]},
        names={"en": ["x", "", "Nowhere", ""]},
        area_names=[["Al-Marja", "", "Dastan", "Dastan"], ["", "", "Karwan", ""]],
        lat=np.array([10.5, 11.5, np.nan, np.nan]),
        lon=np.array([60.5, 63.2, np.nan, np.nan]),
    )
    single = [columns.stated(row) for row in columns.rows()]
    assert matcher.match_columns(columns) == matcher.match(single) == matcher.match_columns(columns)
    assert [found.how for found in matcher.match(single)] == ["code", "point", "new", "area"]


def test_a_new_location_is_made_once_and_found_afterwards_by_the_same_matcher(gazetteer: Path) -> None:
    matcher = Matcher.load()
    columns = Columns(
        {"dtm_place": ["77", "77"]},
        {"en": ["New Camp", "New Camp"]},
        [["Dastan"] * 2],
        np.full(2, 10.2),
        np.full(2, 62.2),
    )
    found = matcher.match_columns(columns)
    rows = [columns.stated(row) for row in columns.rows()]
    codes = add_locations(SYSTEM, list(zip(rows, found, strict=True)), source="round", matcher=matcher)
    assert codes == ["dtm-77", "dtm-77"]
    assert Place.objects.get(code="dtm-77").path == "XH/XH02/XH0201/XH020101/dtm-77/"
    assert [again.how for again in matcher.match_columns(columns)] == ["code", "code"]
    assert add_locations(SYSTEM, list(zip(rows, found, strict=True)), source="round") == codes
    assert Matcher.load().match(rows)[0].place == "dtm-77"


def test_a_location_without_a_code_of_its_own_gets_the_same_code_every_time(country: None) -> None:
    stated = Stated(names={"en": "No Number"}, area_names=("Dastan", "Karwan"), lat=10.2, lon=62.2)
    found = Matcher.load().match([stated])
    first = add_locations(SYSTEM, [(stated, found[0])], source="a")
    assert add_locations(SYSTEM, [(stated, found[0])], source="b") == first
    assert first[0].startswith("loc-")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lat=st.floats(10.001, 13.999), lon=st.floats(60.001, 63.999))
def test_every_point_inside_the_country_lies_in_the_square_computed_by_hand(
    country: None, lat: float, lon: float
) -> None:
    across, up = int(lon - 60), int((lat - 10) // 2)
    expected = f"XH{across // 2 + 1:02}{up + 1:02}{across % 2 + 1:02}"
    border = min(abs(lon - round(lon)), abs(lat - 12)) < 1e-6
    found = match(lat=lat, lon=lon)
    assert border or found == Match(expected, "point", 1.0)
    assert found.how == "point"
