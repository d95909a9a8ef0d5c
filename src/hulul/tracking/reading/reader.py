"""One file into one table: the steps in their order. Each step lives in its own module."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from hulul.kernel.packs import Masterlist
from hulul.sheets import layouts, numbers
from hulul.sheets.columns import settled
from hulul.sheets.findings import Findings
from hulul.sheets.headers import HeaderMatch, match
from hulul.sheets.limits import ORDINARY, Limits
from hulul.sheets.opening import open_grid
from hulul.sheets.rows import taken, total_above
from hulul.sheets.sources import SourceFile
from hulul.tracking.reading import columns, headers, identities, rows, units
from hulul.tracking.reading.findings import FINDINGS
from hulul.tracking.reading.tables import SourceTable

_PLACE_KEYS = (*headers.CODES, "name_en", "name_ar", "name_ckb", "lat", "governorate")


def read(
    source: SourceFile,
    masterlist: Masterlist,
    *,
    confirmed: Mapping[str, str] = {},
    sheet: str | None = None,
    limits: Limits = ORDINARY,
) -> SourceTable:
    """The file as a typed table with findings. Rows in = rows returned + rows named in the findings.

    confirmed: a column's name (`HeaderMatch.name`) -> the canonical key, or "ignored", that a person gave it. sheet:
    the one to read; by default the one most like a master list. Unreadable when the file is no table at all, Invalid
    for a confirmed key that this country does not have.
    """
    headers.check_confirmed(masterlist, confirmed)
    findings = Findings(FINDINGS)
    any_list = headers.vocabulary(masterlist, None, confirmed)
    grid = open_grid(source.open(), any_list, sheet, limits, findings)
    hint = _("The header must name at least the households and the place, such as “Families” and “Place ID”.")
    layout = layouts.find(grid.head, any_list, findings, hint=hint)
    names = [*(("title", title) for title in layout.titles), ("sheet", grid.sheet or ""), ("file_name", source.name)]
    counts = [("header", text) for text in layout.headers if any_list.key(text) in ("households", "individuals")]
    population, population_how = identities.population([*counts, *names], masterlist.population_words, findings)
    body = grid.body(layout.first, len(layout.headers))
    words = headers.vocabulary(masterlist, population, confirmed)
    matches = settled(body, match(layout.headers, words, confirmed), findings)
    sorted_rows = rows.classify(body, matches, layout.first, findings)
    row_numbers = sorted_rows.kept + layout.first + 1
    data = taken(body, sorted_rows.kept)
    matches, typed = columns.typed(data, matches, row_numbers, findings)
    _tell_missing(typed, findings)
    round_date, date_how = identities.round_date(typed.get("date"), names, findings)
    unit, evidence = units.unit_of(typed, findings)
    return SourceTable(
        file_name=source.name,
        sha256=source.sha256,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        sheet=grid.sheet,
        sheets=grid.sheets,
        header_row=layout.header_row + 1,
        first_data_row=layout.first + 1,
        headers=tuple(matches),
        columns=typed,
        row_numbers=row_numbers,
        totals=_totals(body, matches, sorted_rows.total, layout),
        population=population,
        population_how=population_how,
        round_date=round_date,
        date_how=date_how,
        unit=unit,
        unit_evidence=evidence,
        findings=findings,
    )


def _tell_missing(typed: Mapping[str, Any], findings: Findings) -> None:
    if "households" not in typed:
        findings.add("households_column_missing", column="households")
    if not any(key in typed for key in _PLACE_KEYS):
        findings.add("place_column_missing", column="place_code")


def _totals(
    body: Sequence[Any], matches: Sequence[HeaderMatch], total: int | None, layout: layouts.Layout
) -> dict[str, float]:
    """The file's own totals by canonical key; a column that comes twice has its total once."""
    above = total_above(layout.above) if total is None else None
    if total is None and above is None:
        return {}
    found: dict[str, float] = {}
    for each in matches:
        if each.key is None or not headers.is_number(each.key) or each.key in ("lat", "lon"):
            continue
        if above is not None:
            text = above[each.position] if each.position < len(above) else ""
        else:
            text = body[each.position][total].as_py() or ""
        value = numbers.parse_text(text)[0]
        if not np.isnan(value) and each.how != "duplicate":
            found[each.key] = found.get(each.key, 0.0) + value
    return found
