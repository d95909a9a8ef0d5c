"""Every page and every API operation as every role: what each gets is written down in roles.toml."""

import pytest
from django.test import Client
from django.urls import resolve

from hulul.agencies.models import User
from tests.matrix.addresses import ROLES, Row, address, operations, page_names, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def _client(role: str) -> Client:
    client = Client(raise_request_exception=False)
    if role == "administrator":
        client.force_login(User.objects.get())
    return client


def test_every_page_has_a_row() -> None:
    written = {row.target for row in rows() if not row.target.startswith("/")}
    assert page_names() == written


def test_every_operation_of_the_api_has_a_row() -> None:
    written = {f"{row.method} {row.target}" for row in rows() if row.target.startswith("/api/")}
    assert operations() == written


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", rows(), ids=lambda row: row.key)
def test_a_role_gets_what_the_table_says(row: Row, role: str, values: dict[str, str]) -> None:
    path = address(row.target, values | row.values)
    client = _client(role)
    answer = client.get(path, row.query) if row.method == "GET" else client.post(path, row.data)
    assert answer.status_code == row.expected[role], f"{row.method} {path} as {role}"


@pytest.mark.parametrize(
    "target", sorted({r.target for r in rows()} - {r.target for r in rows() if r.method == "POST"})
)
def test_what_is_only_read_cannot_be_posted_to(target: str, values: dict[str, str]) -> None:
    answer = _client("anonymous").post(address(target, values))
    assert answer.status_code in (302, 403, 404, 405), f"POST {target}"


@pytest.mark.parametrize("name", sorted(page_names()))
def test_no_address_is_hidden_behind_another(name: str, values: dict[str, str]) -> None:
    assert resolve(address(name, values)).view_name == name
