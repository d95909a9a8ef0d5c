"""Every rule that a list is judged by: how much it weighs, what it means and what to do about it.

What is noticed while reading (cells that are no numbers, rows that are no places, unknown columns) is in
`reading.findings`.
"""

from django.utils.translation import gettext_lazy as _

from hulul.sheets.findings import FindingKind, Severity

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

FILE_KINDS = {
    "no_rows": FindingKind(
        _ERROR,
        _("No rows"),
        _("The file has no row with a number of households."),
        _("Check that the right sheet was read and that its numbers are not empty."),
    ),
    "date_in_future": FindingKind(
        _ERROR,
        _("Date in the future"),
        _("The round is dated %(date)s, which is still to come."),
        _("Correct the date of the round, then check again."),
    ),
    "date_implausible": FindingKind(
        _ERROR,
        _("Date not believable"),
        _("The round is dated %(date)s, before displacement was tracked this way."),
        _("Correct the date of the round, then check again."),
    ),
    "wrong_country": FindingKind(
        _ERROR,
        _("Another country"),
        _("%(outside)s of %(points)s coordinates lie outside %(country)s."),
        _("Check that the file belongs to this country and that latitude and longitude are in their own columns."),
    ),
    "total_differs": FindingKind(
        _WARNING,
        _("The total row does not fit"),
        _("The rows add up to %(sum)s; the file's own total says something else."),
        _("Ask who made the file: rows may be missing, or the total may be older than the rows."),
    ),
    "unit_unclear": FindingKind(
        _WARNING,
        _("Unit of breakdowns unclear"),
        _("It is not clear whether the breakdowns count households or individuals; households were assumed."),
        _("Compare some rows with their number of households."),
    ),
    "breakdown_absent": FindingKind(
        _INFO,
        _("Breakdown not in the file"),
        _("The file has no columns for this breakdown, so this round will not appear in it."),
        _("Nothing needs to be done if the round was published without it."),
    ),
    "breakdown_mostly_unknown": FindingKind(
        _WARNING,
        _("Much of a breakdown is unknown"),
        _("%(percent)s %% of the households are in the category “unknown” of this breakdown."),
        _("Read this breakdown of the round with care."),
    ),
    "individuals_computed": FindingKind(
        _INFO,
        _("Individuals computed"),
        _("Individuals are missing in %(rows)s rows; they were computed from the households."),
        _("Nothing needs to be done; the household sizes are those of the country's settings."),
    ),
}

ROW_KINDS = {
    "households_missing": FindingKind(
        _WARNING,
        _("Number of households missing"),
        _("The row names a place but no number of households. It is reported here and not stored."),
        _("Fill in the number in the file (0 if nobody is there) and import it again, or leave the row out."),
    ),
    "count_negative": FindingKind(
        _ERROR,
        _("Negative number of people"),
        _("A number of households or individuals cannot be below zero."),
        _("Correct the cell in the file and import it again."),
    ),
    "count_fractional": FindingKind(
        _ERROR,
        _("Fraction of a household or person"),
        _("A number of households or individuals is whole."),
        _("Correct the cell. A point may be meant as a thousands separator."),
    ),
    "households_zero": FindingKind(
        _INFO,
        _("No households"),
        _("The row counts zero households. It is stored as zero."),
        _("Nothing needs to be done if everybody has left the place."),
    ),
    "individuals_differ": FindingKind(
        _WARNING,
        _("Individuals do not fit the households"),
        _("Individuals are not households times the household size in force. The file's own number is stored."),
        _("Check both numbers of the row."),
    ),
    "breakdown_sum_differs": FindingKind(
        _WARNING,
        _("Breakdown does not add up"),
        _("The cells of a breakdown do not add up to the number of the row. All are stored as they are."),
        _("Check the cells of this breakdown in the row."),
    ),
    "breakdown_rounded": FindingKind(
        _WARNING,
        _("Cell of a breakdown rounded"),
        _("The cell does not come to a whole number of households. It is stored rounded."),
        _("Check the cell in the file."),
    ),
    "name_missing": FindingKind(
        _WARNING,
        _("No name"),
        _("The row has households but no name of a location in any language."),
        _("Add the name to the file or to the list of places."),
    ),
}

PLACE_KINDS = {
    "duplicate_place": FindingKind(
        _WARNING,
        _("Place counted twice"),
        _("More than one row of the file is about this place. All are stored and added up."),
        _("Check whether one of the rows is a mistake."),
    ),
    "codes_not_one_to_one": FindingKind(
        _WARNING,
        _("Place ID and location ID do not go together"),
        _("A place ID goes with one location ID and the other way round; here one of them goes with two."),
        _("Check both codes of the row."),
    ),
    "code_changed": FindingKind(
        _WARNING,
        _("Location ID changed"),
        _("The place had another location ID in the round before, %(previous)s."),
        _("Check whether the place was renumbered or mistaken for another."),
    ),
    "place_unknown": FindingKind(
        _WARNING,
        _("Place not found"),
        _("Nothing in the row says where it is. It is counted for the whole country only."),
        _("Add a code, coordinates or the names of its areas to the file."),
    ),
    "place_area_only": FindingKind(
        _INFO,
        _("Counted for an area"),
        _("The row names an area but no location. It is counted for that area."),
        _("Nothing needs to be done if the source counts by area."),
    ),
    "place_new": FindingKind(
        _INFO,
        _("New location"),
        _("The location is not known yet. It is added to the places when the round is accepted."),
        _("Check that it is not another spelling of a known location."),
    ),
    "coordinates_swapped": FindingKind(
        _WARNING,
        _("Latitude and longitude swapped"),
        _("The coordinates lie in the country only when latitude and longitude change places."),
        _("Swap them in the file, or accept the correction in the review of places."),
    ),
    "coordinates_outside_country": FindingKind(
        _WARNING,
        _("Coordinates outside the country"),
        _("The coordinates do not lie in the country."),
        _("Correct the coordinates in the file or in the places."),
    ),
    "no_coordinates": FindingKind(
        _INFO,
        _("No coordinates"),
        _("The row has no coordinates. It was placed by its code or names."),
        _("Add coordinates so that it can be shown on the map."),
    ),
    "district_conflict": FindingKind(
        _INFO,
        _("Stated district differs from the map"),
        _("The coordinates lie in another district than the one the row names."),
        _("Decide in the review of places which of the two is right."),
    ),
    "nearest_polygon_used": FindingKind(
        _INFO,
        _("Just outside the boundaries"),
        _("The coordinates lie just outside every boundary; the nearest area was used."),
        _("Nothing needs to be done near a border or river."),
    ),
    "name_uncertain": FindingKind(
        _WARNING,
        _("Name not certain"),
        _("The place was found by a name that is like a known one but not the same."),
        _("Confirm or correct it in the review of places."),
    ),
}

SERIES_KINDS = {
    "change_large": FindingKind(
        _WARNING,
        _("Large change"),
        _("The number of households differs by more than %(percent)s %% from the round before, %(previous)s."),
        _("Check the number with the field team: it may be a mistake, or a movement that matters."),
    ),
    "place_not_in_previous": FindingKind(
        _INFO,
        _("Not in the round before"),
        _("The place was not in the round before, %(previous)s."),
        _("Nothing needs to be done if people newly came here or it was newly assessed."),
    ),
    "place_vanished": FindingKind(
        _INFO,
        _("No longer in the list"),
        _("The place was in the round before, %(previous)s, and is not in this file."),
        _("Nothing needs to be done if everybody left or the place could not be assessed."),
    ),
    "rows_changed": FindingKind(
        _WARNING,
        _("Number of rows changed much"),
        _("The file has %(rows)s rows; the round before, %(previous)s, had %(before)s."),
        _("Check that the file is complete."),
    ),
    "total_changed": FindingKind(
        _WARNING,
        _("Total changed much"),
        _("The file counts %(households)s households; the round before, %(previous)s, counted %(before)s."),
        _("Check that the file is complete and that its population and date are right."),
    ),
    "gap_before": FindingKind(
        _INFO,
        _("Long time since the round before"),
        _("%(days)s days lie between this round and the one before, %(previous)s."),
        _("Import the rounds between them if there were any."),
    ),
    "older_than_latest": FindingKind(
        _INFO,
        _("Older than the latest round"),
        _("The series already goes on to %(latest)s; this round takes its place before it."),
        _("Nothing needs to be done if you are filling a gap."),
    ),
}

KINDS = {**FILE_KINDS, **ROW_KINDS, **PLACE_KINDS, **SERIES_KINDS}
