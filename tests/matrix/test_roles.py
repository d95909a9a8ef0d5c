"""Every page and every API operation as every role: what each gets is written down in roles.toml."""

from urllib.parse import quote

import pytest
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django.http import HttpRequest
from django.test import Client
from django.urls import resolve

from hulul.agencies.models import Grant, User
from tests.matrix.addresses import ROLES, Row, address, operations, page_names, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def _client(role: str) -> Client:
    """Somebody who holds this role in the whole country alone and just gave the password again; or nobody."""
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        user = User.objects.create(email=f"{role}@example.org", name=role, password="set")
        Grant.objects.create(user=user, role=role)
        client.force_login(user)
        request = HttpRequest()
        request.session, request.user = client.session, user
        reauthenticate_by_password(request)
        request.session.save()
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


REFUSED = [row for row in rows() if row.expected["anonymous"] == 404 and 403 in row.expected.values()]


def _body(client: Client, path: str, row: Row | None = None) -> str:
    data = row.data if row else {}
    answer = client.get(path) if row is None or row.method == "GET" else client.post(path, data)
    assert answer.status_code == 404
    return answer.content.decode().replace(quote(path.removeprefix("/en")), "")


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row.key)
def test_what_is_refused_looks_to_anonymous_readers_as_if_it_did_not_exist(row: Row, values: dict[str, str]) -> None:
    client = _client("anonymous")
    path = address(row.target, values | row.values)
    assert _body(client, path, row) == _body(client, f"{path.rstrip('/')}/nothing-is-here/")
