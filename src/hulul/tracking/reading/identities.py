"""Which round a file is: its population and date, by its content first and its name last."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow.compute as pc

from hulul.kernel.packs import Population, fold_header
from hulul.sheets import dates
from hulul.sheets.findings import Findings

Places = Sequence[tuple[str, str]]  # where ("header", "title", "sheet", "file_name") -> text found there


def population(
    places: Places, words: Mapping[Population, Sequence[str]], findings: Findings
) -> tuple[Population | None, str]:
    """The population the first telling place names, and which place that is; (None, "") when nothing tells.

    A text with words of both populations tells nothing ("IDPs and returnees").
    """
    folded = {each: [fold_header(word) for word in spelled] for each, spelled in words.items()}
    told: list[tuple[str, Population]] = []
    for place, text in places:
        plain = fold_header(text)
        named = [each for each, spelled in folded.items() if any(word in plain for word in spelled)]
        if len(named) == 1:
            told.append((place, named[0]))
    if not told:
        findings.add("population_unknown")
        return None, ""
    place, found = told[0]
    _tell_conflict("population_conflict", told, findings)
    return found, place


def round_date(column: Any | None, places: Places, findings: Findings) -> tuple[dt.date | None, str]:
    """The date of the round and where it was found. column: the date column's cells of the data rows, or None."""
    told: list[tuple[str, dt.date]] = []
    found = _dates_in(column)
    if len(found) > 1:
        first, last = min(found), max(found)
        findings.add("several_dates", column="date", count=len(found), first=first.isoformat(), last=last.isoformat())
    caveats: dict[str, dates.FoundDate] = {}
    if len(found) == 1:
        (date,) = found
        told.append(("column", date))
        caveats["column"] = found[date]
    for place, text in places:
        if in_text := dates.find(text):
            told.append((place, in_text.date))
            caveats[place] = in_text
    if not told:
        if not found:
            findings.add("date_unknown")
        return None, ""
    place, chosen = told[0]
    if caveats[place].caveat:
        findings.add(caveats[place].caveat, value=caveats[place].text, text=caveats[place].text)
    _tell_conflict("date_conflict", told, findings)
    return chosen, place


def _dates_in(column: Any | None) -> dict[dt.date, dates.FoundDate]:
    if column is None:
        return {}
    cells = [text for text in pc.unique(column).to_pylist() if text]
    return {found.date: found for text in cells if (found := dates.from_cell(text))}


def _tell_conflict(code: str, told: Sequence[tuple[str, Any]], findings: Findings) -> None:
    """The first place against the first that says otherwise."""
    _place, value = told[0]
    other = next((otherwise for _place, otherwise in told[1:] if otherwise != value), None)
    if other is not None:
        findings.add(code, value=other, first=str(value), second=str(other))
