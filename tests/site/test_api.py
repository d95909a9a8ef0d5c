"""The API as a whole: formats, pages, editions, errors, and what other sites may read. On the demo country."""

import csv
import io
import json
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from shapely.geometry import shape

from hulul.agencies.models import Grant, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

ROWS = ("/api/v1/stocks", "/api/v1/changes", "/api/v1/flows", "/api/v1/series/XH01", "/api/v1/datasets/stocks/rows")
STEADY = (
    *ROWS,
    "/api/v1/datasets",
    "/api/v1/datasets/stocks",
    "/api/v1/datasets/stocks.csv?level=1",
    "/api/v1/measures",
    "/api/v1/rounds",
    "/api/v1/places",
    "/api/v1/places/XH01",
    "/api/v1/places/tree",
    "/api/v1/places/boundaries",
    "/api/v1/places/points",
    "/api/v1/openapi.json",
)


@pytest.fixture
def amal() -> User:
    return User.objects.get(grants__role="administrator")


def _body(response: Any) -> bytes:
    return b"".join(response) if response.streaming else response.content


def _table(response: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("path", ROWS)
def test_rows_are_the_same_in_every_format(client: Client, path: str) -> None:
    asked = f"{path}?limit=20"
    rows = client.get(asked).json()["rows"]
    assert len(rows) == 20
    parquet = client.get(f"{asked}&format=parquet")
    assert parquet["Content-Type"] == "application/vnd.apache.parquet"
    assert json.loads(json.dumps(pq.read_table(io.BytesIO(parquet.content)).to_pylist(), default=str)) == rows
    written = client.get(f"{asked}&format=csv")
    assert written["Content-Type"] == "text/csv; charset=utf-8"
    assert [list(row) for row in _table(written)] == [list(row) for row in rows]
    assert [row["households"] for row in _table(written)] == [str(row["households"]) for row in rows]


def test_the_accept_header_chooses_the_format_and_the_parameter_is_stronger(client: Client) -> None:
    parquet = client.get("/api/v1/stocks", headers={"accept": "application/vnd.apache.parquet"})
    assert parquet.content[:4] == b"PAR1"
    assert client.get("/api/v1/stocks?format=json", headers={"accept": "text/csv"}).json()["rows"]
    assert client.get("/api/v1/stocks", headers={"accept": "image/png"}).json()["rows"]


def test_geojson_has_a_valid_geometry_for_each_area_of_one_round(client: Client) -> None:
    latest = client.get("/api/v1/rounds?population=idp&limit=1").json()["rounds"][0]["round"]
    found = client.get(f"/api/v1/stocks?round={latest}&level=1&format=geojson")
    assert found["Content-Type"] == "application/geo+json"
    features = found.json()["features"]
    assert features
    for feature in features:
        assert shape(feature["geometry"]).is_valid
        assert feature["geometry"]["type"] in ("Polygon", "MultiPolygon")
        assert feature["properties"]["households"] >= 0


def test_a_dataset_without_places_says_that_it_cannot_be_drawn(client: Client) -> None:
    answer = client.get("/api/v1/datasets/rounds/rows?format=geojson")
    assert answer.status_code == 422
    assert answer.json()["code"] == "not_spatial"


def _pages(client: Client, path: str, part: str) -> list[Any]:
    rows: list[Any] = []
    following: str | None = path
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, answer.content
        rows += answer.json()[part]
        following = answer.json()["next"]
        link = answer.headers.get("Link")
        assert link is None or link == f'<{following}>; rel="next"'
    return rows


@pytest.mark.parametrize(
    ("path", "part", "size"),
    [
        ("/api/v1/stocks?level=1", "rows", 17),
        ("/api/v1/datasets/changes/rows?level=2&order=-households", "rows", 100),
        ("/api/v1/rounds?population=idp", "rounds", 7),
        ("/api/v1/places?level=2", "places", 4),
        ("/api/v1/places/points?level=1", "features", 2),
    ],
)
def test_pages_follow_each_other_without_a_gap_or_a_repetition(client: Client, path: str, part: str, size: int) -> None:
    sign = "&" if "?" in path else "?"
    whole = client.get(f"{path}{sign}limit={500 if part == 'rounds' else 10_000}").json()
    assert whole["next"] is None
    assert len(whole[part]) > size
    assert _pages(client, f"{path}{sign}limit={size}", part) == whole[part]


def test_pages_of_an_older_generation_are_refused_rather_than_mixed(client: Client) -> None:
    following = client.get("/api/v1/stocks?limit=5").json()["next"]
    assert "generation=1" in following
    answer = client.get(following.replace("generation=1", "generation=2"))
    assert (answer.status_code, answer.json()["code"]) == (409, "published_anew")


@pytest.mark.parametrize("path", [*ROWS, "/api/v1/rounds", "/api/v1/places", "/api/v1/places/XH01/children"])
@pytest.mark.parametrize("asked", [f"offset={10**30}", "limit=0", f"limit={10**30}", "limit=-1", "offset=٣x"])
def test_no_number_is_too_large_to_be_refused_in_words(client: Client, path: str, asked: str) -> None:
    answer = client.get(f"{path}?{asked}")
    assert answer.status_code == 422
    assert answer.json()["parameters"][0]["name"] == asked.partition("=")[0]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/api/v1/stocks?populaton=idp", "unknown_parameter"),
        ("/api/v1/stocks?place=nowhere", "no_place"),
        ("/api/v1/flows?origin=nowhere", "no_place"),
        ("/api/v1/series/nowhere", "no_place"),
        ("/api/v1/datasets/stocks/rows?nothing=1", "unknown_column"),
        ("/api/v1/datasets/stocks/rows?level=high", "bad_value"),
        ("/api/v1/rounds?population=birds", "invalid"),
        ("/api/v1/stocks?since=yesterday", "invalid"),
        ("/api/v1/places/search?q=%00", "invalid"),
    ],
)
def test_a_filter_that_means_nothing_is_refused_rather_than_ignored(client: Client, path: str, code: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize("path", STEADY)
def test_an_answer_that_did_not_change_is_not_sent_twice(client: Client, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200
    assert "no-cache" in first["Cache-Control"]
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, _body(again)) == (304, b"")
    assert client.get(path, headers={"if-none-match": '"another"'}).status_code == 200


@pytest.mark.parametrize("path", ROWS)
def test_an_edition_is_of_one_format_language_and_generation(client: Client, path: str) -> None:
    tags = {
        client.get(path, headers={"accept": accept, "accept-language": language})["ETag"]
        for accept in ("application/json", "text/csv")
        for language in ("en", "ar")
    }
    assert len(tags) == 4
    modified = client.get(path)["Last-Modified"]
    assert client.get(path, headers={"if-modified-since": modified}).status_code == 304


@pytest.mark.parametrize("path", STEADY)
def test_large_answers_travel_compressed(client: Client, path: str) -> None:
    answer = client.get(path, headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]


@pytest.mark.parametrize("path", STEADY)
def test_other_sites_may_read_what_everybody_may(client: Client, path: str) -> None:
    answer = client.get(path, headers={"origin": "https://elsewhere.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer


def test_other_sites_may_not_read_as_somebody_signed_in(client: Client, amal: User) -> None:
    client.force_login(amal)
    answer = client.get("/api/v1/stocks", headers={"origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in answer
    assert "private" in answer["Cache-Control"]
    assert "Cookie" in answer["Vary"]


def test_other_sites_may_only_read(client: Client) -> None:
    answer = client.options("/api/v1/imports", headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "authorization" not in answer["Access-Control-Allow-Headers"].lower()


def test_head_answers_the_headers_only(client: Client) -> None:
    head, got = client.head("/api/v1/stocks"), client.get("/api/v1/stocks")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == got["ETag"]
    assert head["Content-Length"] == str(len(got.content))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/nothing", 404),
        ("get", "/api/", 404),
        ("get", "/api/v2/places", 404),
        ("get", "/api/v1/places/nowhere", 404),
        ("post", "/api/v1/stocks", 405),
        ("delete", "/api/v1/places/XH01", 405),
        ("put", "/api/v1/imports", 405),
        ("get", "/api/v1/places/search", 422),
        ("post", "/api/v1/imports", 401),
    ],
)
def test_every_error_is_json_of_one_shape(client: Client, method: str, path: str, status: int) -> None:
    answer = getattr(client, method)(path)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"
    assert {"code", "message", "hint"} <= set(answer.json()) <= {"code", "message", "hint", "parameters"}
    assert answer.json()["message"]
    assert "no-store" in answer["Cache-Control"]


def test_a_refused_method_says_which_are_allowed(client: Client) -> None:
    assert client.post("/api/v1/stocks")["Allow"] == "GET"


def test_a_fault_of_ours_is_json_without_its_details(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("hulul.warehouse.queries.ask", fail)
    client.raise_request_exception = False
    answer = client.get("/api/v1/stocks")
    assert (answer.status_code, answer.json()["code"]) == (500, "fault")
    assert b"secret detail" not in answer.content


@pytest.mark.parametrize("language", ["ar", "ckb"])
@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/stocks?limit=0", "/api/v1/stocks?nothing=1"])
def test_errors_are_told_in_the_readers_language(client: Client, language: str, path: str) -> None:
    told = client.get(path, headers={"accept-language": language}).json()
    assert told["message"] != client.get(path).json()["message"]
    assert any("\u0600" <= letter <= "\u06ff" for letter in told["message"])


def test_measures_say_what_they_are_and_each_is_a_series(client: Client) -> None:
    measures = client.get("/api/v1/measures").json()
    assert {"stocks.households", "stocks.individuals", "changes.change_households", "return_rates.rate"} <= {
        each["name"] for each in measures
    }
    for each in measures:
        assert each["unit"]
        assert each["method"]
        found = client.get(f"/api/v1/series/XH01?measure={each['name']}&limit=3").json()
        assert found["dataset"] == each["dataset"]
        for row in found["rows"]:
            assert each["name"].partition(".")[2] in row
            assert row["date"]


def test_a_measure_above_the_readers_tier_does_not_exist(client: Client, amal: User) -> None:
    hidden = "/api/v1/series/XH01?measure=alerts.households"
    unknown = "/api/v1/series/XH01?measure=none.households"
    assert client.get(hidden).status_code == client.get(unknown).status_code == 404
    assert client.get(hidden).json()["message"].replace("alerts", "none") == client.get(unknown).json()["message"]
    client.force_login(amal)
    assert client.get(hidden).status_code == 200


def test_a_series_is_one_place_oldest_first(client: Client) -> None:
    rows = client.get("/api/v1/series/XH01?measure=stocks.individuals&population=idp").json()["rows"]
    dates = [row["date"] for row in rows]
    assert len(rows) > 10
    assert dates == sorted(dates)
    assert {row["population"] for row in rows} == {"idp"}
    one = client.get(f"/api/v1/stocks?place=XH01&population=idp&since={dates[3]}&until={dates[3]}").json()["rows"]
    assert [row["individuals"] for row in one] == [rows[3]["individuals"]]


def test_the_tree_has_every_open_area_once_under_its_parent(client: Client) -> None:
    tree = client.get("/api/v1/places/tree?level=3").json()

    def codes(branch: dict[str, Any]) -> list[str]:
        return [branch["code"], *(code for child in branch["children"] for code in codes(child))]

    listed = [
        place["code"]
        for level in range(4)
        for place in client.get(f"/api/v1/places?level={level}&limit=10000").json()["places"]
        if place["valid_to"] is None
    ]
    assert sorted(codes(tree)) == sorted(listed)
    for child in tree["children"]:
        below = client.get(f"/api/v1/places/{child['code']}/children").json()["places"]
        assert [place["code"] for place in below] == [each["code"] for each in child["children"]]


def test_findings_of_a_version_are_told_in_words_and_pages(client: Client) -> None:
    code = client.get("/api/v1/rounds?limit=1").json()["rounds"][0]["round"]
    found = client.get(f"/api/v1/rounds/{code}/versions/1/findings").json()
    assert found["count"] == len(found["findings"]) > 0
    assert all(each["explanation"] and each["rule"] for each in found["findings"])
    with translation.override(None):
        told = client.get(f"/api/v1/rounds/{code}/versions/1/findings", headers={"accept-language": "ar"}).json()
    assert told["findings"][0]["title"] != found["findings"][0]["title"]


def test_whole_files_have_every_row(client: Client) -> None:
    size = client.get("/api/v1/datasets/stocks").json()["rows"]
    answer = client.get("/api/v1/datasets/stocks.parquet")
    assert pq.read_table(io.BytesIO(_body(answer))).num_rows == size
    narrowed = client.get("/api/v1/datasets/stocks.csv?level=1&columns=place,households")
    rows = list(csv.DictReader(io.StringIO(_body(narrowed).decode("utf-8-sig"))))
    assert set(rows[0]) == {"place", "households"}
    assert 0 < len(rows) < size


def test_a_reader_with_a_role_gets_more_datasets_and_no_edition_of_the_public(client: Client) -> None:
    public = {each["name"] for each in client.get("/api/v1/datasets").json()}
    officer = User.objects.create(email="sara@example.org", name="Sara")
    Grant.objects.create(user=officer, role="field_officer")
    tag = client.get("/api/v1/datasets")["ETag"]
    client.force_login(officer)
    answer = client.get("/api/v1/datasets", headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert public < {each["name"] for each in answer.json()}
