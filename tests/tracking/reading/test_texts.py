"""Names and codes: trimmed, and honest about what was lost."""

import pytest

from hulul.sheets.texts import is_damaged
from tests.tracking.reading.conftest import changed, csv_bytes


@pytest.mark.parametrize("text", ["?????", "?? ????????", "حي \ufffdلمعلمين", "Ø­ÙŠ Ø§Ù„Ù…Ø¹Ù„Ù…ÙŠÙ†", "Ù‚Ø¯Ø´"])
def test_lost_letters_are_recognised(text):
    assert is_damaged(text)


@pytest.mark.parametrize(
    "text", ["حي المعلمين", "Hay 5?", "Why?? a very long name with two marks", "Ørsted", "São Paulo"]
)
def test_sound_names_are_not_called_damaged(text):
    assert not is_damaged(text)


def test_damaged_names_are_kept_and_told(read_bytes):
    table = read_bytes(csv_bytes(changed(2, Arabic_Name="?? ????????")))
    assert table.texts("name_ar")[2] == "?? ????????"
    assert [(f.code, f.row, f.column) for f in table.findings] == [("garbled_text", 4, "name_ar")]


def test_formulas_in_names_stay_text_and_are_told(read_bytes):
    table = read_bytes(csv_bytes(changed(0, Location_Name="=cmd|' /C calc'!A0")))
    assert table.texts("name_en")[0] == "=cmd|' /C calc'!A0"
    assert [(f.code, f.row) for f in table.findings] == [("formula_text", 2)]


def test_errors_in_names_are_empty_and_told(read_bytes):
    table = read_bytes(csv_bytes(changed(0, Location_Name="#N/A", Place_ID="#REF!")))
    assert table.texts("name_en")[0] == ""
    assert table.texts("place_code")[0] == ""
    assert {(f.code, f.column) for f in table.findings} == {("error_value", "name_en"), ("error_value", "place_code")}


@pytest.mark.parametrize(
    ("cell", "code"),
    [("13674.0", "13674"), (" 13674 ", "13674"), ("٧٨٦٢", "7862"), ("007", "007"), ("IQ-P00312", "IQ-P00312")],
)
def test_codes_are_the_same_code_however_they_are_stored(read_bytes, cell, code):
    assert read_bytes(csv_bytes(changed(0, Place_ID=cell))).texts("place_code")[0] == code


def test_names_are_trimmed(read_bytes):
    assert read_bytes(csv_bytes(changed(0, Location_Name="  Kurdistan  "))).texts("name_en")[0] == "Kurdistan"
