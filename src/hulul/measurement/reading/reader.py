"""One file of answers into one table: the steps in their order. Each step lives in its own module."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from hulul.kernel.packs import Masterlist
from hulul.measurement.framing import Framed
from hulul.measurement.reading import personal
from hulul.measurement.reading.answering import read_answers, read_values
from hulul.measurement.reading.findings import KINDS
from hulul.measurement.reading.tables import Answered, SurveyTable
from hulul.measurement.reading.vocabulary import (
    CODES,
    INDICATOR,
    OUTCOME,
    POSITION,
    check_confirmed,
    of_households,
    vocabulary,
)
from hulul.sheets import dates, layouts, rows, texts
from hulul.sheets.columns import Column, differing, numbers_of, settled, tell_twins
from hulul.sheets.findings import Findings
from hulul.sheets.headers import IGNORED, HeaderMatch, match
from hulul.sheets.limits import ORDINARY, Limits
from hulul.sheets.opening import open_grid
from hulul.sheets.sources import SourceFile

# Filled in by themselves, whether or not the row says anything.
_NOT_CONTENT = frozenset({"date", "row_number", IGNORED})
_NUMBERS = (*POSITION, "weight")


def read(
    source: SourceFile,
    framed: Framed,
    masterlist: Masterlist,
    *,
    confirmed: Mapping[str, str] = {},
    sheet: str | None = None,
    limits: Limits = ORDINARY,
) -> SurveyTable:
    """The file as answers with findings. Rows in = rows returned + rows named in the findings.

    confirmed: a column's name (`HeaderMatch.name`) -> the canonical key, or "ignored", that a person gave it. sheet:
    the one to read; by default the one with most known headers. Unreadable when the file is no table at all, Invalid
    for a confirmed key that the framework does not have. Columns about persons are looked at and never handed on.
    """
    check_confirmed(framed, confirmed)
    findings = Findings(KINDS)
    words = vocabulary(framed, masterlist, confirmed)
    grid = open_grid(source.open(), words, sheet, limits, findings)
    hint = _("The header must name at least a place and one question of the framework.")
    layout = layouts.find(grid.head, words, findings, hint=hint)
    body = grid.body(layout.first, len(layout.headers))
    matches = _without_persons(body, match(layout.headers, words, confirmed), framed, findings)
    matches = settled(body, matches, findings)
    kept = _kept(body, matches, layout.first, findings)
    row_numbers = kept + layout.first + 1
    data = rows.taken(body, kept)
    matches = _once(data, matches, row_numbers, findings)
    by_key = {each.key: data[each.position] for each in matches if each.key and each.how != "duplicate"}
    columns = {
        key: _typed(column, key, row_numbers, findings)
        for key, column in by_key.items()
        if key not in (IGNORED, "row_number") and not key.startswith((INDICATOR, OUTCOME))
    }
    names = [*(("title", title) for title in layout.titles), ("sheet", grid.sheet or ""), ("file_name", source.name)]
    date, date_how = survey_date(columns.get("date"), names, findings)
    return SurveyTable(
        framed=framed,
        file_name=source.name,
        sha256=source.sha256,
        encoding=grid.encoding,
        sheet=grid.sheet,
        sheets=grid.sheets,
        header_row=layout.header_row + 1,
        headers=tuple(matches),
        columns=columns,
        answers=_answers(by_key, framed, row_numbers, findings),
        row_numbers=row_numbers,
        date=date,
        date_how=date_how,
        findings=findings,
    )


def _without_persons(
    body: Sequence[Any], matches: Sequence[HeaderMatch], framed: Framed, findings: Findings
) -> list[HeaderMatch]:
    """Tell every column about persons, and treat it as one that is not used."""
    about, where = personal.columns(body, matches, positions=of_households(framed))
    for code, found in (("personal_column", about), ("household_position", where)):
        for each in found:
            findings.add(code, column=each.name, value=each.name)
    hidden = {each.position for each in (*about, *where)}
    return [replace(each, key=IGNORED, how="known") if each.position in hidden else each for each in matches]


def _kept(body: Sequence[Any], matches: Sequence[HeaderMatch], first: int, findings: Findings) -> Any:
    """Positions of the rows with data: neither blank nor the header again."""
    count = len(body[0]) if body else 0
    content = [body[each.position] for each in matches if each.key not in _NOT_CONTENT]
    kept = np.ones(count, dtype=bool)
    blank = rows.blank(content, count)
    kept[blank] = False
    rows.tell_blank(blank, first, findings)
    asked = next((each for each in matches if each.key and each.key.startswith(INDICATOR)), None)
    if asked is not None:
        again = rows.repeating(body[asked.position], asked.text)
        kept[again] = False
        findings.add_rows("repeated_header", first + 1 + again)
    return np.flatnonzero(kept)


def _once(
    data: Sequence[Any], matches: Sequence[HeaderMatch], row_numbers: Any, findings: Findings
) -> list[HeaderMatch]:
    """Columns that stand for the same: the first one counts."""
    first: dict[str, HeaderMatch] = {}
    told = []
    for each in matches:
        if each.key is None or each.key in (IGNORED, "row_number"):
            told.append(each)
        elif each.key not in first:
            first[each.key] = each
            told.append(each)
        else:
            before = first[each.key]
            different = differing(data[before.position], data[each.position])
            tell_twins(before, each, each.key, different, row_numbers, findings)
            told.append(replace(each, how="duplicate"))
    return told


def _typed(column: Any, key: str, row_numbers: Any, findings: Findings) -> Column:
    if key in _NUMBERS:
        return numbers_of(column, key, row_numbers, findings, coordinates=key in POSITION)
    if key in CODES:
        return texts.codes(column, key, row_numbers, findings)
    return texts.names(column, key, row_numbers, findings)


def _answers(by_key: Mapping[str, Any], framed: Framed, row_numbers: Any, findings: Findings) -> dict[str, Answered]:
    """By code, in the framework's order; what the framework explains comes last."""
    found = {
        indicator.code: read_answers(by_key[key], indicator, key, row_numbers, findings)
        for indicator in framed.indicators
        if (key := INDICATOR + indicator.code) in by_key
    }
    if framed.outcome and (key := OUTCOME + framed.outcome.code) in by_key:
        share = framed.outcome.kind == "share"
        found[framed.outcome.code] = read_values(by_key[key], key, row_numbers, findings, share=share)
    return found


def survey_date(
    column: Any | None, places: Sequence[tuple[str, str]], findings: Findings
) -> tuple[dt.date | None, str]:
    """The last day of the survey and where it was found. column: the date column's cells of the data rows, or None."""
    if column is not None:
        cells = [text for text in column.unique().to_pylist() if text]
        days = sorted(found.date for text in cells if (found := dates.from_cell(text)))
        if days:
            if days[0] != days[-1]:
                findings.add("date_from_column", first=days[0].isoformat(), last=days[-1].isoformat())
            return days[-1], "column"
    for place, text in places:
        if found := dates.find(text):
            if found.caveat:
                findings.add(found.caveat, value=found.text, text=found.text)
            return found.date, place
    findings.add("date_missing")
    return None, ""
