"""CSV and JSON, in pieces as the rows are read."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from hulul.warehouse.export.sheets import Sheet

_OPTIONS = pa_csv.WriteOptions(include_header=False, quoting_style="needed")

# Spreadsheets take a text that begins so for a formula (OWASP, CSV injection).
_FORMULA = r"^[=+\-@\t\r]"


def csv_parts(sheet: Sheet) -> Iterator[bytes]:
    """UTF-8 with a byte-order mark, so that spreadsheets read Arabic.

    With HXL: a line of source, licence and edition, the titles in the reader's language, the tags, the rows. Without:
    the column names and the rows, for programs.
    """
    head = io.StringIO()
    writer = csv.writer(head)
    if sheet.hxl:
        writer.writerow([sheet.note])
        writer.writerow(sheet.titles)
        writer.writerow(sheet.tags)
    else:
        writer.writerow([column.name for column in sheet.columns])
    yield b"\xef\xbb\xbf" + head.getvalue().encode()
    for batch in sheet.batches:
        sink = io.BytesIO()
        pa_csv.write_csv(_without_formulas(batch), sink, _OPTIONS)
        yield sink.getvalue().replace(b"\n", b"\r\n")


def json_parts(sheet: Sheet) -> Iterator[bytes]:
    """One object: what the dataset is, its columns, and `rows` as objects, one a line."""
    head = {
        "dataset": sheet.dataset.name,
        "title": str(sheet.dataset.title),
        "method": str(sheet.dataset.method),
        "generation": sheet.generation,
        "published_at": sheet.published_at.isoformat(),
        "source": list(sheet.sources),
        "columns": [
            {"name": c.name, "title": str(c.title), "type": c.type, "unit": c.unit, "hxl": c.hxl} for c in sheet.columns
        ],
    }
    yield dumps(head)[:-1].encode() + b',"rows":['
    separator = "\n"
    for batch in sheet.batches:
        lines = [dumps(row) for row in batch.to_pylist()]
        if lines:
            yield (separator + ",\n".join(lines)).encode()
            separator = ",\n"
    yield b"\n]}\n"


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def _without_formulas(batch: "pa.RecordBatch") -> "pa.RecordBatch":
    """Texts that a spreadsheet would compute get an apostrophe in front."""
    return pa.RecordBatch.from_arrays([_harmless(column) for column in batch.columns], names=batch.schema.names)


def _harmless(column: "pa.Array") -> "pa.Array":
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return column
    risky = pc.match_substring_regex(column, _FORMULA)
    return pc.if_else(risky, pc.binary_join_element_wise("'", column, ""), column)
