"""CSV and XLSX files as plain rows of text, with the line each row stands on."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from hulul.kernel.errors import Invalid

HEADER_SEARCH = 10  # a header stands within the first rows, below titles


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    rows: list[list[str]]


def read_sheets(path: Path) -> list[Sheet]:
    """The sheets of an XLSX, or the one table of a CSV. Invalid, with advice, when the file is neither or empty."""
    if not path.is_file():
        raise Invalid(_("There is no file %(file)s.") % {"file": path.name})
    content = path.read_bytes()
    if not content.strip():
        raise Invalid(_("The file %(file)s is empty. Nothing was changed.") % {"file": path.name})
    if content.startswith(b"PK"):
        return _read_workbook(path)
    return [Sheet(path.stem, _read_text(content, path.name))]


def records(
    sheet: Sheet, headers: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row below the header as (line, field -> text). Invalid when no row carries the needed headers.

    `headers` gives each field the header texts that mean it, in order of preference; they are compared without case,
    spaces and punctuation.
    """
    found = header_row(sheet, headers, needed)
    if found is None:
        raise Invalid(
            _("%(sheet)s: no row has the columns %(columns)s. Compare the header with the guide on loading places.")
            % {"sheet": sheet.name, "columns": ", ".join(headers[field][0] for field in needed)}
        )
    start, columns = found
    for line, row in enumerate(sheet.rows[start + 1 :], start=start + 2):
        if any(row):
            yield line, {field: row[i] if i < len(row) else "" for field, i in columns.items()}


def header_row(
    sheet: Sheet, headers: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> tuple[int, dict[str, int]] | None:
    """Which of the first rows is the header, and the column of each field it has; None when none has the needed."""
    for number, row in enumerate(sheet.rows[:HEADER_SEARCH]):
        plain = [_plain(text) for text in row]
        columns = {}
        for field, spellings in headers.items():
            column = next((plain.index(_plain(text)) for text in spellings if _plain(text) in plain), None)
            if column is not None:
                columns[field] = column
        if all(field in columns for field in needed):
            return number, columns
    return None


def _plain(header: str) -> str:
    return re.sub(r"[\W_]+", "", header).lower()


def _read_workbook(path: Path) -> list[Sheet]:
    try:
        book = CalamineWorkbook.from_path(str(path))
        return [
            Sheet(name, [[_text(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()])
            for name in book.sheet_names
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise Invalid(
            _("%(file)s cannot be read as a workbook. Open it in a spreadsheet program, save it again as XLSX.")
            % {"file": path.name}
        ) from error


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _read_text(content: bytes, name: str) -> list[list[str]]:
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1256"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Invalid(_("%(file)s is not text in a known encoding. Save it as CSV in UTF-8.") % {"file": name})
    if "\x00" in text:
        raise Invalid(_("%(file)s is not a table but some other kind of file.") % {"file": name})
    first = text.split("\n", maxsplit=1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [[cell.strip() for cell in row] for row in rows]
    except csv.Error as error:
        raise Invalid(
            _("%(file)s cannot be split into rows and columns: a quotation mark may be missing.") % {"file": name}
        ) from error
