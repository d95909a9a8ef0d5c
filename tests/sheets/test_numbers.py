"""Numbers as people write them."""

import math

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hulul.sheets.numbers import parse, parse_text

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@pytest.mark.parametrize(
    ("text", "number", "noticed"),
    [
        ("16", 16, ""),
        (" 16.0 ", 16, ""),
        ("-3", -3, ""),
        ("1,234", 1234, "thousands_separators"),
        ("1,234,567.5", 1234567.5, "thousands_separators"),
        ("1 234", 1234, "thousands_separators"),
        ("1\u00a0234", 1234, "thousands_separators"),
        ("1'234", 1234, "thousands_separators"),
        ("١٬٢٣٤", 1234, "thousands_separators"),
        ("٣٤١", 341, "other_digits"),
        ("۳۴۱", 341, "other_digits"),
        ("٣٦٫٥", 36.5, "other_digits"),
        ("1e3", 1000, ""),
    ],
)
def test_a_number_is_understood(text, number, noticed):
    assert parse_text(text) == (number, noticed)


@pytest.mark.parametrize(
    ("text", "noticed"),
    [
        ("", ""), ("-", ""), ("n/a", ""), ("NULL", ""), ("nan", ""), ("—", ""),
        ("#N/A", "error_value"), ("#DIV/0!", "error_value"), ("#VALUE!", "error_value"),
        ("=5+3", "formula_text"), ("=HYPERLINK(1)", "formula_text"),
        ("about 20", "not_a_number"), ("12,5,1", "not_a_number"), ("1_000", "not_a_number"), ("0x10", "not_a_number"),
        ("inf", "not_a_number"), ("1e999", "not_a_number"), ("16 families", "not_a_number"), ("12 34", "not_a_number"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_missing_and_noticed(text, noticed):
    value, found = parse_text(text)
    assert math.isnan(value)
    assert found == noticed


def test_a_comma_is_decimal_where_the_column_says_so():
    assert parse(pa.array(["12,5", "3"])).values.tolist() == [12.5, 3]
    assert parse(pa.array(["1,234", "3"])).values.tolist() == [1234, 3]
    assert parse(pa.array(["36,345"]), coordinates=True).values.tolist() == [36.345]


def test_every_odd_cell_is_found_where_it_is():
    found = parse(pa.array(["1", None, "x", "#N/A", "٣", "x"]))
    assert {kind: positions.tolist() for kind, positions in found.odd.items()} == {
        "not_a_number": [2, 5], "error_value": [3], "other_digits": [4],
    }  # fmt: skip
    assert [None if math.isnan(v) else v for v in found.values] == [1, None, None, None, 3, None]


@given(st.lists(st.one_of(st.none(), st.integers(-(10**12), 10**12)), max_size=20))
def test_the_quick_way_and_the_careful_way_agree(numbers):
    plain = parse(pa.array([None if n is None else str(n) for n in numbers], pa.string()))
    careful = parse(pa.array([None if n is None else f"{n:,}" for n in [*numbers, 1234]], pa.string()))
    assert str(plain.values.tolist()) == str(careful.values[:-1].tolist())


@given(st.integers(0, 10**9), st.sampled_from([ARABIC, PERSIAN]))
def test_digits_of_every_script_count_the_same(number, script):
    assert parse_text(str(number).translate(script))[0] == number
    assert parse_text(f"{number:,}".translate(script))[0] == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_a_program_writes_is_read_back_exactly(number):
    assert parse_text(repr(number))[0] == number


@given(st.text(max_size=20))
def test_any_text_is_a_finite_number_or_missing(text):
    value, noticed = parse_text(text)
    assert math.isnan(value) or math.isfinite(value)
    assert math.isnan(value) or noticed in ("", "thousands_separators", "decimal_commas", "other_digits")
    column = parse(pa.array([text])).values
    assert math.isnan(column[0]) or math.isfinite(column[0])
