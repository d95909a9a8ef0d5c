"""The pages of the data and the downloads, as readers of each tier see them."""

import csv
import io
import json

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from hulul.agencies.actions import create_user
from hulul.kernel import datasets
from hulul.kernel.actors import SYSTEM
from hulul.warehouse import actions, export
from hulul.warehouse.models import Generation
from tests.warehouse import world
from tests.warehouse.conftest import Given

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Client:
    user = create_user(
        SYSTEM, email="a@example.org", name="Amal", password="a long enough secret", roles=("administrator",)
    )
    client.force_login(user)
    return client


def test_the_catalogue_lists_what_the_public_may_read(published: Generation, client: Client) -> None:
    page = client.get("/en/data/").content.decode()
    for name, dataset in datasets.registered().items():
        assert (f'href="/en/data/{name}/"' in page) is (dataset.tier == 0), name
    assert escape(str(datasets.get("stocks").description)) in page


def test_the_catalogue_lists_restricted_datasets_for_staff(published: Generation, administrator: Client) -> None:
    page = administrator.get("/en/data/").content.decode()
    assert 'href="/en/data/alerts/"' in page


def test_before_the_first_publication_the_pages_say_so(client: Client) -> None:
    assert "Nothing has been published yet" in client.get("/en/data/").content.decode()
    assert "Nothing has been published yet" in client.get("/en/data/stocks/").content.decode()
    assert client.get("/en/data/stocks.csv").status_code == 404


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_every_dataset_has_a_page_in_every_language(
    published: Generation, administrator: Client, language: str
) -> None:
    for name, dataset in datasets.registered().items():
        response = administrator.get(f"/{language}/data/{name}/")
        assert response.status_code == 200, name
        page = response.content.decode()
        assert f'href="/{language}/data/{name}.csv"' in page
        assert (f"{name}.geojson" in page) is (export.sheets.place_column(dataset) is not None)


@pytest.mark.parametrize("address", ["/en/data/alerts/", "/en/data/alerts.csv", "/en/data/nothing/"])
def test_what_the_reader_may_not_know_of_is_not_there(published: Generation, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("extension", sorted(export.MEDIA_TYPES))
def test_every_format_downloads_under_a_dated_name(published: Generation, client: Client, extension: str) -> None:
    response = client.get(f"/en/data/stocks.{extension}?level=1&population=idp")
    assert response.status_code == 200
    assert response["Content-Type"] == export.MEDIA_TYPES[extension]
    assert f'filename="stocks-{timezone.localtime(published.published_at).date()}' in response["Content-Disposition"]
    assert len(b"".join(response.streaming_content)) > 500


def test_the_address_of_a_download_narrows_it(published: Generation, client: Client) -> None:
    response = client.get("/en/data/stocks.csv?place=XA01&place=XA02&columns=place,households&hxl=0&date=2015-01-10")
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    names, *rows = csv.reader(io.StringIO(content))
    assert names == ["place", "households"]
    assert {row[0] for row in rows} == {"XA01", "XA02"}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/data/stocks.csv?level=high", 422),
        ("/en/data/stocks.csv?nothing=1", 422),
        ("/en/data/stocks.csv?columns=nothing", 422),
        ("/en/data/stocks.pdf", 422),
        ("/en/data/rounds.geojson", 422),
        ("/en/data/stocks.geojson?columns=households", 422),
    ],
)
def test_an_address_that_cannot_be_answered_says_why(
    published: Generation, client: Client, address: str, status: int
) -> None:
    assert client.get(address).status_code == status


def test_titles_of_a_download_are_in_the_language_of_the_address(published: Generation, client: Client) -> None:
    english = b"".join(client.get("/en/data/stocks.csv").streaming_content).decode("utf-8-sig").splitlines()
    arabic = b"".join(client.get("/ar/data/stocks.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert english[2:] == arabic[2:]
    assert english[1] != arabic[1]


def test_a_page_is_sent_again_only_after_the_next_publication(
    published: Generation, client: Client, given: Given
) -> None:
    client.get("/en/data/stocks/")  # the first visit receives the cookie of the forms
    first = client.get("/en/data/stocks/")
    assert "no-cache" in first["Cache-Control"]
    again = client.get("/en/data/stocks/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    other = client.get("/ar/data/stocks/", headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200
    given(world.tables(5))
    actions.publish(SYSTEM)
    assert client.get("/en/data/stocks/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_pages_of_signed_in_readers_are_not_kept_by_anybody(published: Generation, administrator: Client) -> None:
    page = administrator.get("/en/data/")
    assert "ETag" not in page
    assert "private" in page["Cache-Control"]


def test_api_lists_datasets_by_tier(published: Generation, client: Client) -> None:
    names = {found["name"] for found in client.get("/api/v1/datasets").json()}
    assert "stocks" in names
    assert not names & {"alerts", "no_return_candidates"}
    assert client.get("/api/v1/datasets/alerts").status_code == 404
    assert client.get("/api/v1/datasets/stocks").json()["columns"][8] == {
        "name": "households", "type": "integer", "title": "Households", "unit": "households", "hxl": "#affected+hh",
    }  # fmt: skip


def test_api_gives_rows_narrowed_ordered_and_capped(published: Generation, client: Client) -> None:
    address = "/api/v1/datasets/stocks/rows?level=1&population=idp&columns=place,households&order=-households&limit=3"
    found = client.get(address).json()
    assert (found["generation"], found["truncated"], len(found["rows"])) == (1, True, 3)
    households = [row["households"] for row in found["rows"]]
    assert households == sorted(households, reverse=True)
    assert client.get("/api/v1/datasets/stocks/rows?limit=10001").status_code == 422
    assert client.get("/api/v1/datasets/stocks/rows?level=high").status_code == 422
    assert client.get("/api/v1/datasets/alerts/rows").status_code == 404


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        ("stocks?level=1&population=idp&round=dtm-idp-2015-01-10", 2),
        ("stocks?place=XA&population=idp&since=2015-01-10&until=2015-03-01", 2),
        ("changes?place=XA&population=idp", 15),
        ("flows?level=1&round=dtm-idp-2015-01-10", 4),
        ("series/XA01?population=idp", 16),
        ("series/XA01?measure=return_rates.rate&since=2015-01-10&until=2015-01-10", 2),
        ("changes?source=nobody", 0),
    ],
)
def test_api_answers_the_most_asked_questions_shortly(
    published: Generation, client: Client, address: str, rows: int
) -> None:
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content
    assert len(json.loads(response.content)["rows"]) == rows
