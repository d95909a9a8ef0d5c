"""Words for what a column of a file of answers is, for states of imports, and for how places were found."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hulul.kernel import packs
from hulul.measurement.framing import Framed
from hulul.measurement.models import SurveyImport, SurveyVersion
from hulul.measurement.reading.vocabulary import INDICATOR, OUTCOME

Words = dict[str, str | Promise]

FIELDS: Words = {
    "place_code": gettext_lazy("Place ID"),
    "location_code": gettext_lazy("Location ID"),
    "area_code": gettext_lazy("Area code (P-code)"),
    "governorate": gettext_lazy("Governorate"),
    "district": gettext_lazy("District"),
    "sub_district": gettext_lazy("Sub-district"),
    "name_en": gettext_lazy("Name in English"),
    "name_ar": gettext_lazy("Name in Arabic"),
    "name_ckb": gettext_lazy("Name in Sorani"),
    "lat": gettext_lazy("Latitude"),
    "lon": gettext_lazy("Longitude"),
    "date": gettext_lazy("Date"),
    "informant": gettext_lazy("Number of the informant"),
    "population": gettext_lazy("Population group"),
    "weight": gettext_lazy("Survey weight"),
    "stratum": gettext_lazy("Stratum"),
    "cluster": gettext_lazy("Cluster"),
    "row_number": gettext_lazy("Running number"),
    "ignored": gettext_lazy("Not used"),
}
IMPORT_STATES: Words = {
    SurveyImport.State.UPLOADED: gettext_lazy("Waiting to be read"),
    SurveyImport.State.NEEDS_ANSWERS: gettext_lazy("Needs an answer"),
    SurveyImport.State.CHECKED: gettext_lazy("Checked, to be decided"),
    SurveyImport.State.ACCEPTED: gettext_lazy("Accepted"),
    SurveyImport.State.REFUSED: gettext_lazy("Left out"),
    SurveyImport.State.FAILED: gettext_lazy("Cannot be read"),
}
OUTCOMES: Words = {
    SurveyImport.Outcome.NEW_SURVEY: gettext_lazy("The survey was accepted. Scores can be built from it now."),
    SurveyImport.Outcome.NEW_VERSION: gettext_lazy(
        "The file was accepted as version %(number)s of the survey; the version before it is kept."
    ),
    SurveyImport.Outcome.SAME_FILE: gettext_lazy("This very file is version %(number)s already; nothing was changed."),
    SurveyImport.Outcome.SAME_CONTENTS: gettext_lazy(
        "The file says the same as version %(number)s, which stays as it is; the file was noted beside it."
    ),
}
VERSION_STATES: Words = {
    SurveyVersion.State.ACCEPTED: gettext_lazy("Stands"),
    SurveyVersion.State.SUPERSEDED: gettext_lazy("Replaced by a later version"),
    SurveyVersion.State.WITHDRAWN: gettext_lazy("Withdrawn"),
}
FOUND_IN: Words = {
    "column": gettext_lazy("from a column of the file"),
    "title": gettext_lazy("from the title rows"),
    "sheet": gettext_lazy("from the name of the sheet"),
    "file_name": gettext_lazy("from the name of the file"),
}
HOW: Words = {
    "code": gettext_lazy("by its code"),
    "decision": gettext_lazy("by a decision made before"),
    "alias": gettext_lazy("by another spelling"),
    "name": gettext_lazy("by its name"),
    "point": gettext_lazy("by its coordinates"),
    "nearest": gettext_lazy("by the nearest boundary"),
    "area": gettext_lazy("by the names of its areas"),
}
TIERS: Words = {
    "0": gettext_lazy("Everybody"),
    "1": gettext_lazy("Readers of restricted data"),
    "2": gettext_lazy("Readers of confidential data"),
    "3": gettext_lazy("Readers of strictly confidential data"),
}


def column(key: str, framed: Framed) -> str:
    """A canonical key in words: "Place ID", or the title of a question."""
    for start in (INDICATOR, OUTCOME):
        if key.startswith(start):
            return question(key.removeprefix(start), framed)
    return str(FIELDS.get(key, key))


def question(code: str, framed: Framed) -> str:
    """The title of a question, or of what the framework explains; the code of one that this version does not have."""
    if framed.outcome and framed.outcome.code == code:
        return str(framed.outcome.title)
    return next((str(each.title) for each in framed.indicators if each.code == code), code)


def source(code: str) -> str:
    found = packs.current().source(code)
    return str(found.name) if found else code
