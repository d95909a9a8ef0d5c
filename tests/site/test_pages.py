"""The installation's own pages: health, the front door, work under way, errors, the API's description."""

import json
import uuid

import pytest
from django.conf import settings
from django.test import Client, override_settings

from hulul.agencies.models import Grant, User
from hulul.kernel import jobs
from hulul.kernel.actors import Actor
from hulul.kernel.models import Job
from hulul.site.api import api
from hulul.site.web.operations import operations

pytestmark = pytest.mark.django_db


@pytest.fixture
def amal() -> User:
    user = User.objects.create(email="amal@office.example", name="Amal")
    Grant.objects.create(user=user, role="administrator")
    return user


@pytest.fixture
def signed_in(client: Client, amal: User) -> Client:
    client.force_login(amal)
    return client


def _job(user: User, **changes: object) -> Job:
    job = jobs.start(Actor(user_id=user.pk, name=user.name), "import", "Import of list.csv")
    Job.objects.filter(pk=job.pk).update(**changes)
    job.refresh_from_db()
    return job


def test_health_says_that_the_database_answers_and_that_nothing_is_published(client: Client) -> None:
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {"version": api.version, "database": "ok", "generation": None}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("accepted", "language"), [("ar,en;q=0.5", "ar"), ("ckb", "ckb"), ("en-GB", "en"), ("fr", "en")]
)
def test_the_front_door_leads_to_the_readers_language(client: Client, accepted: str, language: str) -> None:
    answer = client.get("/", headers={"accept-language": accepted})
    assert answer.status_code == 302
    assert answer["Location"] == f"/{language}/"
    assert "Accept-Language" in answer["Vary"]


def test_a_language_chosen_before_is_stronger_than_the_browsers(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    assert client.get("/", headers={"accept-language": "en"})["Location"] == "/ar/"


def test_choosing_a_language_is_remembered_and_leads_to_the_same_page(client: Client) -> None:
    answer = client.post("/language/setlang/", {"language": "ar", "next": "/en/site/api/"})
    assert answer.status_code == 302
    assert answer["Location"] == "/ar/site/api/"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "ar"


def test_choosing_a_language_never_leads_to_another_site(client: Client) -> None:
    answer = client.post("/language/setlang/", {"language": "ar", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_robots_are_kept_from_accounts_uploads_and_work_under_way(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /en/account/", "Disallow: /ar/rounds/imports/", "Disallow: /ckb/site/"} <= set(lines)


def test_work_under_way_is_asked_for_again_every_second_and_has_a_link_for_those_without_scripts(
    signed_in: Client, amal: User
) -> None:
    job = _job(amal, state="running", done=3, total=12, message="reading")
    path = f"/en/site/jobs/{job.pk}/"
    page = signed_in.get(path).content.decode()
    assert f'hx-get="{path}"' in page
    assert 'hx-trigger="every 1s"' in page
    assert f'<a href="{path}"' in page
    assert 'value="3" max="12"' in page
    assert "Import of list.csv" in page


def test_htmx_gets_only_the_part_that_changes(signed_in: Client, amal: User) -> None:
    job = _job(amal, state="running")
    fragment = signed_in.get(f"/en/site/jobs/{job.pk}/", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "hx-get" in fragment


def test_work_that_ended_is_not_asked_for_again_and_leads_to_its_result(signed_in: Client, amal: User) -> None:
    job = _job(amal, state="done", result={"url": "/en/rounds/"})
    page = signed_in.get(f"/en/site/jobs/{job.pk}/").content.decode()
    assert "every 1s" not in page
    assert 'href="/en/rounds/"' in page


def test_work_that_failed_says_why(signed_in: Client, amal: User) -> None:
    job = _job(amal, state="failed", message="The file is empty.")
    assert "The file is empty." in signed_in.get(f"/en/site/jobs/{job.pk}/").content.decode()


def test_work_of_others_does_not_exist(client: Client, amal: User) -> None:
    assert client.get(f"/en/site/jobs/{_job(amal).pk}/").status_code == 404
    assert client.get(f"/en/site/jobs/{uuid.uuid4()}/").status_code == 404


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_an_address_without_a_page_is_told_in_the_language_of_the_address(client: Client, language: str) -> None:
    answer = client.get(f"/{language}/nothing-here/")
    assert answer.status_code == 404
    assert f'lang="{language}"' in answer.content.decode()


def test_a_forged_form_is_refused_in_words(amal: User) -> None:
    answer = Client(enforce_csrf_checks=True).post("/language/setlang/", {"language": "ar"})
    assert answer.status_code == 403
    assert "The form is too old" in answer.content.decode()


def test_the_page_about_the_api_lists_every_operation(client: Client) -> None:
    page = client.get("/en/site/api/").content.decode()
    for operation in operations(api.get_openapi_schema()):
        assert f"{operation.method} {operation.path}" in page


def test_an_error_of_the_api_is_a_code_a_message_and_a_hint(client: Client) -> None:
    answer = client.get("/api/v1/places/there-is-no-such-place")
    assert answer.status_code == 404
    assert set(answer.json()) == {"code", "message", "hint"}


def test_the_description_of_the_api_is_served(client: Client) -> None:
    served = json.loads(client.get("/api/v1/openapi.json").content)
    assert served["paths"] == json.loads(json.dumps(api.get_openapi_schema()))["paths"]


def test_no_page_allows_scripts_or_styles_from_elsewhere_or_inline(client: Client) -> None:
    policy = client.get("/en/site/api/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@override_settings(DEBUG=False)
def test_a_fault_of_ours_is_told_without_its_details(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(schema: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("hulul.site.web.views.operations", fail)
    client.raise_request_exception = False
    answer = client.get("/en/site/api/")
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "secret detail" not in text
    assert "<h1" in text
