"""XLSX: the rows on one sheet, what they are and where they come from on another; right to left where the reader is."""

from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from hulul.kernel.errors import Invalid
from hulul.warehouse.export.sheets import Sheet

MOST_ROWS = 1_048_000  # a worksheet holds 1,048,576, the head included
_NARROW, _WIDE = 11, 28


def write(sheet: Sheet, path: Path) -> None:
    """Invalid when there are more rows than a worksheet holds."""
    workbook = xlsxwriter.Workbook(str(path), {"constant_memory": True, "in_memory": False})
    try:
        _write_rows(workbook, sheet)
        _write_about(workbook, sheet)
    finally:
        workbook.close()


def _write_rows(workbook: Any, sheet: Sheet) -> None:
    page = _page(workbook, _("Data"))
    heading = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    tag = workbook.add_format({"italic": True, "font_color": "#555555"})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for number, column in enumerate(sheet.columns):
        page.set_column(
            number, number, _WIDE if column.type == "text" else _NARROW, day if column.type == "date" else None
        )
    page.write_row(0, 0, sheet.titles, heading)
    if sheet.hxl:
        page.write_row(1, 0, sheet.tags, tag)
    row = 2 if sheet.hxl else 1
    page.freeze_panes(row, 0)
    writers = [_writer(page, column.type, day) for column in sheet.columns]
    for batch in sheet.batches:
        if row + batch.num_rows > MOST_ROWS:
            raise Invalid(
                _("These are more rows than a worksheet holds. Narrow them down, or take CSV or Parquet."),
                code="too_many_rows",
            )
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            for number, value in enumerate(values):
                if value is not None:
                    writers[number](row, number, value)
            row += 1


def _writer(page: Any, kind: str, day: Any) -> Any:
    """How a value of the type is written; a text is never read as a formula, a link or a number."""
    if kind == "date":
        return lambda row, column, value: page.write_datetime(row, column, value, day)
    return {"text": page.write_string, "boolean": page.write_boolean}.get(kind, page.write_number)


def _write_about(workbook: Any, sheet: Sheet) -> None:
    page = _page(workbook, _("About"))
    bold = workbook.add_format({"bold": True})
    page.set_column(0, 0, _WIDE)
    page.set_column(1, 4, _WIDE)
    lines = [
        (_("Dataset"), str(sheet.dataset.title)),
        (_("Contents"), str(sheet.dataset.description)),
        (_("Method"), str(sheet.dataset.method)),
        *((_("Source and licence"), source) for source in sheet.sources),
        (_("Edition"), sheet.edition),
    ]
    for row, (label, words) in enumerate(lines):
        page.write_string(row, 0, label, bold)
        page.write_string(row, 1, words)
    start = len(lines) + 1
    page.write_row(start, 0, [_("Column"), _("Name in the data"), _("Unit"), _("HXL tag")], bold)
    for row, column in enumerate(sheet.columns, start=start + 1):
        for number, words in enumerate((str(column.title), column.name, column.unit, column.hxl)):
            page.write_string(row, number, words)


def _page(workbook: Any, name: str) -> Any:
    page = workbook.add_worksheet(name)
    if get_language_bidi():
        page.right_to_left()
    return page
