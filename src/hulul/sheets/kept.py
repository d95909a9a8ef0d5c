"""Tables and findings as immutable Parquet files named by their content; originals under the hash of their bytes."""

import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hulul.kernel import files
from hulul.sheets.findings import Finding, Severity
from hulul.sheets.sources import SourceFile

FINDINGS_SCHEMA = pa.schema(
    [
        ("code", pa.string()),
        ("severity", pa.string()),
        ("row", pa.int64()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("params", pa.string()),
    ]
)


def keep(table: pa.Table, folder: str, kind: str) -> str:
    """Write a table into the store as "<folder>/<hash>.<kind>.parquet" and give its name.

    What was written before under the same name is the same and stays.
    """
    path = files.new_path(".parquet")
    pq.write_table(table, path, compression="zstd")
    name = f"{folder}/{files.sha256(path)[:32]}.{kind}.parquet"
    files.keep(path, name)
    return name


def keep_findings(findings: Iterable[Finding], folder: str) -> str:
    """Findings as a file; particulars as JSON text. Read back with `read_findings`."""
    found = list(findings)
    table = pa.table(
        {
            "code": [finding.code for finding in found],
            "severity": [str(finding.severity) for finding in found],
            "row": [finding.row for finding in found],
            "column": [finding.column for finding in found],
            "value": [finding.value for finding in found],
            "params": [_particulars(finding.params) for finding in found],
        },
        schema=FINDINGS_SCHEMA,
    )
    return keep(table, folder, "findings")


def read_findings(name: str, rows: Sequence[int] | None = None) -> list[Finding]:
    """The findings of a file, or only those about some rows."""
    table = pq.read_table(files.local_path(name))
    if rows is not None:
        table = table.filter(pc.is_in(table["row"], pa.array(rows, pa.int64())))
    return [
        Finding(
            row["code"], Severity(row["severity"]), row["row"], row["column"], row["value"], json.loads(row["params"])
        )
        for row in table.to_pylist()
    ]


def keep_original(source: SourceFile, folder: str) -> str:
    """Copy a file into the store, once however often it comes, and give its name there."""
    name = f"{folder}/{source.sha256}{_suffix(source.name)}"
    if not files.exists(name):
        copy = files.new_path()
        shutil.copyfile(source.location, copy)
        files.keep(copy, name)
    return name


def as_named(path: Path, name: str) -> SourceFile:
    """A file that lies under another name than its own, as an upload does."""
    return SourceFile(name, None, files.sha256(path), path.stat().st_size, path)


def _particulars(params: Mapping[str, object]) -> str:
    return json.dumps({key: value if isinstance(value, int | float) else str(value) for key, value in params.items()})


def _suffix(name: str) -> str:
    suffix = "".join(PurePath(name.lower()).suffixes[-2:])
    return suffix if re.fullmatch(r"(\.[a-z0-9]{1,8}){0,2}", suffix) else PurePath(name).suffix.lower()[:9]
