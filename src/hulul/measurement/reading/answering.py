"""Cells to answers: by code or label in any language, shares and numbers as people write them, and why one is missing.

A question that did not arise ("not asked") is kept apart from an answer that is missing: progress and exit measures
count the first as no vulnerability and the second as not assessed (method.md section 6).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hulul.kernel.numerals import western
from hulul.kernel.packs import fold_header
from hulul.measurement.framing.schema import Indicator
from hulul.measurement.reading.tables import Answered
from hulul.measurement.reading.vocabulary import spellings
from hulul.sheets import numbers
from hulul.sheets.columns import numbers_of
from hulul.sheets.findings import Findings

NOT_ASKED = "not_asked"  # the answer's code where a question did not arise and the framework has no code for that

# Marks that people write instead of an answer, in any language; an answer of the framework with that label comes first.
_NOT_ASKED = (
    "not asked",
    "not applicable",
    "skipped",
    "does not apply",
    "لا ينطبق",
    "لم يسأل",
    "ناگونجێت",
    "نەپرسراوە",
)
_MISSING = ("n/a", "na", "null", "nan", "missing", "no answer", "refused", "don't know", "dont know", "unknown",
            "لا اعرف", "لا أعرف", "لا جواب", "رفض", "نازانم", "وەڵامی نییە")  # fmt: skip


def folded(text: str) -> str:
    """A cell as it is compared: digits as in English, without case, spaces, punctuation and marks over letters."""
    return fold_header(western(text))


_DID_NOT_ARISE = frozenset(map(folded, _NOT_ASKED))
_NOTHING = frozenset(map(folded, _MISSING))
_MARKS = frozenset({"", "-", "--", "\u2013", "\u2014", "."})  # what people put into a cell that is to be empty


def words_of(indicator: Indicator) -> dict[str, str]:
    """Folded code or label in any language -> code of the answer."""
    words = {folded(answer.code): answer.code for answer in indicator.answers}
    for answer in indicator.answers:
        for label in spellings(answer.label):
            words.setdefault(folded(label), answer.code)
    return words


def read_answers(column: Any, indicator: Indicator, key: str, row_numbers: Any, findings: Findings) -> Answered:
    """A column of one question. column: pyarrow string array; odd cells are told by row."""
    if indicator.kind in ("share", "number"):
        return read_values(column, key, row_numbers, findings, share=indicator.kind == "share", empty=indicator.missing)
    return _chosen(column, indicator, key, row_numbers, findings)


def _chosen(column: Any, indicator: Indicator, key: str, row_numbers: Any, findings: Findings) -> Answered:
    """Every distinct text is looked up once."""
    encoded = column.dictionary_encode()
    words, by_design = words_of(indicator), _by_design(indicator)
    meant = [_meaning(text, words, by_design) for text in encoded.dictionary.to_pylist()]
    empty = by_design if indicator.missing == "by_design" else ""
    indices = encoded.indices.fill_null(len(meant)).to_numpy(zero_copy_only=False)
    found = np.array([*meant, empty], dtype=object)[indices]
    unknown = np.flatnonzero([code is None for code in found])
    if len(unknown):
        cells = column.take(pa.array(unknown)).to_pylist()
        findings.add_rows("answer_unknown", row_numbers[unknown], column=key, values=cells)
        found[unknown] = ""
    silent = {NOT_ASKED, *(answer.code for answer in indicator.answers if answer.missing == "by_design")}
    not_asked = np.isin(found.astype(str), list(silent))
    return Answered(found, np.full(len(found), np.nan), not_asked)


def _by_design(indicator: Indicator) -> str:
    """How the framework calls it that a question did not arise."""
    return next((answer.code for answer in indicator.answers if answer.missing == "by_design"), NOT_ASKED)


def _meaning(text: str, words: Mapping[str, str], by_design: str) -> str | None:
    """The answer's code, "" for a missing one, None for a text that is no answer."""
    plain = folded(text)
    if plain in words:
        return words[plain]
    if plain in _DID_NOT_ARISE:
        return by_design
    return "" if _is_nothing(text) else None


def _is_nothing(text: str) -> bool:
    """Whether a cell says that there is no answer."""
    stripped = text.strip()
    return stripped in _MARKS or folded(stripped) in _NOTHING or numbers.is_error_value(stripped)


def read_values(
    column: Any, key: str, row_numbers: Any, findings: Findings, *, share: bool, empty: str = "unknown"
) -> Answered:
    """A column of shares (0 to 1, or in percent) or numbers. empty: what an empty cell means, as frameworks say it."""
    encoded = column.dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    kinds = np.array([_kind_of(text) for text in texts] + ["missing" if empty == "unknown" else "silent"], dtype=object)
    indices = encoded.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)
    kind = kinds[indices]
    plain = pa.array(
        [_bare(text) if kinds[i] == "number" else None for i, text in enumerate(texts)] + [None], pa.string()
    )
    values = numbers_of(plain.take(pa.array(indices)), key, row_numbers, findings)
    if share:
        percent = pc.fill_null(pc.match_substring_regex(column, r"[%٪]"), False).to_numpy(zero_copy_only=False)
        values = _shares(values, percent, key, row_numbers, findings)
    codes = np.full(len(values), "", dtype=object)
    return Answered(codes, values, np.asarray(kind == "silent"))


def _kind_of(text: str) -> str:
    plain = folded(text)
    if plain in _DID_NOT_ARISE:
        return "silent"
    return "missing" if _is_nothing(text) else "number"


def _bare(text: str) -> str:
    return text.replace("%", "").replace("٪", "").strip()


def _shares(values: Any, percent: Any, key: str, row_numbers: Any, findings: Findings) -> Any:
    """Shares of one. Without a sign, a column that goes above 1 holds percentages as a whole."""
    unsigned = values[~percent & np.isfinite(values)]
    whole = bool(len(unsigned)) and 1 < float(unsigned.max()) <= 100
    signed = percent | whole
    shares = np.where(signed, values / 100, values)
    if signed.any() and np.isfinite(values[signed]).any():
        most = f"{float(np.nanmax(values[signed])):g}%"
        findings.add("shares_as_percent", column=key, value=most, most=most)
    outside = np.flatnonzero((shares < 0) | (shares > 1))
    findings.add_rows("share_out_of_range", row_numbers[outside], column=key, values=values[outside])
    return np.where((shares < 0) | (shares > 1), np.nan, shares)
