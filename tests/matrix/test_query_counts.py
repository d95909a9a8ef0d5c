"""How many queries each page makes, as written down.

A page that makes more than before fails, and so does one that makes fewer, so that the number is always the real one.
`make reference` writes the numbers again (it sets HULUL_TEST_WRITE_COUNTS).
"""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hulul.agencies.models import User
from hulul.warehouse.answers import cache
from tests.matrix.addresses import Row, address, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

BASELINE = Path(__file__).resolve().parent / "query_counts.toml"
HEADER = "# Database queries of each page for an administrator, with no answer in memory. `make reference` writes it.\n"
WRITING = bool(os.environ.get("HULUL_TEST_WRITE_COUNTS"))


def _pages() -> list[Row]:
    return [row for row in rows() if row.method == "GET" and row.expected["administrator"] == 200 and not row.values]


def _count(row: Row, values: dict[str, str]) -> int:
    client = Client()
    client.force_login(User.objects.get(grants__role="administrator"))
    path = address(row.target, values)
    client.get(path, row.query)  # what a process keeps in memory for its whole life is there from now on
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(path, row.query)
    return len(queries)


@pytest.fixture(scope="module")
def counted() -> Iterator[dict[str, int]]:
    """The numbers of this run; written down at the end when that was asked for."""
    numbers: dict[str, int] = {}
    yield numbers
    if WRITING:
        lines = [f'"{target}" = {number}\n' for target, number in sorted(numbers.items())]
        BASELINE.write_text(HEADER + "".join(lines), "utf-8")


@pytest.mark.parametrize("row", _pages(), ids=lambda row: row.target)
def test_a_page_makes_as_many_queries_as_written_down(
    row: Row, counted: dict[str, int], values: dict[str, str]
) -> None:
    counted[row.target] = _count(row, values)
    if not WRITING:
        written = tomllib.loads(BASELINE.read_text("utf-8"))
        assert counted[row.target] == written.get(row.target), f"{row.target}: if it must be, run `make reference`"


@pytest.mark.skipif(WRITING, reason="the numbers are being written")
def test_every_number_is_of_a_page_that_exists() -> None:
    assert set(tomllib.loads(BASELINE.read_text("utf-8"))) == {row.target for row in _pages()}
