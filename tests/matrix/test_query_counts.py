"""How many queries each page makes, as written down: a page that makes more than before fails, and so does one that
makes fewer, so that the number is always the real one. `make reference` writes the numbers again.
"""

import tomllib
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hulul.agencies.models import User
from hulul.warehouse.answers import cache
from tests.matrix.addresses import Row, address, rows, table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

BASELINE = Path(__file__).resolve().parent / "query_counts.toml"
HEADER = "# Database queries of each page for an administrator, warehouse asked for the first time. Written by `make reference`.\n"


def _pages() -> list[Row]:
    return [row for row in rows() if row.method == "GET" and row.expected["administrator"] == 200]


def _count(row: Row) -> int:
    client = Client()
    client.force_login(User.objects.get())
    path = address(row.target, table()["values"])
    client.get(path, row.query)  # what is kept in memory for the life of the process is kept now
    cache.clear()
    with CaptureQueriesContext(connection, ) as queries:
        client.get(path, row.query)
    return len(queries)


@pytest.mark.parametrize("row", _pages(), ids=lambda row: row.target)
def test_a_page_makes_as_many_queries_as_written_down(row: Row) -> None:
    written = tomllib.loads(BASELINE.read_text("utf-8"))
    assert _count(row) == written.get(row.target), f"{row.target}: if it must be, run `make reference`"


def test_every_number_is_of_a_page_that_exists() -> None:
    assert set(tomllib.loads(BASELINE.read_text("utf-8"))) == {row.target for row in _pages()}
