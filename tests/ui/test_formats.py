"""Numbers and dates as readers of three languages write them; the same in Python and in the islands."""

import datetime as dt
import json
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hulul.kernel.numerals import parse_number
from hulul.ui import formats

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
ALM = "\u061c"


@pytest.mark.parametrize(
    ("value", "decimals", "en", "ar"),
    [
        (0, 0, "0", "٠"),
        (999, 0, "999", "٩٩٩"),
        (1234, 0, "1,234", "١٬٢٣٤"),
        (4_266_882, 0, "4,266,882", "٤٬٢٦٦٬٨٨٢"),
        (2.5, 0, "3", "٣"),
        (0.125, 2, "0.13", "٠٫١٣"),
        (-1234.5, 1, "−1,234.5", ALM + "−١٬٢٣٤٫٥"),
        (-0.4, 0, "0", "٠"),
        (None, 0, "—", "—"),
        (float("nan"), 0, "—", "—"),
        (Decimal("12.345"), 1, "12.3", "١٢٫٣"),
    ],
)
def test_numbers_are_grouped_rounded_half_up_and_in_the_readers_digits(
    value: float | None, decimals: int, en: str, ar: str
) -> None:
    assert formats.number(value, decimals, "en") == en
    assert formats.number(value, decimals, "ar") == ar
    assert formats.number(value, decimals, "ckb") == ar


@given(st.integers(-(10**12), 10**12), st.sampled_from(["en", "ar", "ckb"]))
def test_a_written_number_is_read_back_as_itself(value: int, language: str) -> None:
    assert parse_number(formats.number(value, 0, language).replace(ALM, "").replace("−", "-")) == value


def test_a_change_shows_its_sign_and_zero_has_none() -> None:
    assert formats.signed(310, language="en") == "+310"
    assert formats.signed(-42, language="en") == "−42"
    assert formats.signed(0, language="en") == "0"
    assert formats.signed(0.3, language="en") == "0"
    assert formats.signed(None, language="en") == "—"
    assert formats.signed(310, language="ar") == ALM + "+٣١٠"


def test_shares_become_percentages() -> None:
    assert formats.percent(0.0214, language="en") == "2.1%"
    assert formats.percent(0.0214, 0, language="ar") == "٢٪"
    assert formats.signed_percent(-0.157, language="en") == "−15.7%"
    assert formats.percent(None, language="en") == "—"


@pytest.mark.parametrize(
    ("value", "en"),
    [(950, "950"), (9_999, "9,999"), (48_200, "48k"), (152_000, "152k"), (1_200_000, "1.2M"), (2_000_000, "2M")],
)
def test_axis_numbers_are_short(value: int, en: str) -> None:
    assert formats.compact(value, "en") == en


def test_dates_are_written_in_words_with_the_month_names_of_the_region() -> None:
    on = dt.date(2018, 3, 30)
    assert formats.day(on, "en") == "30 March 2018"
    assert formats.day(on, "en", short=True) == "30 Mar 2018"
    assert formats.day("2018-03-30", "ar") == "٣٠ آذار ٢٠١٨"
    assert formats.day(on, "ckb") == "٣٠ی ئازاری ٢٠١٨"
    assert formats.month(on, "en") == "March 2018"
    assert formats.moment(dt.datetime(2018, 3, 30, 14, 5), "en") == "30 March 2018, 14:05"  # noqa: DTZ001
    assert formats.day(None, "en") == formats.month("", "en") == formats.moment(None, "en") == "—"


def test_a_language_without_data_is_written_as_english() -> None:
    assert formats.number(1234, language="tlh") == "1,234"
    assert formats.number(1234, language="en-gb") == "1,234"


def test_names_fall_back_to_english_and_then_to_the_code() -> None:
    place = {"code": "XH01", "name_en": "Vandora", "name_ar": "فاندورا", "name_ckb": ""}
    assert formats.name(place, "ar") == "فاندورا"
    assert formats.name(place, "ckb") == "Vandora"
    assert formats.name({"code": "XH01"}, "ar") == "XH01"


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_islands_write_numbers_and_dates_exactly_as_the_page_does() -> None:
    values = [0, 1, 12, 999, 1000, 1234.5, -42, -0.4, 0.021, 0.7193, 48_200, 1_234_567, 2_000_000, -1_500_000, None]
    asked = [
        {"symbols": formats.symbols(language), "values": values, "day": "2018-11-03"}
        for language in ("en", "ar", "ckb")
    ]
    script = """
      import { Locale } from "./islands/locale.js";
      const answer = JSON.parse(process.argv[1]).map(({ symbols, values, day }) => {
        const locale = new Locale(symbols);
        return { day: locale.day(day), values: values.map((v) => [
          locale.write(v, "number"), locale.write(v, "signed"), locale.write(v, "percent"),
          locale.write(v, "signed_percent"), locale.write(v, "decimal"), v === null ? "—" : locale.compact(v, "number"),
        ]) };
      });
      console.log(JSON.stringify(answer));
    """
    command = ["node", "--input-type=module", "-e", script, json.dumps(asked)]
    ran = subprocess.run(command, cwd=FRONTEND, capture_output=True, text=True, check=True)
    for language, answer in zip(("en", "ar", "ckb"), json.loads(ran.stdout), strict=True):
        assert answer["day"] == formats.day("2018-11-03", language, short=True)
        for value, written in zip(values, answer["values"], strict=True):
            assert written == [
                formats.number(value, 0, language),
                formats.signed(value, 0, language),
                formats.percent(value, 1, language),
                formats.signed_percent(value, 1, language),
                formats.number(value, 2, language),
                formats.compact(value, language),
            ], value
