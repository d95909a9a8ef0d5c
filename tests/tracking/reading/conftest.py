"""Files as people really send them, made on the spot: a small true list, and everything that can go wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
import xlsxwriter

from hulul.kernel import packs
from hulul.sheets.sources import sources
from hulul.tracking.reading import SourceTable, read

HEADER = [
    "Location ID", "Place ID", "Governorate", "District", "Location Name", "Arabic Name", "Latitude", "Longitude",
    "Families", "Individuals", "Anbar", "Ninewa", "Camp", "Hostfamilies", "Pre June14", "August14", "date",
]  # fmt: skip
ROWS = [
    line.split(",")
    for line in (
        "1101011,7862,Dahuk,Amedi,Qadish,قدش,37.1005,43.3853,16,96,0,16,0,16,12,4,2019-04-30",
        "1103010,25622,Dahuk,Sumel,Domiz,دوميز,36.7876,42.9050,341,2046,1,340,300,41,341,0,2019-04-30",
        "2105009,122,Anbar,Falluja,Mualmeen,حي المعلمين,33.3549,43.7819,45,270,45,0,0,45,0,45,2019-04-30",
    )
]

Read = Callable[..., SourceTable]


@pytest.fixture(scope="session")
def masterlist() -> packs.Masterlist:
    return packs.load("iraq").masterlist


@pytest.fixture
def read_bytes(tmp_path: Path, masterlist: packs.Masterlist) -> Read:
    """Read content as a file of that name; keyword arguments go to `read`."""

    def read_one(content: bytes, name: str = "IDPs_list.csv", **arguments: object) -> SourceTable:
        path = tmp_path / name
        path.write_bytes(content)
        (source,) = sources([path])
        table = read(source, masterlist, **arguments)  # type: ignore[arg-type]
        assert all("%(" not in table.findings.explain(found) for found in table.findings)
        return table

    return read_one


def csv_text(rows: Sequence[Sequence[object]] = (), *, header: Sequence[str] = HEADER, delimiter: str = ",") -> str:
    """A delimited text; every cell quoted that needs it."""

    def cell(value: object) -> str:
        text = str(value)
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in (delimiter, '"', "\n")) else text

    return "".join(delimiter.join(map(cell, row)) + "\n" for row in [header, *(rows or ROWS)])


def csv_bytes(rows: Sequence[Sequence[object]] = (), **arguments: object) -> bytes:
    return csv_text(rows, **arguments).encode()  # type: ignore[arg-type]


def changed(row: int = 0, **cells: str) -> list[list[str]]:
    """The true list with some cells of one row changed, by header ("Place_ID" for "Place ID")."""
    rows = [list(each) for each in ROWS]
    for header, value in cells.items():
        rows[row][HEADER.index(header.replace("_", " "))] = value
    return rows


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """An XLSX with these sheets; texts of digits become numbers, as in files that people send."""
    with xlsxwriter.Workbook(path, {"strings_to_numbers": True, "strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for position, row in enumerate(rows):
                sheet.write_row(position, 0, row)
    return path.read_bytes()
