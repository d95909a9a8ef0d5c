"""Numbers as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hulul.kernel.numerals import parse_number, western

ARABIC = "٠١٢٣٤٥٦٧٨٩"
PERSIAN = "۰۱۲۳۴۵۶۷۸۹"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12.0),
        (" 1,234 ", 1234.0),
        ("1 234", 1234.0),
        ("1\u00a0234\u202f567", 1234567.0),
        ("٣٬٦٣٥٬٥٩٨", 3635598.0),
        ("٣٫٥", 3.5),
        ("\u22127", -7.0),
        ("1e3", 1000.0),
    ],
)
def test_a_number_is_read_however_it_was_typed(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "  ", "twelve", "nan", "inf", "-Infinity", "+inf", "+nan", "1e999", "1_000", "1.2.3", "#N/A"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(min_value=0, max_value=10**15), st.sampled_from([ARABIC, PERSIAN]))
def test_every_whole_number_survives_eastern_digits(number: int, digits: str) -> None:
    written = "".join(digits[int(digit)] for digit in str(number))
    assert western(written) == str(number)
    assert parse_number(written) == number
