"""Filters live in the address, and a date is answered by the round that was newest on it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hulul.dashboards.rules import (
    RoundRef,
    Selection,
    alphabetical,
    as_of,
    before,
    read_date,
    read_selection,
    year_before,
)


def round_on(on: dt.date, population: str = "idp", segment: int = 1) -> RoundRef:
    return RoundRef(f"dtm-{population}-{on}", population, on, 1, segment, "list.csv", 1)


ROUNDS = [round_on(dt.date(2018, month, 15)) for month in range(1, 13)] + [
    round_on(dt.date(2019, 1, 31)),
    round_on(dt.date(2018, 12, 31), "returnee"),
]


@given(st.dictionaries(st.sampled_from(["show", "unit", "level", "date", "bubbles"]), st.text(max_size=12)))
def test_no_query_string_breaks_a_page(query: dict[str, str]) -> None:
    assert read_selection(query).level in (1, 2, 3)


def test_a_selection_survives_the_way_through_its_own_address() -> None:
    chosen = Selection(show="change_idp", unit="households", level=3, on=dt.date(2018, 3, 30), bubbles=True)
    pairs = dict(pair.split("=") for pair in chosen.query().lstrip("?").split("&"))
    assert read_selection(pairs) == chosen


def test_what_is_default_stays_out_of_the_address() -> None:
    assert Selection().query() == "?"
    assert Selection(level=2).query(level=1) == "?"


@pytest.mark.parametrize("text", ["2018-03-30", "30/03/2018", "30.03.2018", "٣٠/٠٣/٢٠١٨", "۲۰۱۸-۰۳-۳۰"])
def test_a_date_may_be_typed_in_any_of_the_usual_ways(text: str) -> None:
    assert read_date(text) == dt.date(2018, 3, 30)


def test_a_level_may_be_typed_in_arabic_digits() -> None:
    assert read_selection({"level": "٢"}).level == 2


def test_a_date_between_two_rounds_is_answered_by_the_earlier_one() -> None:
    found = as_of(ROUNDS, "idp", dt.date(2018, 5, 20))
    assert found is not None
    assert found.date == dt.date(2018, 5, 15)


def test_before_the_first_round_nothing_answers() -> None:
    assert as_of(ROUNDS, "idp", dt.date(2017, 1, 1)) is None


def test_without_a_date_the_newest_round_answers() -> None:
    found = as_of(ROUNDS, "idp", None)
    assert found is not None
    assert found.date == dt.date(2019, 1, 31)


def test_the_round_before_is_of_the_same_population() -> None:
    found = before(ROUNDS, ROUNDS[-2])
    assert found is not None
    assert (found.population, found.date) == ("idp", dt.date(2018, 12, 15))


def test_a_year_ago_is_the_nearest_round_within_six_weeks_of_the_day() -> None:
    found = year_before(ROUNDS, ROUNDS[-2])
    assert found is not None
    assert found.date == dt.date(2018, 2, 15)
    assert year_before(ROUNDS, ROUNDS[5]) is None


def test_arabic_names_are_sorted_without_the_article_and_without_regard_to_hamza() -> None:
    names = ["الموصل", "أربيل", "البصرة", "بابل", "اربيل", "الأنبار"]
    assert sorted(names, key=alphabetical) == ["أربيل", "اربيل", "الأنبار", "بابل", "البصرة", "الموصل"]


def test_sorani_letters_stand_beside_their_kin() -> None:
    names = ["گەرمیان", "کەرکوک", "پێنجوێن", "تەلەعفەر", "بەغدا", "هەولێر"]
    assert sorted(names, key=alphabetical) == ["بەغدا", "پێنجوێن", "تەلەعفەر", "کەرکوک", "گەرمیان", "هەولێر"]


def test_latin_names_are_sorted_without_regard_to_case() -> None:
    assert sorted(["duhok", "Erbil", "Al-Anbar"], key=alphabetical) == ["Al-Anbar", "duhok", "Erbil"]
