"""The date of a round, wherever and however it is written."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hulul.sheets.dates import find, from_cell


@pytest.mark.parametrize(
    "text",
    [
        "2019-04-30", "2019-04-30 00:00:00", "2019_04_30", "DTM 2019.4.30", "round_20190430.csv", "2019/04/30",
        "Apr 30, 2019", "IDPs_MasterList_dataset_DTM_IOMApr 30, 2019.csv", "April 30 2019", "30 April 2019",
        "30-Apr-2019", "30th April, 2019", "30APR2019", "30/04/2019", "30.04.2019", "4/30/2019",
        "٣٠ نيسان ٢٠١٩", "30 أبريل 2019", "٢٠١٩-٠٤-٣٠", "٣٠/٤/٢٠١٩", "30ی نیسانی 2019", "۳۰ نیسان ۲۰۱۹",
    ],
)  # fmt: skip
def test_a_date_is_found(text):
    found = find(text)
    assert found is not None
    assert found.date == dt.date(2019, 4, 30)
    assert found.caveat == ""


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("31 كانون الأول 2018", dt.date(2018, 12, 31)),
        ("15 تشرين الثاني 2018", dt.date(2018, 11, 15)),
        ("1 آب 2017", dt.date(2017, 8, 1)),
        ("12 ئازار 2018", dt.date(2018, 3, 12)),
    ],
)
def test_months_of_the_region_are_known(text, date):
    assert find(text).date == date


def test_a_month_without_a_day_is_its_last_day_with_a_caveat():
    found = find("Master list February 2020")
    assert (found.date, found.caveat) == (dt.date(2020, 2, 29), "day_assumed")


def test_day_and_month_that_could_be_each_other_have_a_caveat():
    found = find("04/05/2019")
    assert (found.date, found.caveat) == (dt.date(2019, 5, 4), "date_ambiguous")
    assert find("05/05/2019").caveat == ""


@pytest.mark.parametrize("text", ["", "Round 110", "31/02/2019", "Maysan 2019", "Marchand 12", "12345678"])
def test_what_is_no_date_is_none(text):
    assert find(text) is None


def test_a_day_count_of_a_spreadsheet_is_a_date_in_a_date_column_only():
    assert from_cell("43585").date == dt.date(2019, 4, 30)
    assert from_cell("43585.0").date == dt.date(2019, 4, 30)
    assert find("43585") is None


@given(st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)))
def test_every_date_is_read_back_from_the_ways_programs_write_it(date):
    for text in (date.isoformat(), f"{date:%b %d, %Y}", f"{date:%d %B %Y}", f"{date:%Y%m%d}", f"x_{date:%d%b%Y}.csv"):
        assert find(text).date == date


@given(st.text(max_size=40))
def test_any_text_gives_a_date_or_none(text):
    found = find(text)
    assert found is None or 1990 <= found.date.year < 2100
