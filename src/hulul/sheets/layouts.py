"""Where the header of a grid is, what stands above it, and where the data begin."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.translation import gettext as _

from hulul.kernel.numerals import parse_number
from hulul.sheets.errors import Unreadable
from hulul.sheets.findings import Findings
from hulul.sheets.headers import Vocabulary, known_in

_ENOUGH_KNOWN = 2
_HXL = re.compile(r"#[a-z][a-z0-9]*(\s*\+[a-z0-9_]+)*\s*", re.IGNORECASE)

Row = Sequence[str]


@dataclass(frozen=True)
class Layout:
    """Rows count from 0. headers: one text per column; above: the rows over the header; first: first row of data."""

    header_row: int
    headers: tuple[str, ...]
    above: tuple[Row, ...]
    first: int

    @property
    def titles(self) -> tuple[str, ...]:
        """The texts above the header, one per row that has any."""
        return tuple(" ".join(cell for cell in row if cell) for row in self.above if any(row))


def likeness(head: Sequence[Row], words: Vocabulary) -> int:
    """How much the top of a sheet looks like what is wanted: known headers in its best row."""
    return max((known_in(row, words) for row in head), default=0)


def find(head: Sequence[Row], words: Vocabulary, findings: Findings, *, hint: str) -> Layout:
    """The layout of a sheet by its first rows. Unreadable, with the `hint`, when no row can be a header."""
    scores = [known_in(row, words) for row in head]
    best = max(range(len(head)), key=lambda row: (scores[row], -row), default=0)
    if not scores or scores[best] < _ENOUGH_KNOWN:
        best = _likely_header(head, hint)
    first_row, last_row, headers = _with_neighbour(head, best, words)
    if last_row > first_row:
        findings.add("two_header_rows", row=first_row + 1, first=first_row + 1, second=last_row + 1)
    first = last_row + 1
    if first < len(head) and _is_tag_row(head[first]):
        findings.add("tag_row", row=first + 1)
        first += 1
    layout = Layout(first_row, headers, tuple(head[:first_row]), first)
    if layout.titles:
        findings.add("title_rows", count=len(layout.titles), text=" / ".join(layout.titles)[:200])
    return layout


def _likely_header(head: Sequence[Row], hint: str) -> int:
    """The first row of words over a row with numbers: no column is known, but a person can name them."""
    for position, row in enumerate(head[:-1]):
        filled = [cell for cell in row if cell]
        words = [cell for cell in filled if parse_number(cell) is None]
        below = [cell for cell in head[position + 1] if cell and parse_number(cell) is not None]
        if len(filled) >= 3 and len(words) == len(filled) and below:
            return position
    raise Unreadable(
        _("No header row was found: none of the first rows names the columns that are expected."),
        code="no_header",
        hint=hint,
    )


def _with_neighbour(head: Sequence[Row], best: int, words: Vocabulary) -> tuple[int, int, tuple[str, ...]]:
    """First and last header row and the texts, with the row above or below where that names more columns."""
    single = tuple(head[best])
    most, result = known_in(single, words) + 1, (best, best, single)
    for upper in (best - 1, best):
        if upper < 0 or upper + 1 >= len(head) or _has_numbers(head[upper]) or _has_numbers(head[upper + 1]):
            continue
        merged = _merged(head[upper], head[upper + 1], words)
        if known_in(merged, words) > most:
            most, result = known_in(merged, words), (upper, upper + 1, merged)
    return result


def _merged(upper: Row, lower: Row, words: Vocabulary) -> tuple[str, ...]:
    """Per column the wording that is known: the lower cell, the upper one, or both; a group spans to the right."""
    texts = []
    group = ""
    for above, below in zip_longest(upper, lower, fillvalue=""):
        group = above or group
        both = (below, above, f"{below} {group}", f"{group} {below}")
        known = next((text for text in both if words.key(text.strip()) is not None), None)
        texts.append((known or (f"{above} {below}" if above and below else above or below)).strip())
    return tuple(texts)


def _has_numbers(row: Row) -> bool:
    return any(parse_number(cell) is not None for cell in row if cell)


def _is_tag_row(row: Row) -> bool:
    filled = [cell for cell in row if cell]
    return bool(filled) and all(_HXL.fullmatch(cell) for cell in filled)
