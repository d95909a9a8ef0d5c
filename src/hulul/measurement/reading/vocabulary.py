"""Which columns a file of answers has: the framework's questions, the country's place columns, and those of the survey.

Canonical keys: "indicator:<code>" for a question, "outcome:<code>" for what the framework explains, a field of the
country pack's lists for places ("place_code", "name_ar", …), and the keys of `SURVEY` for who was asked and how much it
counts.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from hulul.kernel.errors import Invalid
from hulul.kernel.packs import Masterlist, fold_header
from hulul.measurement.framing import Framed
from hulul.measurement.framing.schema import Text
from hulul.sheets import headers
from hulul.sheets.headers import IGNORED, Vocabulary

INDICATOR, OUTCOME = "indicator:", "outcome:"
CODES = ("place_code", "location_code", "area_code")
AREAS = ("governorate", "district", "sub_district")
NAMES = ("name_en", "name_ar", "name_ckb")
POSITION = ("lat", "lon")
PLACES = (*CODES, *AREAS, *NAMES, *POSITION)

# What a column of a survey may be beside answers and places, and how people head it, in any language.
SURVEY: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "survey date", "interview date", "date of interview", "date of assessment", "تاريخ المقابلة"),
    "informant": ("informant", "key informant", "ki", "ki number", "informant number", "informant code", "رقم المخبر"),
    "population": (
        "population",
        "population group",
        "group",
        "displacement status",
        "الفئة السكانية",
        "گروپی دانیشتووان",
    ),
    "weight": ("weight", "weights", "survey weight", "sampling weight", "design weight", "الوزن", "کێش"),
    "stratum": ("stratum", "strata", "الطبقة", "چین"),
    "cluster": ("cluster", "psu", "primary sampling unit", "العنقود", "هێشوو"),
}


def of_households(framed: Framed) -> bool:
    """Whether each row of a file of answers is a household."""
    return framed.framework.unit == "household"


def vocabulary(framed: Framed, masterlist: Masterlist, confirmed: Mapping[str, str]) -> Vocabulary:
    """Every known header: questions by code, text or title in any language, places, and the survey's own columns."""
    keys: dict[str, str] = {}
    for indicator in framed.indicators:
        keys[fold_header(indicator.code)] = INDICATOR + indicator.code
    if framed.outcome and framed.outcome.source == "survey":
        for text in (framed.outcome.code, *spellings(framed.outcome.title)):
            keys.setdefault(fold_header(text), OUTCOME + framed.outcome.code)
    for key, spelled in SURVEY.items():
        for header in spelled:
            keys.setdefault(fold_header(header), key)
    for key, spelled in masterlist.headers.items():
        meaning = key if key in PLACES or key in ("date", "row_number") else IGNORED
        for header in spelled:
            keys.setdefault(fold_header(header), meaning)
    for indicator in framed.indicators:
        for text in (*spellings(indicator.question), *spellings(indicator.title)):
            keys.setdefault(fold_header(text), INDICATOR + indicator.code)
    return headers.vocabulary(keys, confirmed)


def spellings(text: Text | None) -> tuple[str, ...]:
    """A text in every language that it has."""
    return () if text is None else tuple(filter(None, (text.en, text.ar, text.ckb)))


def possible(framed: Framed) -> tuple[str, ...]:
    """Every key that a person may give a column, the framework's questions first."""
    keys = [INDICATOR + indicator.code for indicator in framed.indicators]
    if framed.outcome and framed.outcome.source == "survey":
        keys.append(OUTCOME + framed.outcome.code)
    places = [key for key in PLACES if key not in POSITION or not of_households(framed)]
    own = [key for key in SURVEY if _asked(key, framed)]
    return (*keys, *places, *own)


def _asked(key: str, framed: Framed) -> bool:
    if key in ("population", "weight", "stratum", "cluster"):
        return of_households(framed)
    return key != "informant" or not of_households(framed)


def check_confirmed(framed: Framed, confirmed: Mapping[str, str]) -> None:
    """Invalid when somebody confirmed a column as something that answers to this framework do not have."""
    allowed = {*possible(framed), IGNORED}
    for header, key in confirmed.items():
        if key not in allowed:
            message = _("The column “%(header)s” cannot be “%(key)s”: answers to this framework have no such column.")
            raise Invalid(message % {"header": header, "key": key}, code="unknown_key")
