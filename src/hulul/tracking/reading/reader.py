"""One file into one table: the steps in their order. Each step lives in its own module."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from django.utils.translation import gettext as _

from hulul.kernel.packs import Masterlist
from hulul.tracking.findings import Findings
from hulul.tracking.reading import (
    columns,
    delimited,
    headers,
    identities,
    layouts,
    numbers,
    rows,
    signatures,
    units,
    workbooks,
)
from hulul.tracking.reading.errors import Unreadable, protected_workbook
from hulul.tracking.reading.findings import FINDINGS
from hulul.tracking.reading.grids import Grid
from hulul.tracking.reading.headers import Vocabulary
from hulul.tracking.reading.limits import ORDINARY, Limits
from hulul.tracking.reading.signatures import Kind
from hulul.tracking.reading.sources import SourceFile
from hulul.tracking.reading.tables import HeaderMatch, SourceTable

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
    grid = _grid(source.open(), any_list, sheet, limits, findings)
    layout = layouts.find(grid.head, any_list, findings)
    names = [*(("title", title) for title in layout.titles), ("sheet", grid.sheet or ""), ("file_name", source.name)]
    counts = [("header", text) for text in layout.headers if any_list.key(text) in ("households", "individuals")]
    population, population_how = identities.population([*counts, *names], masterlist.population_words, findings)
    body = grid.body(layout.first, len(layout.headers))
    words = headers.vocabulary(masterlist, population, confirmed)
    matches = columns.settled(body, headers.match(layout.headers, words, confirmed), findings)
    sorted_rows = rows.classify(body, matches, layout.first, findings)
    row_numbers = sorted_rows.kept + layout.first + 1
    data = _rows_of(body, sorted_rows.kept)
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


def _grid(content: bytes, words: Vocabulary, sheet: str | None, limits: Limits, findings: Findings) -> Grid:
    if len(content) > limits.file_bytes:
        message = _("The file has %(size)s MB; at most %(most)s MB can be read.")
        sizes = {"size": len(content) // 1_000_000, "most": limits.file_bytes // 1_000_000}
        raise Unreadable(message % sizes, code="too_large")
    kind = signatures.kind_of_content(content)
    if kind is Kind.OLD_OFFICE and signatures.is_encrypted_office(content):
        raise protected_workbook()
    if kind in (Kind.WORKBOOK, Kind.OLD_OFFICE):
        return workbooks.grid(
            content, limits, findings, sheet=sheet, likeness=lambda head: layouts.likeness(head, words)
        )
    if kind is Kind.TEXT:
        return delimited.grid(content, limits, findings)
    raise refusal(kind)


def refusal(kind: Kind) -> Unreadable:
    """Why content of this kind is no master list, and what to do."""
    sentences = {
        Kind.EMPTY: (_("The file is empty."), _("Download or copy it again.")),
        Kind.HTML: (
            _("This is a web page or XML, whatever its name says."),
            _("Open it in a spreadsheet program and save it as XLSX. If it is a sign-in page, sign in first."),
        ),
        Kind.PDF: (_("This is a PDF, not a table."), _("Ask for the data as XLSX or CSV.")),
        Kind.IMAGE: (_("This is an image, whatever its name says."), _("Ask for the data as XLSX or CSV.")),
        Kind.DOCUMENT: (
            _("This is a text document or presentation, not a table."),
            _("Copy its table into a spreadsheet and save it as XLSX."),
        ),
        Kind.FOREIGN_ARCHIVE: (
            _("This kind of archive cannot be opened here."),
            _("Unpack it yourself, or pack it as ZIP."),
        ),
    }
    archive = (_("This is an archive, not a table."), _("Give its path; its files are then read one by one."))
    other = (_("The content is neither text nor a workbook."), _("Ask for the data as XLSX or CSV."))
    message, hint = archive if kind.holds_files else sentences.get(kind, other)
    return Unreadable(message, code=kind.name.lower(), hint=hint)


def _rows_of(body: Sequence[Any], kept: Any) -> list[Any]:
    """The kept rows of every column, without a copy when they are a run from the top."""
    if len(kept) and kept[-1] == len(kept) - 1:
        return [column.slice(0, len(kept)) for column in body]
    return [column.take(pa.array(kept, pa.int64())) for column in body]


def _tell_missing(typed: Mapping[str, Any], findings: Findings) -> None:
    if "households" not in typed:
        findings.add("households_column_missing", column="households")
    if not any(key in typed for key in _PLACE_KEYS):
        findings.add("place_column_missing", column="place_code")


def _totals(
    body: Sequence[Any], matches: Sequence[HeaderMatch], total: int | None, layout: layouts.Layout
) -> dict[str, float]:
    """The file's own totals by canonical key; a column that comes twice has its total once."""
    above = rows.total_above(layout.above) if total is None else None
    if total is None and above is None:
        return {}
    found: dict[str, float] = {}
    for match in matches:
        if match.key is None or not headers.is_number(match.key) or match.key in ("lat", "lon"):
            continue
        if above is not None:
            text = above[match.position] if match.position < len(above) else ""
        else:
            text = body[match.position][total].as_py() or ""
        value = numbers.parse_text(text)[0]
        if not np.isnan(value) and match.how != "duplicate":
            found[match.key] = found.get(match.key, 0.0) + value
    return found
