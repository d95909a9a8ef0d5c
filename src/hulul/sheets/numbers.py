"""Numbers as people write them, a whole column at a time: plain ones by Arrow, the others once per distinct text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hulul.kernel.numerals import parse_number, western

Floats = NDArray[np.float64]

MISSING = frozenset({"", "-", "--", "\u2013", "\u2014", ".", "na", "n/a", "nan", "null", "none", "nil"})
_ERROR_VALUE = re.compile(r"#(n/?a|ref!|value!|div/0!|name\?|null!|num!|getting_data|spill!|calc!)", re.IGNORECASE)
_GROUPS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_SPACED = re.compile(r"(?<=\d)[\s\u00a0\u202f'\u2019](?=\d{3}(\D|$))")
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)


@dataclass
class Numbers:
    """values: (n,) float64, NaN where missing or not a number. odd: code -> positions (m,) in the column."""

    values: Floats
    odd: dict[str, NDArray[np.int64]] = field(default_factory=dict)


def is_error_value(text: str) -> bool:
    """Whether a cell holds a spreadsheet's error, such as "#N/A"."""
    return _ERROR_VALUE.fullmatch(text) is not None


def parse(column: Any, *, coordinates: bool = False) -> Numbers:
    """A pyarrow string array as numbers. A comma in coordinates is always a decimal comma ("36,345")."""
    try:
        values = pc.cast(column, pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        return _parse_each(column, coordinates=coordinates)
    infinite = np.isinf(values)
    if infinite.any():
        values = np.where(infinite, np.nan, values)
        return Numbers(values, {"not_a_number": np.flatnonzero(infinite)})
    return Numbers(values)


def _parse_each(column: Any, *, coordinates: bool) -> Numbers:
    encoded = column.dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    decimal_commas = coordinates or _commas_are_decimal(texts)
    found = [parse_text(text, decimal_commas=decimal_commas) for text in texts]
    indices = encoded.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)
    values = np.array([value for value, _what in found] + [np.nan], dtype=np.float64)[indices]
    kinds = np.array([what for _value, what in found] + [""], dtype=object)[indices]
    return Numbers(values, {str(kind): np.flatnonzero(kinds == kind) for kind in set(kinds.tolist()) if kind})


def _commas_are_decimal(texts: Iterable[str]) -> bool:
    """Commas are decimal when some number cannot be grouped by thousands, such as "12,5"."""
    with_comma = [text for text in (western(text).strip() for text in texts) if _DECIMAL_COMMA.fullmatch(text)]
    return any(not _GROUPS.fullmatch(text) for text in with_comma)


def parse_text(text: str, *, decimal_commas: bool = False) -> tuple[float, str]:
    """A number and what was noticed: "", or a code of `findings` (then NaN, except for how it is merely written)."""
    stripped = text.strip()
    if stripped.casefold() in MISSING:
        return np.nan, ""
    if _ERROR_VALUE.fullmatch(stripped):
        return np.nan, "error_value"
    if stripped.startswith("="):
        return np.nan, "formula_text"
    plain = western(stripped).strip("\u200e\u200f\u202a\u202c")
    what = "other_digits" if plain != stripped and plain.isascii() else ""
    spaced = _SPACED.sub("", plain)
    if spaced != plain or _GROUPS.fullmatch(spaced):
        what = "thousands_separators"
    if _DECIMAL_COMMA.fullmatch(spaced) and decimal_commas:
        spaced, what = spaced.replace(",", "."), "decimal_commas"
    elif _GROUPS.fullmatch(spaced):
        spaced = spaced.replace(",", "")
    number = parse_number(spaced) if _PLAIN.fullmatch(spaced) else None
    if number is None or not np.isfinite(number):
        return np.nan, "not_a_number"
    return number, what
