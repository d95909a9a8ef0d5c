"""Names and codes of a column: trimmed, with what is no text taken out and what was damaged on the way pointed out."""

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hulul.kernel.numerals import western
from hulul.sheets.findings import Findings
from hulul.sheets.numbers import is_error_value

# Arabic that went through a Western encoding: pairs such as "Ø§" and "Ù„".
_MOJIBAKE = r"[ØÙÚÛ][\x{80}-\x{BF}\x{152}-\x{2122}].?[ØÙÚÛ]"
_DAMAGED = rf"\?\?|\x{{FFFD}}|{_MOJIBAKE}"
_LOST_SHARE = 0.3


def names(column: Any, key: str, row_numbers: Any, findings: Findings) -> Any:
    """A column of names: trimmed, null where empty; errors of a spreadsheet become null, formulas stay text."""
    trimmed = _trimmed(column)
    first = pc.utf8_slice_codeunits(trimmed, 0, 1)
    odd = pc.is_in(first, value_set=pa.array(["#", "="]))
    if pc.any(odd).as_py():
        trimmed = _without_errors(trimmed, odd, key, row_numbers, findings)
    suspicious = pc.fill_null(pc.match_substring_regex(trimmed, _DAMAGED), False)
    if pc.any(suspicious).as_py():
        positions = [i for i in _positions(suspicious) if is_damaged(trimmed[i].as_py())]
        texts = [trimmed[i].as_py() for i in positions]
        findings.add_rows("garbled_text", row_numbers[positions], column=key, values=texts)
    return trimmed


def codes(column: Any, key: str, row_numbers: Any, findings: Findings) -> Any:
    """A column of codes: "13674.0" and "١٣٦٧٤" become "13674"; leading zeros and letters stay."""
    trimmed = _trimmed(column)
    if not pc.all(pc.string_is_ascii(trimmed)).as_py():
        trimmed = pa.array([None if text is None else western(text) for text in trimmed.to_pylist()], pa.string())
    first = pc.utf8_slice_codeunits(trimmed, 0, 1)
    odd = pc.is_in(first, value_set=pa.array(["#", "="]))
    if pc.any(odd).as_py():
        trimmed = _without_errors(trimmed, odd, key, row_numbers, findings)
    whole = pc.ends_with(trimmed, ".0")
    if not pc.any(whole).as_py():
        return trimmed
    return pc.if_else(whole, pc.utf8_slice_codeunits(trimmed, 0, -2), trimmed)


def is_damaged(text: str) -> bool:
    """Whether letters were lost: replacement marks, many question marks, or Arabic read as Western letters."""
    if "\ufffd" in text or re.search(r"[ØÙÚÛ][\x80-\xbf\u0152-\u2122].?[ØÙÚÛ]", text):
        return True
    letters = [letter for letter in text if not letter.isspace()]
    return "??" in text and letters.count("?") >= _LOST_SHARE * len(letters)


def _trimmed(column: Any) -> Any:
    trimmed = pc.utf8_trim_whitespace(column)
    empty = pc.equal(trimmed, "")
    return pc.if_else(empty, None, trimmed) if pc.any(empty).as_py() else trimmed


def _without_errors(column: Any, odd: Any, key: str, row_numbers: Any, findings: Findings) -> Any:
    found = {int(i): column[int(i)].as_py() for i in _positions(odd)}
    errors = [i for i, text in found.items() if is_error_value(text)]
    formulas = [i for i, text in found.items() if text.startswith("=")]
    findings.add_rows("error_value", row_numbers[errors], column=key, values=[found[i] for i in errors])
    findings.add_rows("formula_text", row_numbers[formulas], column=key, values=[found[i] for i in formulas])
    if not errors:
        return column
    keep = np.ones(len(column), dtype=bool)
    keep[errors] = False
    return pc.if_else(pa.array(keep), column, None)


def _positions(mask: Any) -> list[int]:
    found: list[int] = np.flatnonzero(pc.fill_null(mask, False).to_numpy(zero_copy_only=False)).tolist()
    return found
