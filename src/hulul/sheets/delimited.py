"""Delimited text (CSV and its kin) as a grid: quickly by Arrow when all rows are alike, else row by row."""

import csv
import io
from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
from django.utils.translation import gettext as _

from hulul.sheets.encodings import decode
from hulul.sheets.errors import Unreadable
from hulul.sheets.findings import Findings
from hulul.sheets.grids import HEAD_ROWS, Grid, columns_of
from hulul.sheets.limits import Limits

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 40
_SAMPLE = 1 << 20  # characters, many times what the first rows can have


def grid(content: bytes, limits: Limits, findings: Findings) -> Grid:
    """The text as a grid. Unreadable when it is no table or has more rows than the limit."""
    text, encoding = decode(content, findings)
    text = text.rstrip("\r\n\x1a\0")
    lines = max(text.count("\n"), text.count("\r")) + 1
    if lines > limits.rows:
        raise too_many_rows(lines, limits)
    delimiter = _delimiter(text)
    if delimiter is None:
        raise Unreadable(
            _("The file is plain text but no table: its lines have no columns."),
            code="no_table",
            hint=_("Give a CSV file with a header row, or a workbook."),
        )
    head, starts = _head(text, delimiter)
    check_columns(max(len(row) for row in head), limits)

    def body(first: int, width: int) -> list[Any]:
        return _body(text[starts[first] :] if first < len(starts) else "", first, width, delimiter, findings)

    return Grid(encoding, delimiter, None, (), head, body)


def check_columns(columns: int, limits: Limits) -> None:
    """Unreadable when there are more columns than the limit."""
    if columns > limits.columns:
        message = _("The file has %(columns)s columns; at most %(most)s can be read.")
        raise Unreadable(message % {"columns": columns, "most": limits.columns}, code="too_many_columns")


def too_many_rows(rows: int, limits: Limits) -> Unreadable:
    """The refusal of a file that is too long."""
    message = _("The file has %(rows)s rows; at most %(most)s can be read.")
    return Unreadable(
        message % {"rows": f"{rows:,}", "most": f"{limits.rows:,}"},
        code="too_many_rows",
        hint=_("Split the file, for example by date; the administrator can raise the limit."),
    )


def _delimiter(text: str) -> str | None:
    """The delimiter that gives most rows the same number of columns, at least two. A first line "sep=;" decides."""
    if text[:4].lower() == "sep=" and text[4:5] in _DELIMITERS:
        return text[4]
    best: tuple[int, str] | None = None
    for delimiter in _DELIMITERS:
        widths = Counter(len(row) for row in _records(text[:_SAMPLE], delimiter, _SAMPLE_ROWS)[0] if row)
        score = max((width - 1) * rows for width, rows in widths.items()) if widths else 0
        if score and (best is None or score > best[0]):
            best = (score, delimiter)
    return best[1] if best else None


def _head(text: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    """The first rows and where in the text each row begins (one place more than there are rows)."""
    return _records(text[:_SAMPLE], delimiter, HEAD_ROWS)


def _records(text: str, delimiter: str, most: int) -> tuple[list[list[str]], list[int]]:
    consumed = [0]

    def lines() -> Any:
        for line in io.StringIO(text, newline=""):
            consumed[0] += len(line)
            yield line

    rows: list[list[str]] = []
    starts = [0]
    reader = csv.reader(lines(), delimiter=delimiter)
    try:
        for row in reader:
            rows.append([cell.strip() for cell in row])
            starts.append(consumed[0])
            if len(rows) >= most:
                break
    except csv.Error as error:
        raise Unreadable(
            _("The file cannot be split into rows and columns: %(reason)s.") % {"reason": error},
            code="no_table",
            hint=_("A quotation mark may be missing near the top of the file."),
        ) from error
    return rows, starts


def _body(text: str, first: int, width: int, delimiter: str, findings: Findings) -> list[Any]:
    if not text:
        return columns_of([], width)
    if text.count('"') % 2 == 0:
        content = text.encode("utf-8", errors="replace")
        names = [str(position) for position in range(width)]
        try:
            table = arrow_csv.read_csv(
                pa.BufferReader(content),
                # One block: the columns come out whole, and a quoted line break cannot fall between two blocks.
                read_options=arrow_csv.ReadOptions(column_names=names, block_size=len(content) + 1, use_threads=False),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
                ),
                convert_options=arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=True,
                    check_utf8=False,
                ),
            )
        except pa.ArrowInvalid:
            pass  # rows of different lengths: read them one by one
        else:
            return [column.chunk(0) if column.num_chunks == 1 else column.combine_chunks() for column in table.columns]
    else:
        findings.add("unclosed_quotation")
    return _uneven(text, first, width, delimiter, findings)


def _uneven(text: str, first: int, width: int, delimiter: str, findings: Findings) -> list[Any]:
    rows, _starts = _records(text, delimiter, len(text) + 1)
    lengths = np.array([len(row) for row in rows])
    filled = np.array([sum(1 for cell in row[width:] if cell) for row in rows])
    numbers = first + 1 + np.arange(len(rows))
    findings.add_rows("short_rows", numbers[(lengths > 1) & (lengths < width)])
    findings.add_rows(
        "long_rows", numbers[filled > 0], values=[delimiter.join(rows[i]) for i in np.flatnonzero(filled)]
    )
    return columns_of([[cell or None for cell in row] for row in rows], width)
