"""Small files of answers to a small framework, made on the spot, and everything that can go wrong with them."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from hulul.kernel import packs
from hulul.measurement.framing import Framed, parse
from hulul.measurement.reading import SurveyTable, read
from hulul.sheets.sources import sources
from tests.measurement.reading.frameworks import HOUSEHOLDS, LOCATIONS

Read = Callable[..., SurveyTable]

HEADER = ("Place ID", "water", "jobs", "destroyed", "Informants asked", "date")
ROWS = (
    ("11", "all", "Some residents", "10%", "3", "2024-05-28"),
    ("12", "some", "All residents", "40%", "2", "2024-05-30"),
    ("13", "none", "No resident", "0%", "4", "2024-05-31"),
)


@pytest.fixture(scope="session")
def locations() -> Framed:
    return parse(LOCATIONS)


@pytest.fixture(scope="session")
def households() -> Framed:
    return parse(HOUSEHOLDS)


@pytest.fixture
def read_rows(tmp_path: Path, locations: Framed) -> Read:
    """Read rows under a header as a file of that name; keyword arguments go to `read`."""

    def read_one(
        rows: Sequence[Sequence[object]] = ROWS,
        header: Sequence[str] = HEADER,
        *,
        name: str = "survey.csv",
        framed: Framed = locations,
        confirmed: Mapping[str, str] = {},
    ) -> SurveyTable:
        path = tmp_path / name
        lines = [header, *rows]
        path.write_text("".join(";".join(map(str, line)) + "\n" for line in lines), "utf-8")
        (source,) = sources([path])
        return read(source, framed, packs.load("demo").masterlist, confirmed=confirmed)

    return read_one


def codes(table: SurveyTable) -> dict[str, int]:
    """How often each finding was made."""
    return table.findings.counts()
