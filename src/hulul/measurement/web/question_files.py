"""The questions of a framework as files: an XLSForm workbook, and one plain list."""

import csv
import io

import xlsxwriter

from hulul.measurement.framing import Framed
from hulul.measurement.framing import questions as sheets

WIDTH = 28


def questions_xlsx(framed: Framed) -> bytes:
    """The sheets `survey`, `choices` and `settings` of an XLSForm."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = workbook.add_format({"bold": True})
    for name, head, rows in (
        ("survey", sheets.SURVEY, sheets.survey_rows(framed)),
        ("choices", sheets.CHOICES, sheets.choices_rows(framed)),
        ("settings", sheets.SETTINGS, [sheets.settings_row(framed)]),
    ):
        sheet = workbook.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(head) - 1, WIDTH)
        sheet.write_row(0, 0, head, bold)
        for line, row in enumerate(rows, start=1):
            sheet.write_row(line, 0, row)
    workbook.close()
    return stream.getvalue()


def questions_csv(framed: Framed) -> bytes:
    """One line per question and, under it, per answer. UTF-8 with a mark, so that Arabic is read as Arabic."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["scale", "indicator", "answer", *sheets.LABELS, "value"])
    choices = list(sheets.choices_rows(framed))
    for indicator in framed.indicators:
        asked = indicator.question or indicator.title
        labels = [asked.get(code) for code, _name in sheets.LANGUAGES]
        writer.writerow([indicator.scale, indicator.code, "", *map(_harmless, labels), ""])
        for list_name, answer, *rest in choices:
            if list_name == f"{indicator.code}_answers":
                writer.writerow([indicator.scale, indicator.code, answer, *map(_harmless, rest)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _harmless(text: str) -> str:
    """Text that a spreadsheet does not run as a formula; numbers stay numbers."""
    risky = text.startswith(("=", "+", "@", "\t", "\r")) or (text.startswith("-") and not text[1:2].isdigit())
    return f"'{text}" if risky else text
