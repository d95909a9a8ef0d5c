"""Whatever the bytes are: a table, or a refusal in words; never another error."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hulul.kernel import packs
from hulul.sheets.errors import Unreadable
from hulul.sheets.sources import sources
from hulul.tracking.reading import FINDINGS, SourceTable, read
from tests.tracking.reading.conftest import HEADER, ROWS, csv_bytes, workbook

IRAQ = packs.load("iraq").masterlist
CAREFUL = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MAGIC = [
    b"",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"\xfd7zXZ\0",
    b"BZh9",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
]


def attempt(path) -> SourceTable | None:
    for source in sources([path]):
        try:
            table = read(source, IRAQ)
        except Unreadable:
            continue
        assert all(len(column) == table.rows for column in table.columns.values())
        assert all(table.findings.explain(found) for found in table.findings)
        return table
    return None


@CAREFUL
@given(st.sampled_from(MAGIC), st.binary(max_size=3_000))
def test_random_bytes_are_refused_in_words(tmp_path, magic, noise):
    path = tmp_path / "list.csv"
    path.write_bytes(magic + noise)
    attempt(path)


@CAREFUL
@given(st.lists(st.lists(st.text(max_size=8), max_size=20), max_size=20), st.sampled_from([",", ";", "\t"]))
def test_random_cells_under_a_true_header_never_break_reading(tmp_path, cells, delimiter):
    path = tmp_path / "list.csv"
    header = delimiter.join(HEADER)
    path.write_text("\n".join([header, *(delimiter.join(row) for row in cells)]), "utf-8", "surrogatepass")
    attempt(path)


@CAREFUL
@given(st.randoms(use_true_random=False))
def test_a_list_with_random_damage_never_breaks_reading(tmp_path, chance):
    content = bytearray(csv_bytes([*ROWS, ["Total"] + [""] * 7 + ["402", *[""] * 8]]))
    path = tmp_path / "list.csv"
    path.write_bytes(_damaged(content, chance))
    attempt(path)


@pytest.mark.slow
def test_a_workbook_with_random_damage_never_breaks_reading(tmp_path):
    content = workbook(tmp_path / "made.xlsx", {"Sheet": [HEADER, *ROWS], "Other": [["a"]]})
    chance = random.Random(20_190_430)  # noqa: S311 - damage, not secrets
    for _ in range(150):
        path = tmp_path / "list.xlsx"
        path.write_bytes(_damaged(bytearray(content), chance))
        attempt(path)


def _damaged(content: bytearray, chance: random.Random) -> bytes:
    """The content with some bytes changed, a piece cut out or its end cut off."""
    for _ in range(chance.randrange(1, 12)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if chance.random() < 0.3:
        start = chance.randrange(len(content))
        del content[start : start + chance.randrange(1, 50)]
    return bytes(content[: chance.randrange(1, len(content))] if chance.random() < 0.3 else content)


def test_every_kind_of_finding_says_what_it_means_and_what_to_do():
    for code, kind in FINDINGS.items():
        assert str(kind.title), code
        assert str(kind.explanation).endswith("."), code
        assert str(kind.advice).endswith("."), code
