"""The immutable files of a version: one of rows, one of breakdowns, one of findings; named by what they contain.

rows: one line per row of the list, as stated and where it was put. breakdowns: one line per non-zero cell. Both carry
the round, so that the warehouse reads them as they are.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hulul.sheets.findings import Findings
from hulul.sheets.kept import keep, keep_findings
from hulul.tracking.checks.candidate import Candidate, Floats, Texts
from hulul.tracking.checks.counts import in_households
from hulul.tracking.reading.tables import SourceTable

STATED = ("place_code", "location_code", "area_code", "governorate", "district", "sub_district")
NAMES = ("name_en", "name_ar", "name_ckb")


@dataclass(frozen=True)
class Stored:
    """Names in the store and the sums of what is in them."""

    rows_file: str
    breakdowns_file: str
    findings_file: str
    rows: int
    households: int
    individuals: int


def whole_individuals(candidate: Candidate) -> NDArray[np.int64]:
    """Individuals per row as stored: the file's own number, else households times the household size."""
    given = np.isfinite(candidate.individuals)
    return np.rint(np.where(given, candidate.individuals, candidate.expected)).astype(np.int64)


def contents_hash(candidate: Candidate, place: Texts) -> str:
    """SHA-256 of who was counted where, whatever the format, the order of rows, the spelling of names or the points."""
    individuals = whole_individuals(candidate)
    rows = pa.table({"place": pa.array(place, pa.string()), "households": candidate.households, "people": individuals})
    keys = [(name, "ascending") for name in rows.column_names]
    order = pc.sort_indices(rows, sort_keys=keys).to_numpy()
    digest = hashlib.sha256("\n".join(place[order]).encode())
    for numbers in (candidate.households, individuals):
        digest.update(numbers[order].astype(np.float64).tobytes())
    for dimension in sorted(candidate.breakdowns):
        for category, cells in sorted(candidate.breakdowns[dimension].items()):
            filled = np.nan_to_num(cells[order])
            if filled.any():
                digest.update(f"{dimension}:{category}".encode() + filled.tobytes())
    return digest.hexdigest()


def store(round_code: str, table: SourceTable, candidate: Candidate, place: Texts, findings: Findings) -> Stored:
    """Write the three files. What was written before under the same name is the same and stays."""
    codes = pa.array(place, pa.string())
    folder = f"rounds/{round_code}"
    rows = rows_table(round_code, table, candidate, codes)
    return Stored(
        rows_file=keep(rows, folder, "rows"),
        breakdowns_file=keep(breakdowns_table(round_code, candidate, codes), folder, "breakdowns"),
        findings_file=keep_findings(findings, folder),
        rows=rows.num_rows,
        households=int(candidate.households.sum()),
        individuals=int(whole_individuals(candidate).sum()),
    )


def rows_table(round_code: str, table: SourceTable, candidate: Candidate, place: pa.Array) -> pa.Table:
    """(rows, columns) one line per row of the list."""
    count = candidate.rows
    columns = {
        "round": pa.repeat(round_code, count),
        "row": pa.array(candidate.row_numbers, pa.int64()),
        "place": place,
        "how": pa.array(candidate.placement.how, pa.string()),
        "certainty": pa.array(candidate.placement.certainty, pa.float64()),
        "households": pa.array(candidate.households.astype(np.int64)),
        "individuals": pa.array(whole_individuals(candidate)),
        **{key: _text(table, key, count) for key in (*STATED, *NAMES)},
        "lat": pa.array(candidate.lat, from_pandas=True),
        "lon": pa.array(candidate.lon, from_pandas=True),
    }
    return pa.table(columns)


def breakdowns_table(round_code: str, candidate: Candidate, place: pa.Array) -> pa.Table:
    """(cells, columns) one line per cell that is not zero; `stated` is the number as the file has it."""
    rows: list[NDArray[np.int64]] = []
    keys: list[tuple[str, str]] = []
    households: list[Floats] = []
    stated: list[Floats] = []
    for dimension, categories in candidate.breakdowns.items():
        for category, cells in categories.items():
            where = np.flatnonzero(np.nan_to_num(cells))
            if len(where):
                keys.append((dimension, category))
                rows.append(where)
                stated.append(cells[where])
                households.append(in_households(candidate, cells)[where])
    lengths = [len(where) for where in rows]
    at = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
    kind = np.repeat(np.arange(len(keys)), lengths)
    order = np.lexsort((kind, at))
    at, kind = at[order], kind[order]
    return pa.table(
        {
            "round": pa.repeat(round_code, len(at)),
            "row": pa.array(candidate.row_numbers[at], pa.int64()),
            "place": place.take(pa.array(at)),
            "dimension": _labels([dimension for dimension, _ in keys], kind),
            "category": _labels([category for _, category in keys], kind),
            "households": pa.array(np.rint(_joined(households)[order]).astype(np.int64)),
            "stated": pa.array(_joined(stated)[order]),
        }
    )


def _labels(texts: list[str], positions: NDArray[np.int64]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(positions.astype(np.int32)), pa.array(texts, pa.string())).cast(
        pa.string()
    )


def _text(table: SourceTable, key: str, count: int) -> pa.Array:
    found = table.columns.get(key)
    return pa.nulls(count, pa.string()) if found is None else found


def _joined(parts: list[Floats]) -> Floats:
    return np.concatenate(parts) if parts else np.zeros(0)
