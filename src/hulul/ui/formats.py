"""Numbers, dates and names as the reader writes them. Pure; the language is a tag such as "en", "ar" or "ckb".

Digits, separators and month names follow CLDR for en, ar-IQ and ckb-IQ (Arabic as written in Iraq and the Levant:
كانون الثاني, not يناير). The islands receive the same symbols as JSON (`symbols`), so a chart and the table under it
never disagree. A missing value is an em dash, never a zero.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from django.utils.translation import get_language

MISSING = "—"
_ALM = "\u061c"  # Arabic letter mark: keeps a sign before its number in right-to-left text

_EN_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_AR_MONTHS = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
    "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
)  # fmt: skip
_CKB_MONTHS = (
    "کانوونی دووەم", "شوبات", "ئازار", "نیسان", "ئایار", "حوزەیران",
    "تەمووز", "ئاب", "ئەیلوول", "تشرینی یەکەم", "تشرینی دووەم", "کانونی یەکەم",
)  # fmt: skip
_ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"


@dataclass(frozen=True, slots=True)
class Conventions:
    """How one language writes numbers and dates. `day` is a pattern over {day}, {month} and {year}."""

    direction: str
    digits: str
    group: str
    decimal: str
    percent: str
    minus: str
    plus: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    day: str
    month: str
    list_separator: str


_ENGLISH = Conventions(
    "ltr", "0123456789", ",", ".", "%", "−", "+", _EN_MONTHS, tuple(m[:3] for m in _EN_MONTHS),  # noqa: RUF001
    "{day} {month} {year}", "{month} {year}", ", ",
)  # fmt: skip
_ARABIC = Conventions(
    "rtl", _ARABIC_INDIC, "٬", "٫", "٪", _ALM + "−", _ALM + "+", _AR_MONTHS, _AR_MONTHS,  # noqa: RUF001
    "{day} {month} {year}", "{month} {year}", "، ",
)  # fmt: skip
_SORANI = Conventions(
    "rtl", _ARABIC_INDIC, "٬", "٫", "٪", _ALM + "−", _ALM + "+", _CKB_MONTHS, _CKB_MONTHS,  # noqa: RUF001
    "{day}ی {month}ی {year}", "{month}ی {year}", "، ",
)  # fmt: skip
_CONVENTIONS = {"en": _ENGLISH, "ar": _ARABIC, "ckb": _SORANI}


def conventions(language: str | None = None) -> Conventions:
    """The conventions of a language (of the reader when none is named); English for one we have no data for."""
    tag = language or get_language() or "en"
    return _CONVENTIONS.get(tag) or _CONVENTIONS.get(tag.split("-", maxsplit=1)[0], _ENGLISH)


def digits(text: str, language: str | None = None) -> str:
    """The text with 0-9 in the reader's digits; everything else stays."""
    return _in_digits(text, conventions(language))


def _in_digits(text: str, how: Conventions) -> str:
    return text if how is _ENGLISH else text.translate(_translation(how.digits))


@cache
def _translation(wanted: str) -> dict[int, int]:
    return str.maketrans("0123456789", wanted)


def number(value: float | Decimal | None, decimals: int = 0, language: str | None = None) -> str:
    """A number with grouping marks, rounded half up: 1234567.8 → "1,234,568"."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is the only value that differs from itself
        return MISSING
    how = conventions(language)
    if not decimals and value == int(value):  # most numbers of a page; Decimal takes five times as long
        value = int(value)
        text = _in_digits(f"{abs(value):,}".replace(",", how.group), how)
        return how.minus + text if value < 0 else text
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{abs(exact):f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", how.group)
    text = _in_digits(grouped + (how.decimal + fraction if fraction else ""), how)
    return how.minus + text if exact < 0 else text


def signed(value: float | Decimal | None, decimals: int = 0, language: str | None = None) -> str:
    """A change, always with its sign: "+310", "-42" (with a true minus); zero has none."""
    text = number(value, decimals, language)
    rises = value is not None and (value > 0 if isinstance(value, int) else round(Decimal(str(value)), decimals) > 0)
    return conventions(language).plus + text if rises else text


def percent(share: float | None, decimals: int = 1, language: str | None = None) -> str:
    """A share from 0 to 1 as a percentage: 0.021 → "2.1%"."""
    text = number(None if share is None else Decimal(str(share)) * 100, decimals, language)
    return text if text == MISSING else text + conventions(language).percent


def signed_percent(share: float | None, decimals: int = 1, language: str | None = None) -> str:
    """A relative change, always with its sign: 0.021 → "+2.1%"."""
    text = signed(None if share is None else Decimal(str(share)) * 100, decimals, language)
    return text if text == MISSING else text + conventions(language).percent


def compact(value: float | None, language: str | None = None) -> str:
    """A number for an axis or a label on a map: two or three significant digits with k or M ("1.2M", "48k")."""
    if value is None:
        return MISSING
    for size, mark in ((1_000_000, "M"), (10_000, "k")):
        if abs(value) >= size:
            scaled = value / (1_000_000 if mark == "M" else 1_000)
            decimals = 1 if abs(scaled) < 10 and round(scaled, 1) % 1 else 0
            return number(scaled, decimals, language) + compact_marks(language)[mark]
    return number(value, 1 if abs(value) < 10 and value % 1 else 0, language)


def compact_marks(language: str | None = None) -> dict[str, str]:
    """How thousands and millions are abbreviated (CLDR short forms)."""
    marks = {"ar": {"k": " ألف", "M": " مليون"}, "ckb": {"k": " هەزار", "M": " ملیۆن"}}
    tag = (language or get_language() or "en").split("-", maxsplit=1)[0]
    return marks.get(tag, {"k": "k", "M": "M"})


def day(value: dt.date | str | None, language: str | None = None, *, short: bool = False) -> str:
    """A date in words: "30 March 2018", "٣٠ آذار ٢٠١٨". Accepts an ISO text too."""
    if value is None or value == "":
        return MISSING
    on = _date(value)
    how = conventions(language)
    names = how.short_months if short else how.months
    return digits(how.day.format(day=on.day, month=names[on.month - 1], year=on.year), language)


def month(value: dt.date | str | None, language: str | None = None, *, short: bool = False) -> str:
    """The month of a date: "March 2018"."""
    if value is None or value == "":
        return MISSING
    on = _date(value)
    how = conventions(language)
    names = how.short_months if short else how.months
    return digits(how.month.format(month=names[on.month - 1], year=on.year), language)


def moment(value: dt.datetime | None, language: str | None = None) -> str:
    """A date and time of day (the caller's time zone): "30 March 2018, 14:05"."""
    if value is None:
        return MISSING
    how = conventions(language)
    return day(value.date(), language) + how.list_separator + digits(f"{value:%H:%M}", language)


def name(record: object, language: str | None = None) -> str:
    """The name of a thing in the reader's language; English stands in, then the code.

    `record` has name_en, name_ar, name_ckb and code, as attributes or as keys (a place, a row of a dataset).
    """
    tag = (language or get_language() or "en").split("-", maxsplit=1)[0]
    for key in (f"name_{tag}", "name_en", "code"):
        text = record.get(key) if isinstance(record, Mapping) else getattr(record, key, None)
        if text:
            return str(text)
    return MISSING


def symbols(language: str | None = None) -> dict[str, object]:
    """What the islands need to write numbers and dates exactly as the page does."""
    how = conventions(language)
    return {
        "direction": how.direction,
        "digits": how.digits,
        "group": how.group,
        "decimal": how.decimal,
        "percent": how.percent,
        "minus": how.minus,
        "plus": how.plus,
        "compact": compact_marks(language),
        "months": list(how.months),
        "shortMonths": list(how.short_months),
        "day": how.day,
        "month": how.month,
        "missing": MISSING,
    }


def _date(value: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(value[:10]) if isinstance(value, str) else value
