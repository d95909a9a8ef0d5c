"""Are these answers usable? Named rules over answers, places, informants and weights; errors refuse, warnings tell."""

import datetime as dt
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from hulul.kernel.packs import fold_header
from hulul.measurement.reading.placing import Placed
from hulul.measurement.reading.tables import Answered, SurveyTable, Texts
from hulul.measurement.reading.vocabulary import AREAS, CODES, INDICATOR, NAMES, of_households
from hulul.sheets.findings import Findings, Severity

_MOSTLY = 0.5

# How people write the groups, in any language, folded when compared.
POPULATIONS: Mapping[str, tuple[str, ...]] = {
    "idp": ("idp", "idps", "displaced", "internally displaced", "نازح", "نازحون", "النازحون", "ئاوارە"),
    "returnee": ("returnee", "returnees", "returned", "عائد", "عائدون", "العائدون", "گەڕاوە", "گەڕاوەکان"),
    "stayee": ("stayee", "stayees", "non displaced", "never displaced", "stayer", "باقون", "غير نازح", "نەگوازراوە"),
    "host": ("host", "host community", "host communities", "المجتمع المضيف", "مجتمع مضيف", "کۆمەڵگەی میواندار"),
    "national": ("national", "resident", "general population", "السكان", "دانیشتووان"),
}
_GROUPS = {fold_header(word): code for code, words in POPULATIONS.items() for word in (code, *words)}


def file_is_usable(table: SurveyTable, findings: Findings) -> bool:
    """Whether there is something to judge: rows, questions, and columns that name the place."""
    before = findings.count(Severity.ERROR)
    if not table.rows:
        findings.add("no_rows")
    codes = [indicator.code for indicator in table.framed.indicators]
    absent = [code for code in codes if code not in table.answers]
    if len(absent) == len(codes):
        findings.add("indicators_not_found")
    elif absent:
        findings.add("indicator_absent", count=len(absent), codes=", ".join(absent))
    if not of_households(table.framed) and not any(key in table.columns for key in (*CODES, *AREAS, *NAMES, "lat")):
        findings.add("place_columns_missing", column="place_code")
    return findings.count(Severity.ERROR) == before


def answers_say_something(table: SurveyTable, findings: Findings) -> None:
    """Questions that nobody answered, or that everybody answered alike."""
    for indicator in table.framed.indicators:
        found = table.answers.get(indicator.code)
        if found is None or not table.rows:
            continue
        column, given = INDICATOR + indicator.code, found.given & ~found.not_asked
        if not given.any():
            findings.add("indicator_all_missing", column=column)
        elif given.sum() > 1 and (alike := _alike(found, given)) is not None:
            findings.add("indicator_constant", column=column, value=alike, answer=alike)


def _alike(found: Answered, given: NDArray[np.bool_]) -> str | None:
    """The one answer of all rows; None when there are several."""
    said = np.where(found.codes[given] != "", found.codes[given], found.values[given].astype(str))
    first = str(said[0])
    return first if all(each == first for each in said.tolist()) else None


def date_is_past(date: dt.date, today: dt.date, findings: Findings) -> None:
    if date > today:
        findings.add("date_to_come", value=date.isoformat(), date=date.isoformat())


def places_are_found(table: SurveyTable, placed: Placed, findings: Findings) -> None:
    unknown = table.row_numbers[~placed.found]
    stated = _stated(table)
    if of_households(table.framed):
        findings.add_rows("household_without_place", unknown, values=stated[~placed.found])
        return
    findings.add_rows("unknown_location", unknown, values=stated[~placed.found])
    if table.rows and len(unknown) > _MOSTLY * table.rows:
        findings.add("mostly_unknown", count=len(unknown), rows=table.rows)
    doubtful = placed.doubtful & placed.found
    findings.add_rows("place_uncertain", table.row_numbers[doubtful], values=stated[doubtful])


def _stated(table: SurveyTable) -> Texts:
    """What the rows say of their places, for findings about them."""
    columns = [table.texts(key) for key in (*AREAS, *NAMES, *CODES) if key in table.columns]
    return np.array(
        [" / ".join(filter(None, row)) for row in zip(*columns, strict=True)] or [""] * table.rows, dtype=object
    )


def informants(table: SurveyTable, placed: Placed, findings: Findings) -> Texts:
    """Each row's informant as a running number within its place, "" where every place has one row.

    What the file calls its informants is compared and then dropped: it may lead to a person.
    """
    given = [fold_header(text) for text in table.texts("informant")]
    several = any(given)
    numbered: dict[str, dict[str, int]] = {}
    twice: dict[str, list[int]] = {"location_twice": [], "informant_twice": []}
    found = np.full(table.rows, "", dtype=object)
    for position, (place, informant) in enumerate(zip(placed.place.tolist(), given, strict=True)):
        if not place:
            continue
        known = numbered.setdefault(place, {})
        if informant in known:
            twice["informant_twice" if informant else "location_twice"].append(position)
        number = known.setdefault(informant, len(known) + 1)
        found[position] = str(number) if several else ""
    stated = _stated(table)
    for code, positions in twice.items():
        findings.add_rows(code, table.row_numbers[positions], values=stated[positions])
    return found


def populations(table: SurveyTable, findings: Findings) -> Texts:
    """Each household's group: idp, returnee, stayee, host or national; "" where it is not said."""
    texts = table.texts("population")
    groups = np.array([_GROUPS.get(fold_header(text), "") for text in texts], dtype=object)
    if "population" not in table.columns:
        if table.framed.comparison is not None:
            findings.add("population_not_given", column="population")
        return groups
    unclear = np.flatnonzero(groups == "")
    findings.add_rows(
        "population_unclear", table.row_numbers[unclear], column="population", values=[texts[i] for i in unclear]
    )
    return groups


def weights(table: SurveyTable, findings: Findings) -> NDArray[np.float64]:
    """Each household's weight, 1 where the file has none."""
    if "weight" not in table.columns:
        findings.add("weights_not_given", column="weight")
        return np.ones(table.rows)
    found = table.numbers("weight")
    wrong = ~(found > 0)
    findings.add_rows("weights_not_positive", table.row_numbers[wrong], column="weight", values=found[wrong])
    return found
