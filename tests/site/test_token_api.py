"""Programs at the door of the API: tokens, what they may do, how often, and bringing rounds in."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hulul.agencies import actions
from hulul.agencies.access import actor_for
from hulul.agencies.models import Grant, User
from hulul.kernel import clock, files
from hulul.site.rates import Limiter
from hulul.site.web import door
from hulul.tracking.actions import accept
from hulul.tracking.models import Import
from hulul.tracking.tasks import examine_batch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

LIST = b"Place id,Governorate,Households\n"


def _user(role: str) -> User:
    user = User.objects.create(email=f"{role}@example.org", name=role)
    Grant.objects.create(user=user, role=role)
    return user


def _secret(user: User, *scopes: str) -> str:
    ends = clock.now() + dt.timedelta(days=1)
    return actions.create_token(actor_for(user), name="A program", scopes=scopes, expires_at=ends)[1]


def _bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


def _names(client: Client, **more: Any) -> set[str]:
    return {each["name"] for each in client.get("/api/v1/datasets", **more).json()}


def test_a_token_reads_what_its_owner_reads(client: Client) -> None:
    officer = _secret(_user("field_officer"), "read")
    assert "alerts" in _names(client, headers=_bearer(officer))
    assert "alerts" not in _names(client)
    partner = _secret(_user("partner"), "read")
    assert _names(client, headers=_bearer(partner)) == _names(client)


@pytest.mark.parametrize(
    "credentials",
    ["Bearer hulul_unknown", "Bearer", "Bearer ", "Basic YTpi", "hulul_x", "Bearer a b", "bearer \u00ff\u00fe"],
)
@pytest.mark.parametrize("path", ["/api/v1/stocks", "/api/v1/nothing", "/api/v1/openapi.json"])
def test_a_token_that_does_not_stand_is_refused_and_never_taken_for_nobody(
    client: Client, credentials: str, path: str
) -> None:
    answer = client.get(path, headers={"authorization": credentials})
    assert (answer.status_code, answer.json()["code"]) == (401, "token")
    assert answer["WWW-Authenticate"].startswith("Bearer ")
    assert "no-store" in answer["Cache-Control"]


def test_a_session_does_not_help_a_token_that_does_not_stand(client: Client) -> None:
    client.force_login(_user("administrator"))
    assert client.get("/api/v1/stocks", headers=_bearer("hulul_wrong")).status_code == 401


@pytest.mark.parametrize("name", ["token", "access_token", "api_key", "key", "authorization"])
def test_a_token_in_an_address_is_not_taken(client: Client, name: str) -> None:
    secret = _secret(_user("field_officer"), "read")
    answer = client.get(f"/api/v1/stocks?{name}={secret}")
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_parameter")
    assert secret not in answer.content.decode()
    assert client.get(f"/api/v1/datasets/alerts/rows?{name}={secret}").status_code == 404


def test_a_token_is_only_good_for_what_it_was_made_for(client: Client) -> None:
    manager = _user("information_manager")
    reading, sending = _bearer(_secret(manager, "read")), _bearer(_secret(manager, "rounds"))
    assert client.get("/api/v1/stocks", headers=reading).status_code == 200
    refused = client.get("/api/v1/stocks", headers=sending)
    assert (refused.status_code, refused.json()["code"]) == (403, "scope")
    batch = Import.objects.values_list("batch", flat=True)[0]
    assert client.get(f"/api/v1/imports/{batch}", headers=sending).status_code == 200
    assert client.get(f"/api/v1/imports/{batch}", headers=reading).status_code == 403


def test_what_a_token_reads_is_kept_by_nobody_else(client: Client) -> None:
    answer = client.get("/api/v1/stocks", headers=_bearer(_secret(_user("partner"), "read")))
    assert "private" in answer["Cache-Control"]
    assert "Authorization" in answer["Vary"]
    assert "Access-Control-Allow-Origin" not in answer


def test_a_program_brings_a_list_in_and_follows_it(
    client: Client, demo: Path, django_capture_on_commit_callbacks: Any
) -> None:
    manager = _user("information_manager")
    sending = _bearer(_secret(manager, "rounds"))
    item = Import.objects.filter(state="accepted").order_by("file_name").first()
    assert item is not None
    sent = SimpleUploadedFile(item.file_name, files.local_path(item.stored).read_bytes())
    answer = client.post("/api/v1/imports", {"file": sent}, headers=sending)
    assert answer.status_code == 202, answer.content
    told = answer.json()
    assert (told["busy"], told["state"]) == (True, "queued")
    assert [each["state"] for each in told["imports"]] == ["uploaded"]
    job = Import.objects.get(batch=told["batch"]).job
    assert job is not None
    examine_batch.call(told["batch"], str(job.pk), manager.pk)
    after = client.get(f"/api/v1/imports/{told['batch']}", headers=sending).json()
    assert (after["busy"], after["state"]) == (False, "done")
    (found,) = after["imports"]
    assert (found["state"], found["outcome"]) == ("checked", "")
    assert found["round"]
    client.force_login(manager)
    assert client.get(found["url"]).status_code == 200
    accept(actor_for(manager), found["id"])
    (told,) = client.get(f"/api/v1/imports/{told['batch']}", headers=sending).json()["imports"]
    assert (told["state"], told["outcome"]) == ("accepted", "same_file")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({}, "invalid"),
        ({"source": "nobody"}, "no_source"),
        ({"date": "yesterday"}, "invalid"),
        ({"population": "birds"}, "invalid"),
    ],
)
def test_what_is_sent_is_checked_before_anything_is_kept(client: Client, sent: dict[str, str], code: str) -> None:
    sending = _bearer(_secret(_user("information_manager"), "rounds"))
    before = Import.objects.count()
    body: dict[str, Any] = sent | ({"file": SimpleUploadedFile("list.csv", LIST)} if sent else {})
    answer = client.post("/api/v1/imports", body, headers=sending)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert Import.objects.count() == before


def test_files_above_the_limit_are_refused(client: Client, settings: Any) -> None:
    settings.HULUL_UPLOAD_LIMIT_MB = 1
    sending = _bearer(_secret(_user("information_manager"), "rounds"))
    answer = client.post("/api/v1/imports", {"file": SimpleUploadedFile("a.csv", b"x" * 1_000_001)}, headers=sending)
    assert answer.status_code == 422
    assert not list((Path(settings.HULUL_HOME) / "tmp").glob("tmp*"))


def test_a_session_alone_cannot_send_anything(client: Client) -> None:
    client.force_login(_user("administrator"))
    answer = client.post("/api/v1/imports", {"file": SimpleUploadedFile("list.csv", LIST)})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_needed")


@pytest.fixture
def limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(door, "_limiter", Limiter(tmp_path / "rates"))
    settings.HULUL_API_RATE = (5, 60.0)
    settings.HULUL_API_RATE_ANONYMOUS = (3, 60.0)


@pytest.mark.usefixtures("limited")
def test_too_many_requests_are_refused_and_told_when_to_come_again(client: Client) -> None:
    statuses = [client.get("/api/v1/places/XH01").status_code for _number in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
    assert 1 <= int(answer["Retry-After"]) <= 20
    assert client.get("/en/").status_code == 200, "pages are not counted"


@pytest.mark.usefixtures("limited")
def test_each_token_and_each_address_has_its_own_count(client: Client) -> None:
    user = _user("partner")
    first, second = _bearer(_secret(user, "read")), _bearer(_secret(user, "read"))
    for headers in (first, second):
        assert [client.get("/api/v1/places/XH01", headers=headers).status_code for _n in range(6)] == [200] * 5 + [429]
    assert client.get("/api/v1/places/XH01").status_code == 200
    for address, status in (("203.0.113.7", 200), ("2001:db8::1", 200)):
        assert client.get("/api/v1/places/XH01", REMOTE_ADDR=address).status_code == status


@pytest.mark.usefixtures("limited")
def test_guessing_tokens_is_counted_by_address(client: Client) -> None:
    statuses = [client.get("/api/v1/stocks", headers=_bearer(f"hulul_{n}")).status_code for n in range(5)]
    assert statuses == [401, 401, 401, 429, 429]


@pytest.mark.usefixtures("limited")
def test_one_subscriber_of_ipv6_cannot_take_another_address_each_time(client: Client) -> None:
    statuses = [client.get("/api/v1/places/XH01", REMOTE_ADDR=f"2001:db8:1:2::{n}").status_code for n in range(1, 6)]
    assert statuses == [200, 200, 200, 429, 429]
    assert client.get("/api/v1/places/XH01", REMOTE_ADDR="2001:db8:1:3::1").status_code == 200


def test_a_forged_header_gives_nobody_another_address() -> None:
    """As `site.wsgi` puts it together: only the proxies that are named are believed, and only their own entry."""
    from granian.utils.proxies import wrap_wsgi_with_proxy_headers

    seen: list[str] = []

    def application(scope: dict[str, str], _start: object) -> list[bytes]:
        seen.append(scope["REMOTE_ADDR"])
        return []

    wrapped = wrap_wsgi_with_proxy_headers(application, ["10.0.0.1"])
    for number in range(3):
        wrapped({"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": f"198.51.100.{number}"}, None)
        wrapped({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": f"198.51.100.{number}, 203.0.113.9"}, None)
    assert set(seen) == {"203.0.113.9"}
