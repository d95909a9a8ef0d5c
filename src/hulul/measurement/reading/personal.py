"""Columns that look as if they were about persons: by what they are headed, and by what their cells look like.

Surveys are read for what was answered, never for who answered (method.md section 7). A file with such a column is
refused and not kept; names of places are no personal data, positions of households are.
"""

import re
from collections.abc import Sequence
from typing import Any

import pyarrow.compute as pc

from hulul.kernel.numerals import western
from hulul.kernel.packs import fold_header
from hulul.sheets.headers import HeaderMatch

# Parts of headers, folded: whose name, and what leads to a person. English, Arabic, Sorani.
_WORDS = (
    "phone", "mobile", "telephone", "whatsapp", "email", "passport", "nationalid", "idnumber", "idcard",
    "documentnumber", "rationcard", "dateofbirth", "birthdate", "respondentname", "nameofrespondent",
    "informantname", "nameofinformant",
    "nameofki", "kiname", "headofhouseholdname", "nameofhead", "nameofthehead", "hohname", "headname", "fullname",
    "firstname", "lastname", "surname", "fathername", "mothername", "enumeratorname", "interviewername", "homeaddress",
    "هاتف", "جوال", "موبايل", "بريدالكتروني", "البريدالالكتروني", "جوازالسفر", "رقمالهويه", "رقمالهوية", "رقمالوثيقه",
    "رقمالوثيقة", "البطاقهالتموينيه", "البطاقةالتموينية", "تاريخالميلاد", "اسمالمستجيب", "اسمالمخبر", "اسمربالاسره",
    "اسمربالاسرة", "الاسمالكامل", "اسمالاب", "اسمالام", "عنوانالسكن",
    "تەلەفۆن", "مۆبایل", "ئیمەیڵ", "پاسپۆرت", "ژمارەیناسنامە", "لەدایکبوون", "ناویوەڵامدەرەوە", "ناویسەرۆکیخێزان",
    "ناویتەواو", "ناوینیشتەجێبوون",
)  # fmt: skip
_POSITIONS = ("gps", "latitude", "longitude", "coordinates", "geopoint", "altitude", "خطالعرض", "خطالطول", "احداثيات")
_PHONE = re.compile(r"(\+|00|0)\d[\d\s()/-]{7,14}\d")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
_LOOKED_AT = 50
_MANY = 0.5

_FOLDED = tuple(fold_header(word) for word in _WORDS)


def is_personal_header(text: str) -> bool:
    """Whether a header speaks of a name, a way to reach somebody or a document of somebody."""
    folded = fold_header(text)
    return any(word in folded for word in _FOLDED)


def is_position_header(text: str) -> bool:
    """Whether a header speaks of the position of what a row is about."""
    folded = fold_header(text)
    return any(word in folded for word in map(fold_header, _POSITIONS))


def has_personal_cells(column: Any) -> bool:
    """Whether at least half of the first cells look like phone numbers or mail addresses."""
    cells = [text for text in pc.drop_null(column).slice(0, _LOOKED_AT).to_pylist() if text.strip()]
    like = sum(1 for text in cells if _PHONE.fullmatch(western(text).strip()) or _EMAIL.fullmatch(text.strip()))
    return bool(cells) and like >= _MANY * len(cells)


def columns(
    body: Sequence[Any], matches: Sequence[HeaderMatch], *, positions: bool
) -> tuple[list[HeaderMatch], list[HeaderMatch]]:
    """The columns about persons, and those with positions of households (asked for with `positions`).

    body: pyarrow string arrays by position. Columns without a single cell hold nothing about anybody.
    """
    filled = [match for match in matches if body[match.position].null_count < len(body[match.position])]
    about = [m for m in filled if is_personal_header(m.text) or has_personal_cells(body[m.position])]
    where = [
        m for m in filled if positions and m not in about and (m.key in ("lat", "lon") or is_position_header(m.text))
    ]
    return about, where
