"""Columns of a survey: questions in any wording and language, places, and what must not come in."""

import datetime as dt

import pytest

from hulul.kernel.errors import Invalid
from tests.measurement.reading.conftest import HEADER, ROWS, codes


def keys(table):
    return [header.key for header in table.headers]


@pytest.mark.parametrize(
    "header", ["water", "WATER", "Water", "Who has enough water?", "من لديه ما يكفي من الماء؟", "ئاو"]
)
def test_a_question_is_known_by_code_text_and_title_in_any_language(read_rows, header):
    table = read_rows(header=("Place ID", header, *HEADER[2:]))
    assert keys(table)[1] == "indicator:water"
    assert table.answers["water"].codes.tolist() == ["all", "some", "none"]


def test_places_are_headed_as_in_master_lists(read_rows):
    header = ("Place ID", "Governorate", "Location Name", "Arabic Name", "water")
    table = read_rows([("11", "Al-Marja", "Hay Al-Salam", "حي السلام", "all")], header)
    assert keys(table) == ["place_code", "governorate", "name_en", "name_ar", "indicator:water"]


def test_what_the_framework_explains_is_read_beside_the_questions(read_rows):
    table = read_rows([("11", "all", "45%")], ("Place ID", "water", "نسبة العائدين"))
    assert table.answers["returned"].values.tolist() == [0.45]


def test_an_unknown_column_is_asked_about_with_suggestions_and_can_be_confirmed(read_rows):
    header = ("Place ID", "Watter", *HEADER[2:])
    table = read_rows(header=header)
    assert codes(table)["column_unknown"] == 1
    assert table.headers[1].suggestions[0][0] == "indicator:water"
    answered = read_rows(header=header, confirmed={"Watter": "indicator:water"})
    assert "column_unknown" not in codes(answered)
    assert answered.answers["water"].given.all()


def test_a_column_cannot_be_confirmed_as_what_the_framework_does_not_ask(read_rows):
    with pytest.raises(Invalid) as refused:
        read_rows(confirmed={"water": "indicator:electricity"})
    assert refused.value.code == "unknown_key"


def test_two_columns_for_one_question_that_differ_are_an_error(read_rows):
    rows = [(*row, "none") for row in ROWS]
    table = read_rows(rows, (*HEADER, "Who has enough water?"))
    assert codes(table)["duplicate_column_differs"] == 1
    assert table.findings.refused


def test_the_last_day_is_the_date_of_the_survey(read_rows):
    table = read_rows()
    assert (table.date, table.date_how) == (dt.date(2024, 5, 31), "column")
    assert codes(table)["date_from_column"] == 1


def test_without_a_date_column_the_file_name_tells_and_else_somebody_is_asked(read_rows):
    rows, header = [row[:5] for row in ROWS], HEADER[:5]
    assert read_rows(rows, header, name="Answers 31 May 2024.csv").date == dt.date(2024, 5, 31)
    table = read_rows(rows, header)
    assert (table.date, codes(table)["date_missing"]) == (None, 1)


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Phone number", "-"), ("Name of respondent", "Amina"), ("Head of household name", "Amina"),
        ("E-mail", "x"),
        ("رقم الهاتف", "1"), ("اسم المستجيب", "أمينة"), ("National ID", "1"), ("ژمارەی مۆبایل", "1"),
        ("Ration card", "1"), ("Contact", "0770 123 4567"),
        ("How to reach", "٠٧٧٠١٢٣٤٥٦٧"), ("Remarks", "amina@example.org"),
    ],
)  # fmt: skip
def test_a_column_about_persons_refuses_the_file_and_is_not_handed_on(read_rows, header, cell):
    table = read_rows([(*row, cell) for row in ROWS], (*HEADER, header))
    assert codes(table)["personal_column"] == 1
    assert table.findings.refused
    assert keys(table)[-1] == "ignored"
    assert not any(cell == finding.value for finding in table.findings)


def test_an_empty_column_about_persons_holds_nothing_about_anybody(read_rows):
    assert "personal_column" not in codes(read_rows([(*row, "") for row in ROWS], (*HEADER, "Phone number")))


def test_names_and_positions_of_places_are_no_personal_data(read_rows):
    header = ("Place ID", "Location Name", "Latitude", "Longitude", "water")
    assert not read_rows([("11", "Hay Al-Salam", "10.5", "60.5", "all")], header).findings.refused


@pytest.mark.parametrize("header", ["Latitude", "GPS of the dwelling", "_geopoint_altitude"])
def test_positions_of_households_may_not_come_in(read_rows, households, header):
    table = read_rows([("idp", "yes", "10.5")], ("population", "food", header), framed=households)
    assert codes(table)["household_position"] == 1
    assert table.findings.refused
