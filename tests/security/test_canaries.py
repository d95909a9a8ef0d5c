"""Canaries planted in everything that is kept from somebody never come out: not in an answer, a log, a cache or a file.

Every address and operation of roles.toml is asked as every role, and so is every dataset in every format.
"""

import gzip
import io
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import DjangoDbBlocker

from hulul.kernel import datasets, files
from hulul.kernel.actors import Actor
from hulul.kernel.tiers import Tier
from hulul.site.logs import JsonFormatter
from hulul.warehouse import access, answers
from hulul.warehouse.export import MEDIA_TYPES
from hulul.warehouse.queries import current_generation
from hulul.warehouse.web import caching
from tests.matrix.addresses import ROLES, Row, address, rows
from tests.security import planting
from tests.security.conftest import AsRole
from tests.security.planting import Planted

pytestmark = pytest.mark.django_db

SEARCHED = {"q": "canary", "search": "canary", "round": planting.ROUND, "source": "dtm", "state": "", "page": "1"}


@pytest.fixture(scope="module")
def planted(demo: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Planted]:
    with django_db_blocker.unblock():
        yield planting.plant()
    _forget()


def _forget() -> None:
    """What earlier readers were answered; the links of a page may name what its reader asked for."""
    answers.cache.clear()
    caching.pages.__init__()  # type: ignore[misc]


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What any part writes to any log, at the lowest level that is not for developers, as it would be written."""
    caplog.set_level(logging.INFO)
    usual = caplog.handler.formatter
    caplog.handler.setFormatter(JsonFormatter())
    yield caplog
    caplog.handler.setFormatter(usual)


def text_of(answer: HttpResponseBase) -> str:
    """All a reader gets: the status line's headers, cookies, and the contents of whatever kind of file it is.

    A page that fails shows nothing, and would keep what it is asked for in the dark.
    """
    assert answer.status_code != 500
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if answer.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return f"{dict(answer.headers)} {answer.cookies} {_decoded(body)}"


def _decoded(body: bytes) -> str:
    if body.startswith(b"PAR1"):
        table = pq.read_table(io.BytesIO(body))
        return f"{table.schema.metadata} {table.schema} {[column.unique().to_pylist() for column in table.columns]}"
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return body.decode("utf-8", "replace")


def _asked(client: Client, row: Row, values: dict[str, str], hidden: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(what was asked, all that came back): as roles.toml asks it, of what is hidden, as htmx does, and with a search.

    What a reader asked for may stand in the links of the answer, and is left out.
    """
    path = address(row.target, values | row.values)
    if row.method != "GET":
        data = {"content_type": "application/json"} if row.target.startswith("/") else {"data": row.data}
        yield path, text_of(client.post(path, **data))  # type: ignore[arg-type]
        return
    yield path, text_of(client.get(path, row.query))
    other = address(row.target, values | row.values | hidden)
    if other != path:
        yield other, text_of(client.get(other, row.query)).replace(planting.ROUND, "").replace(other, "")
    if row.target.startswith("/"):
        yield (
            f"{path} searched",
            text_of(client.get(path, row.query | {"round": planting.ROUND})).replace(planting.ROUND, ""),
        )
    else:
        part = client.get(path, row.query | SEARCHED, headers={"hx-request": "true", "hx-target": "x"})
        yield f"{path} searched", text_of(part).replace(planting.ROUND, "")


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_no_page_and_no_operation_shows_a_role_what_it_may_not_see(
    role: str, planted: Planted, values: dict[str, str], as_role: AsRole, logged: pytest.LogCaptureFixture
) -> None:
    client = as_role(role)
    if role != "anonymous":
        session = client.session
        session["note"] = planted.session
        session.save()
    shown = []
    for row in rows():
        if row.method == "GET" or row.expected[role] >= 400:  # what a role may do is not done here
            for asked, text in _asked(client, row, values, planted.hidden):
                shown += [f"{row.method} {asked}: {each}" for each in planted.found_in(text, role)]
    shown += [f"log: {each}" for each in planted.found_in(logged.text.replace(planting.ROUND, ""), "nobody")]
    assert shown == []


@pytest.mark.slow
@pytest.mark.parametrize("role", [role for role in ROLES if role not in planting.STAFF])
def test_no_dataset_in_any_format_has_what_a_role_may_not_see(
    role: str, planted: Planted, values: dict[str, str], as_role: AsRole
) -> None:
    client = as_role(role)
    shown = []
    for name, dataset in datasets.registered().items():
        whole = dataset.tier == Tier.PUBLIC and dataset.name != "rounds"  # large, the same for everybody: once, as CSV
        for extension in ("csv",) if whole else MEDIA_TYPES:
            for target in ("warehouse:download", "/api/v1/datasets/{name}.{extension}"):
                if whole and (role != "anonymous" or target.startswith("/")):
                    continue
                answer = client.get(address(target, values | {"name": name, "extension": extension}))
                expected = (404,) if dataset.tier > Tier.PUBLIC else (200, 422)  # 422: rounds cannot be drawn
                assert answer.status_code in expected, f"{target} {name}.{extension}"
                shown += [f"{target} {name}.{extension}: {each}" for each in planted.found_in(text_of(answer), role)]
    assert shown == []


@pytest.mark.parametrize("role", sorted(planting.STAFF))
def test_the_canaries_are_there_for_those_who_may_see_them(
    role: str, planted: Planted, values: dict[str, str], as_role: AsRole
) -> None:
    client = as_role(role)
    alerts = text_of(client.get(address("warehouse:download", values | {"name": "alerts", "extension": "csv"})))
    assert "canary-of-an-alert" in alerts
    assert str(planting.HOUSEHOLDS) in alerts
    assert "canary-of-a-file.csv" in text_of(client.get(address("tracking:round", values | {"round": planting.ROUND})))


def test_what_is_published_has_nothing_of_people_and_of_rounds_for_staff(planted: Planted) -> None:
    for name, entry in current_generation().manifest.items():
        tier = datasets.get(name).tier
        for file in entry["files"]:
            found = planted.found_in(_decoded(files.local_path(file["name"]).read_bytes()), "anonymous")
            if tier > Tier.PUBLIC:
                found = [each for each in found if planted.seen_by[each] != planting.STAFF]
            assert found == [], file["name"]


def test_what_is_kept_in_memory_is_kept_for_those_who_may_see_it(
    planted: Planted, values: dict[str, str], as_role: AsRole
) -> None:
    _forget()
    for role in ROLES:
        client = as_role(role)
        for target in ("dashboards:home", "dashboards:place", "dashboards:alerts_panel", "dashboards:no_return"):
            client.get(address(target, values))
    public = {access.ways(Actor(None, "anonymous"), dataset) for dataset in datasets.registered().values()}
    kept = answers.cache._answers
    assert any(planted.found_in(str(answer.rows), "anonymous") for answer in kept.values())
    for key, answer in kept.items():
        if any(part in public for part in key if isinstance(part, tuple)):
            assert planted.found_in(str(answer.rows), "anonymous") == []
    pages: dict[str, Any] = caching.pages._kept
    assert pages
    for page in pages.values():
        assert planted.found_in(gzip.decompress(page.body).decode(), "anonymous") == []


def test_a_canary_in_any_writing_is_found(planted: Planted) -> None:
    for written in ("77,712,345", "٧٧٬٧١٢٬٣٤٥", "77\u202f712\u202f345", "77712345.5", "CANARY-of-an-Alert"):
        assert planted.found_in(f"<td>{written}</td>", "anonymous")
    assert planted.found_in("canary-of-an-alert", "coordinator") == []
    assert settings.DEBUG is False
