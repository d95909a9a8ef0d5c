"""The date of a round out of a column, a title or a file name: ISO, English and Arabic months, digits of any script."""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from hulul.kernel.numerals import western

_ENGLISH = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
# Iraq and the Levant, then Egypt and the Gulf, then Sorani.
_OTHERS = (
    "كانون الثاني،شباط،اذار،نيسان،ايار،حزيران،تموز،اب،ايلول،تشرين الاول،تشرين الثاني،كانون الاول",
    "يناير،فبراير،مارس،ابريل،مايو،يونيو،يوليو،اغسطس،سبتمبر،اكتوبر،نوفمبر،ديسمبر",
    "کانوونی دووەم،شوبات،ئازار،نیسان،ئایار،حوزەیران،تەممووز،ئاب،ئەیلوول،تشرینی یەکەم،تشرینی دووەم،کانوونی یەکەم",
)
_YEARS = range(1990, 2100)


def _fold(text: str) -> str:
    """Lower case, Western digits, no marks on letters: "أبريل" and "ابريل" are the same."""
    plain = unicodedata.normalize("NFKD", western(text)).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c) and c != "\u0640")


def _month_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for number, name in enumerate(_ENGLISH, start=1):
        names |= {name: number, name[:3]: number}
    names["sept"] = 9
    for months in _OTHERS:
        names |= {_fold(name): number for number, name in enumerate(months.split("،"), start=1)}
    return names


_MONTHS = _month_names()
_MONTH = "(" + "|".join(sorted((re.escape(name) for name in _MONTHS), key=len, reverse=True)) + r")ی?(?![^\W\d_])"
_DAY = r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|ی)?"
_YEAR = r"((?:19|20)\d\d)(?!\d)"
_GAP = r"[\s,،._/-]*"
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_./\s]?)(\d\d?)\2(\d\d?)(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(\d\d?)([-_./])(\d\d?)\2((?:19|20)\d\d)(?!\d)")
_MONTH_DAY_YEAR = re.compile(_MONTH + _GAP + _DAY + r"[\s,،._/-]+" + _YEAR)
_DAY_MONTH_YEAR = re.compile(_DAY + _GAP + _MONTH + _GAP + _YEAR)
_MONTH_YEAR = re.compile(_MONTH + _GAP + _YEAR)


@dataclass(frozen=True)
class FoundDate:
    """A date, the text that says it, and "" or a finding: "date_ambiguous" (day or month first), "day_assumed"."""

    date: dt.date
    text: str
    caveat: str = ""


def find(text: str) -> FoundDate | None:
    """The first date in a text; None when there is none."""
    return next(_candidates(_fold(text)), None)


def from_cell(text: str) -> FoundDate | None:
    """A date from a cell of a date column, where a bare number is a spreadsheet's day count (43585 = 30 Apr 2019)."""
    plain = western(text).strip().removesuffix(".0")
    if plain.isascii() and plain.isdigit() and 30_000 <= int(plain) <= 75_000:
        return FoundDate(dt.date(1899, 12, 30) + dt.timedelta(days=int(plain)), text)
    return find(text)


def _candidates(text: str) -> Iterator[FoundDate]:
    for match in _YEAR_FIRST.finditer(text):
        yield from _valid(match[0], match[1], match[3], match[4])
    for match in _MONTH_DAY_YEAR.finditer(text):
        yield from _valid(match[0], match[3], _MONTHS[match[1]], match[2])
    for match in _DAY_MONTH_YEAR.finditer(text):
        yield from _valid(match[0], match[3], _MONTHS[match[2]], match[1])
    for match in _NUMBERS.finditer(text):
        first, second, year = int(match[1]), int(match[3]), match[4]
        if second > 12:
            yield from _valid(match[0], year, first, second)
        else:
            caveat = "date_ambiguous" if first <= 12 and first != second else ""
            yield from _valid(match[0], year, second, first, caveat)
    for match in _MONTH_YEAR.finditer(text):
        year, month = int(match[2]), _MONTHS[match[1]]
        yield from _valid(match[0], year, month, calendar.monthrange(year, month)[1], "day_assumed")


def _valid(text: str, year: object, month: object, day: object, caveat: str = "") -> Iterator[FoundDate]:
    try:
        date = dt.date(int(str(year)), int(str(month)), int(str(day)))
    except ValueError:
        return
    if date.year in _YEARS:
        yield FoundDate(date, text.strip(), caveat)
