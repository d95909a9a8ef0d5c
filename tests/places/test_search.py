"""Search by any spelling, in memory, always of the present gazetteer; and the dataset the warehouse reads."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hulul.kernel.actors import ANONYMOUS, SYSTEM
from hulul.places import queries
from hulul.places.actions import load
from hulul.places.datasets import PLACES, places_table
from hulul.places.models import Alias, Place
from tests.places.squareland import GAZETTEER, write_csv

pytestmark = pytest.mark.django_db


def first(text: str) -> str:
    found = queries.search(ANONYMOUS, text, 5)
    return found[0].place.code if found else ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("XH0201", "XH0201"),
        ("xh0201", "XH0201"),
        ("dtm-13", "dtm-13"),
        ("201013", "dtm-13"),
        ("٢٠١٠١٣", "dtm-13"),
        ("Karwan", "XH0201"),
        ("كاروان", "XH0201"),
        ("کاروان", "XH0201"),
        ("karw", "XH0201"),
        ("karvan", "XH0201"),
        ("Krawan", "XH0201"),
        ("salam", "dtm-11"),
        ("حى السلام", "dtm-11"),
        ("marja", "XH01"),
        ("المرجه", "XH01"),
        ("مەرجە", "XH01"),
    ],
)
def test_places_are_found_by_codes_names_beginnings_and_misspellings(gazetteer: Path, text: str, code: str) -> None:
    assert first(text) == code


def test_the_higher_level_comes_first_among_equals(country: None) -> None:
    Place.objects.filter(code="XH0202").update(name_en="Dastan")
    Alias.objects.create(place=Place.objects.get(code="XH0101"), level=2, spelling="x", folded="x", source="t")
    assert [hit.place.level for hit in queries.search(ANONYMOUS, "Dastan", 5)][:2] == [1, 2]


def test_a_hit_says_where_the_place_lies(gazetteer: Path) -> None:
    (hit,) = queries.search(ANONYMOUS, "dtm-13", 1)
    assert [area.code for area in hit.areas] == ["XH020101", "XH0201", "XH02"]


def test_nothing_is_found_for_nothing_and_for_noise(gazetteer: Path) -> None:
    assert queries.search(ANONYMOUS, "  ") == []
    assert queries.search(ANONYMOUS, "!!!") == []
    assert queries.search(ANONYMOUS, "zzxxqq") == []


def test_a_new_place_is_found_at_once(gazetteer: Path) -> None:
    assert first("Brandnew") == ""
    load(SYSTEM, write_csv(gazetteer, *GAZETTEER, "15,5,Dastan,Karwan,Brandnew,,10.5,62.5"))
    assert first("Brandnew") == "dtm-15"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=30))
def test_whatever_is_typed_gives_a_short_list_without_repeats(gazetteer: Path, text: str) -> None:
    codes = [hit.place.code for hit in queries.search(ANONYMOUS, text, 5)]
    assert len(codes) <= 5
    assert len(set(codes)) == len(codes)


def test_the_dataset_has_the_declared_columns_and_one_row_a_place(gazetteer: Path) -> None:
    table = places_table()
    assert table.column_names == [column.name for column in PLACES.columns]
    assert table.num_rows == Place.objects.count() == 19
    row = next(row for row in table.to_pylist() if row["code"] == "dtm-14")
    assert [row[name] for name in ("level", "parent", "adm0", "adm1", "adm2", "adm3", "name_ckb")] == [
        4,
        "XH020202",
        "XH",
        "XH02",
        "XH0202",
        "XH020202",
        None,
    ]


def test_an_area_is_its_own_ancestor_at_its_level_and_nothing_below(country: None) -> None:
    row = next(row for row in places_table().to_pylist() if row["code"] == "XH02")
    assert (row["adm0"], row["adm1"], row["adm2"], row["parent"]) == ("XH", "XH02", None, "XH")


def test_the_dataset_of_an_empty_gazetteer_has_its_columns(db: None) -> None:
    assert places_table().num_rows == 0
