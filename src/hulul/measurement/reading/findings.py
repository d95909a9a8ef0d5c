"""What reading and checking answers can notice: what any table can have (`sheets.kinds`), and what surveys have."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hulul.sheets.findings import FindingKind, Severity
from hulul.sheets.kinds import KINDS as OF_ANY_TABLE

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

KINDS: Mapping[str, FindingKind] = {
    **OF_ANY_TABLE,
    "no_rows": FindingKind(
        ERROR,
        _("No answers in the file"),
        _("Under the header there is no row with an answer."),
        _("Ask for a complete file."),
    ),
    "personal_column": FindingKind(
        ERROR,
        _("A column about persons"),
        _("The column looks like names, phone numbers, addresses or documents of people. The file was not kept."),
        _("Remove the column and send the file again. If it holds nothing about persons, give it another header."),
    ),
    "household_position": FindingKind(
        ERROR,
        _("Positions of households"),
        _("The column says where households live. The file was not kept."),
        _("Remove the column and send the file again; the area of each household is enough."),
    ),
    "indicators_not_found": FindingKind(
        ERROR,
        _("No question of the framework"),
        _("None of the columns was recognised as a question of this framework."),
        _("Choose the framework that was asked, or say which column is which question."),
    ),
    "place_columns_missing": FindingKind(
        ERROR,
        _("No column that names the place"),
        _("No column was recognised as a code, a name or the coordinates of the place."),
        _("If the file has one under another name, confirm the column; else ask for a complete file."),
    ),
    "indicator_absent": FindingKind(
        WARNING,
        _("Questions without a column"),
        _("%(count)s questions of the framework have no column: %(codes)s. They count as not answered."),
        _("Check whether these were asked; if so, say which column they are."),
    ),
    "indicator_all_missing": FindingKind(
        WARNING,
        _("A question that nobody answered"),
        _("No row of the file answers this question."),
        _("Check whether it was asked."),
    ),
    "indicator_constant": FindingKind(
        WARNING,
        _("The same answer everywhere"),
        _("Every row answers this question with “%(answer)s”, so it tells no place from another."),
        _("Check that the column was not filled in by default."),
    ),
    "answer_unknown": FindingKind(
        ERROR,
        _("An answer outside the list"),
        _("The cell is none of the answers to this question: not by its code and not by its label in any language."),
        _("Correct the cell, or add the wording to the labels of the framework in a new version."),
    ),
    "share_out_of_range": FindingKind(
        ERROR,
        _("Not a share"),
        _("A share is between 0 and 1, or between 0 and 100 percent."),
        _("Correct the cell and import the file again."),
    ),
    "shares_as_percent": FindingKind(
        INFO,
        _("Shares as percentages"),
        _("The column holds percentages, up to %(most)s; they were read as shares of one."),
        _("Nothing to do."),
    ),
    "unknown_location": FindingKind(
        WARNING,
        _("A place that nobody knows"),
        _("The row was left out: what it says of its place leads to none that is assessed by this framework."),
        _("Add the place, or correct its code or name in the file, and import the file again."),
    ),
    "mostly_unknown": FindingKind(
        ERROR,
        _("Most places are not known"),
        _("%(count)s of %(rows)s rows lead to no place that is assessed by this framework."),
        _("Check that the file is of this country and that its places are loaded."),
    ),
    "place_uncertain": FindingKind(
        WARNING,
        _("A place to be looked at"),
        _("The place was found, but what the row says of it does not fit in every respect."),
        _("Compare the row with the place."),
    ),
    "location_twice": FindingKind(
        ERROR,
        _("The same place twice"),
        _("The place has more than one row, and no column says which informant answered."),
        _("Remove one of the rows; if several informants were asked, add a column that numbers them."),
    ),
    "informant_twice": FindingKind(
        ERROR,
        _("The same informant twice"),
        _("The place has more than one row of the same informant."),
        _("Number the informants of a place, or remove one of the rows."),
    ),
    "household_without_place": FindingKind(
        WARNING,
        _("A household without an area"),
        _("What the row says of its area leads to none; the household counts for the country only."),
        _("Correct the code or name of the area."),
    ),
    "population_unclear": FindingKind(
        ERROR,
        _("A population group that nobody knows"),
        _("The cell is none of: displaced people, returnees, stayees, host community, national population."),
        _("Write idp, returnee, stayee, host or national."),
    ),
    "population_not_given": FindingKind(
        ERROR,
        _("No population groups"),
        _("The framework compares population groups, and no column says to which one a household belongs."),
        _("Say which column it is, or ask for a complete file."),
    ),
    "weights_not_given": FindingKind(
        WARNING,
        _("No survey weights"),
        _("No column holds survey weights, so all households count alike; shares may not stand for the population."),
        _("Ask whoever drew the sample for the weights."),
    ),
    "weights_not_positive": FindingKind(
        ERROR,
        _("A weight that is not above zero"),
        _("Every household stands for at least a part of one; a weight of zero, below zero or none cannot be used."),
        _("Correct the weights and import the file again."),
    ),
    "date_from_column": FindingKind(
        INFO,
        _("Gathered over several days"),
        _("The answers are from %(first)s to %(last)s; the survey carries the last day."),
        _("Nothing to do."),
    ),
    "date_missing": FindingKind(
        WARNING,
        _("Date of the survey unknown"),
        _("Neither the content nor the file name holds a date that can be read."),
        _("Give the date of the survey."),
    ),
    "date_to_come": FindingKind(
        ERROR,
        _("A date to come"),
        _("The survey cannot be from %(date)s, which is still to come."),
        _("Correct the date."),
    ),
}
