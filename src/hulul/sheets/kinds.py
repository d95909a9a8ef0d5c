"""What reading any table can notice: every code with its severity, meaning and advice."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hulul.sheets.findings import FindingKind, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

KINDS: Mapping[str, FindingKind] = {
    # The file as a whole
    "encoding_cp1256": FindingKind(
        INFO,
        _("Windows Arabic encoding"),
        _("The text is not UTF-8; it was read as Windows Arabic (cp1256), which its letters fit."),
        _("Compare a few Arabic names with the original. Save the file as UTF-8 to be sure."),
    ),
    "encoding_guessed": FindingKind(
        WARNING,
        _("Encoding guessed"),
        _("The text is neither UTF-8 nor Windows Arabic; it was read as %(encoding)s. Accented letters may be wrong."),
        _("Save the file as “CSV UTF-8” and import it again."),
    ),
    "damaged_letters": FindingKind(
        WARNING,
        _("Some letters cannot be read"),
        _("%(count)s letters are not valid UTF-8 and were replaced by “\ufffd”."),
        _("Ask for the original file; it was probably cut or edited in another encoding."),
    ),
    "sheet_chosen": FindingKind(
        INFO,
        _("One sheet of several was read"),
        _("The workbook has %(count)s sheets; “%(sheet)s” has most of the expected columns and alone was read."),
        _("Choose another sheet if this is not the one you mean."),
    ),
    "formulas": FindingKind(
        INFO,
        _("The workbook contains formulas"),
        _("%(count)s cells are formulas; the values that were stored when the workbook was last saved were read."),
        _("Open and save the workbook in a spreadsheet program if the values may be out of date."),
    ),
    "formulas_without_value": FindingKind(
        WARNING,
        _("Formulas without a stored value"),
        _("%(count)s formula cells hold no value; they were read as empty."),
        _("Open and save the workbook in a spreadsheet program, then import it again."),
    ),
    "error_cells": FindingKind(
        WARNING,
        _("Spreadsheet errors in the workbook"),
        _("%(count)s cells hold an error such as #N/A instead of a value; they were read as empty: %(cells)s."),
        _("Repair the formulas in the original file."),
    ),
    # Layout
    "title_rows": FindingKind(
        INFO,
        _("Rows above the header"),
        _("%(count)s rows above the header row were read as titles, not as data: “%(text)s”."),
        _("Nothing to do."),
    ),
    "two_header_rows": FindingKind(
        INFO,
        _("Two header rows"),
        _("Rows %(first)s and %(second)s together are the header; each column took the wording that is known."),
        _("Check the list of columns before you accept."),
    ),
    "tag_row": FindingKind(
        INFO,
        _("HXL tag row"),
        _("The row under the header holds HXL tags and was not read as data."),
        _("Nothing to do."),
    ),
    "repeated_header": FindingKind(
        WARNING,
        _("The header is repeated among the rows"),
        _("This row repeats the header and was not read as data; probably several lists were pasted together."),
        _("Check that the rows belong together."),
    ),
    "blank_rows": FindingKind(
        INFO,
        _("Blank rows"),
        _("%(count)s rows hold nothing but, at most, the date or a running number, and were left out: %(rows)s."),
        _("Nothing to do."),
    ),
    "total_row": FindingKind(
        INFO,
        _("Total row"),
        _("This row is the file's own total. It is compared with the sum of the rows and not counted."),
        _("Nothing to do."),
    ),
    "subtotal_row": FindingKind(
        WARNING,
        _("Subtotal among the rows"),
        _("This row is a subtotal: it names a total and no location. It was left out, so that nobody counts twice."),
        _("Check that the row is no location."),
    ),
    "short_rows": FindingKind(
        INFO,
        _("Row shorter than the header"),
        _("The row has fewer cells than the header; the missing ones were taken as empty."),
        _("Check the row."),
    ),
    "long_rows": FindingKind(
        ERROR,
        _("Row longer than the header"),
        _("The row has more cells than the header, so its values may stand in the wrong columns."),
        _("Look for a delimiter inside a name that is not in quotation marks; correct the row and import again."),
    ),
    "unclosed_quotation": FindingKind(
        ERROR,
        _("A quotation mark is not closed"),
        _("The number of quotation marks is odd: from one of them on, rows may have been swallowed by a cell."),
        _("Find the single quotation mark in a text editor, remove it and import the file again."),
    ),
    # Columns
    "column_unknown": FindingKind(
        WARNING,
        _("Unknown column"),
        _("Nobody has said yet what this column is; its values are not used."),
        _("Confirm one of the suggestions, or mark the column as ignored."),
    ),
    "column_without_header": FindingKind(
        WARNING,
        _("Column without a header"),
        _("Column %(position)s has values but no header; its values are not used."),
        _("Give the column a header in the file."),
    ),
    "duplicate_column_merged": FindingKind(
        INFO,
        _("The same column twice"),
        _("The column comes twice with the same content; it was read once."),
        _("Nothing to do."),
    ),
    "duplicate_column_differs": FindingKind(
        ERROR,
        _("Two columns for the same thing differ"),
        _("Columns %(first)s and %(second)s stand for the same and differ in %(count)s rows, first in row %(at)s."),
        _("Say which column counts by marking the other one as ignored, or correct the file."),
    ),
    # Values
    "not_a_number": FindingKind(
        ERROR,
        _("Not a number"),
        _("The cell should hold a number."),
        _("Correct the cell and import the file again."),
    ),
    "coordinate_unreadable": FindingKind(
        WARNING,
        _("Coordinate cannot be read"),
        _("The cell should hold degrees as a decimal number; it was read as empty."),
        _("Write coordinates as decimal degrees, such as 36.3456."),
    ),
    "error_value": FindingKind(
        WARNING,
        _("Spreadsheet error in a cell"),
        _("The cell holds a spreadsheet error instead of a value; it was read as empty."),
        _("Repair the formula in the original file."),
    ),
    "formula_text": FindingKind(
        WARNING,
        _("A formula as text"),
        _("The cell begins like a formula. It was kept as text and never calculated; numbers were read as empty."),
        _("Write the value itself into the cell."),
    ),
    "thousands_separators": FindingKind(
        INFO,
        _("Thousands separators"),
        _("%(count)s numbers have separators between thousands, such as “%(text)s”, and were read as numbers."),
        _("Nothing to do."),
    ),
    "decimal_commas": FindingKind(
        INFO,
        _("Decimal commas"),
        _("%(count)s numbers are written with a decimal comma, such as “%(text)s”, and were read so."),
        _("Nothing to do."),
    ),
    "other_digits": FindingKind(
        INFO,
        _("Arabic or Persian digits"),
        _("%(count)s numbers have Arabic or Persian digits, such as “%(text)s”, and were read as numbers."),
        _("Nothing to do."),
    ),
    "garbled_text": FindingKind(
        WARNING,
        _("Letters lost"),
        _("The name was damaged by a wrong encoding before it came here; its letters cannot be brought back."),
        _("The place is matched by its codes and coordinates; ask for the original file if you need the name."),
    ),
    # Dates
    "date_ambiguous": FindingKind(
        WARNING,
        _("Day or month first?"),
        _("“%(text)s” was read with the day first."),
        _("Say which date is right if this is wrong."),
    ),
    "day_assumed": FindingKind(
        WARNING,
        _("Month without a day"),
        _("“%(text)s” names a month; its last day was taken."),
        _("Give the date if you know it."),
    ),
}
