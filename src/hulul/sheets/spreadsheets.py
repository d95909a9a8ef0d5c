"""Findings as CSV and XLSX. Text from files is never left to be run as a formula."""

import csv
import io
from collections.abc import Iterable

import xlsxwriter
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from hulul.sheets.explaining import Kinds, lines_of
from hulul.sheets.findings import Finding

WIDTHS = (8, 24, 12, 32, 60, 60, 28)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def head() -> list[str]:
    return [_("Row"), _("Column"), _("Severity"), _("Rule"), _("Explanation"), _("Advice"), _("Value")]


def findings_csv(findings: Iterable[Finding], kinds: Kinds) -> bytes:
    """UTF-8 with a mark, so that spreadsheet programs read Arabic as Arabic."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head())
    for row in lines_of(findings, kinds):
        writer.writerow([_harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def findings_xlsx(findings: Iterable[Finding], kinds: Kinds) -> bytes:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = workbook.add_worksheet(_("Findings")[:31])
    if get_language_bidi():
        sheet.right_to_left()
    bold = workbook.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for column, (title, width) in enumerate(zip(head(), WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, bold)
    for line, row in enumerate(lines_of(findings, kinds), start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(line, column, cell)
            elif cell:
                sheet.write_string(line, column, cell)
    workbook.close()
    return stream.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
