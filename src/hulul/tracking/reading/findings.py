"""What reading a master list can notice: what any table can have (`sheets.kinds`), and what only these lists have.

The docs' table comes from here.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hulul.sheets.findings import FindingKind, Severity
from hulul.sheets.kinds import KINDS

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

FINDINGS: Mapping[str, FindingKind] = {
    **KINDS,
    "households_column_missing": FindingKind(
        ERROR,
        _("No column of households"),
        _("No column was recognised as the number of households (families)."),
        _("If the file has it under another name, confirm the column; else ask for a complete file."),
    ),
    "place_column_missing": FindingKind(
        ERROR,
        _("No column that names the place"),
        _("No column was recognised as a code, a name or the coordinates of the place."),
        _("If the file has one under another name, confirm the column; else ask for a complete file."),
    ),
    "columns_added": FindingKind(
        INFO,
        _("Several columns for one category"),
        _("%(count)s columns stand for the same category; their values were added up."),
        _("Nothing to do."),
    ),
    "huge_count": FindingKind(
        ERROR,
        _("Impossibly large number"),
        _("No place has this many households or individuals."),
        _("Correct the cell; a code may have slipped into the column."),
    ),
    "population_conflict": FindingKind(
        WARNING,
        _("IDP or returnee list?"),
        _("Header, titles, sheet and file name do not agree: “%(first)s” was taken, “%(second)s” is also named."),
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
        _("Content, titles and file name do not agree: %(first)s was taken, %(second)s is also named."),
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
