"""What reading can notice: every code with its severity, what it means and what to do. The docs' table is made from this."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hulul.tracking.findings import FindingKind, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

FINDINGS: Mapping[str, FindingKind] = {
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
        _(
            "The text is neither UTF-8 nor Windows Arabic; it was read as %(encoding)s, and accented letters may be wrong."
        ),
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
        _(
            "The workbook has %(count)s sheets; “%(sheet)s” looks most like a master list and was read, the others were not."
        ),
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
        _("Check that the file is one round only."),
    ),
    "blank_rows": FindingKind(
        INFO,
        _("Blank rows"),
        _("%(count)s rows hold nothing but, at most, the date or a running number; they were left out."),
        _("Nothing to do."),
    ),
    "total_row": FindingKind(
        INFO,
        _("Total row"),
        _("This row is the file's own total. It was compared with the sum of the rows and not counted."),
        _("Nothing to do."),
    ),
    "subtotal_row": FindingKind(
        WARNING,
        _("Subtotal among the rows"),
        _(
            "This row is a subtotal: it names a total and no location. It was not counted, so that nobody is counted twice."
        ),
        _("Check that the row is no location."),
    ),
    "total_differs": FindingKind(
        WARNING,
        _("The total row does not fit"),
        _("The rows add up to %(sum)s, the file's total row says %(value)s."),
        _("Ask who made the file: rows may be missing, or the total may be older than the rows."),
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
    # Columns
    "column_missing": FindingKind(
        ERROR,
        _("A needed column is missing"),
        _("No column was recognised as %(needed)s."),
        _("If the file has it under another name, confirm the column; else ask for a complete file."),
    ),
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
        _(
            "Columns %(first)s and %(second)s both stand for this and differ in %(count)s rows, first in row %(first_row)s."
        ),
        _("Say which column counts by marking the other one as ignored, or correct the file."),
    ),
    "columns_added": FindingKind(
        INFO,
        _("Several columns for one category"),
        _("%(count)s columns stand for the same category; their values were added up."),
        _("Nothing to do."),
    ),
    # Values
    "not_a_number": FindingKind(
        ERROR,
        _("Not a number"),
        _("The cell should hold a number."),
        _("Correct the cell and import the file again."),
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
    "negative_count": FindingKind(
        ERROR,
        _("Negative number of people"),
        _("A number of households or individuals cannot be below zero."),
        _("Correct the cell and import the file again."),
    ),
    "fractional_count": FindingKind(
        ERROR,
        _("Fraction of a household or person"),
        _("A number of households or individuals must be whole."),
        _("Correct the cell. A point may be meant as a thousands separator."),
    ),
    "huge_count": FindingKind(
        ERROR,
        _("Impossibly large number"),
        _("No location has this many households or individuals."),
        _("Correct the cell; a code may have slipped into the column."),
    ),
    "households_missing": FindingKind(
        ERROR,
        _("Number of households missing"),
        _("The row names a location but no number of households."),
        _("Fill in the number (0 if nobody is there) or remove the row from the file."),
    ),
    "thousands_separators": FindingKind(
        INFO,
        _("Thousands separators"),
        _(
            "%(count)s numbers are written with separators between thousands, such as “%(value)s”, and were read as numbers."
        ),
        _("Nothing to do."),
    ),
    "decimal_commas": FindingKind(
        INFO,
        _("Decimal commas"),
        _("%(count)s numbers are written with a decimal comma, such as “%(value)s”, and were read so."),
        _("Nothing to do."),
    ),
    "other_digits": FindingKind(
        INFO,
        _("Arabic or Persian digits"),
        _(
            "%(count)s numbers are written with Arabic or Persian digits, such as “%(value)s”, and were read as numbers."
        ),
        _("Nothing to do."),
    ),
    "garbled_text": FindingKind(
        WARNING,
        _("Letters lost"),
        _("The name was damaged by a wrong encoding before it came here; its letters cannot be brought back."),
        _("The place is matched by its codes and coordinates; ask for the original file if you need the name."),
    ),
    # Population, date, units
    "population_conflict": FindingKind(
        WARNING,
        _("IDP or returnee list?"),
        _("The %(first)s says %(first_value)s, the %(second)s says %(second_value)s; the former was taken."),
        _("Say which it is if this is wrong."),
    ),
    "population_unknown": FindingKind(
        WARNING,
        _("IDP or returnee list?"),
        _("Neither the content nor the file name says whether this is a list of IDPs or of returnees."),
        _("Say which it is."),
    ),
    "date_conflict": FindingKind(
        WARNING,
        _("Two dates"),
        _("The %(first)s says %(first_value)s, the %(second)s says %(second_value)s; the former was taken."),
        _("Say which date is right if this is wrong."),
    ),
    "date_unknown": FindingKind(
        WARNING,
        _("Date of the round unknown"),
        _("Neither the content nor the file name holds a date that can be read."),
        _("Give the date of the round."),
    ),
    "several_dates": FindingKind(
        ERROR,
        _("More than one round in the file"),
        _("The date column holds %(count)s different dates, from %(first)s to %(last)s. A file is one round."),
        _("Split the file by date."),
    ),
    "units_differ": FindingKind(
        WARNING,
        _("Breakdowns in different units"),
        _("Some breakdowns add up to households, others to individuals: %(units)s."),
        _("Ask who made the file before you use the breakdowns."),
    ),
    "individuals_in_breakdowns": FindingKind(
        INFO,
        _("Breakdowns count individuals"),
        _("The breakdowns add up to individuals, not to households (%(equal)s of %(rows)s rows)."),
        _("Nothing to do."),
    ),
}
