"""Search, suggestions, outlines, names and codes, the review queue; and the same for machines."""

import json
from pathlib import Path

import pytest
from django.test import Client

from hulul.kernel.actors import SYSTEM
from hulul.places.actions import load
from hulul.places.models import Place, ReviewItem
from tests.places.squareland import GAZETTEER, write_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def doubts(country: None, tmp_path: Path) -> list[ReviewItem]:
    load(
        SYSTEM,
        write_csv(
            tmp_path / "g.csv",
            GAZETTEER[0],
            "21,1,Dastan,Karwan,Turned,,62.5,10.5",
            "23,3,Al-Marja,Bani Rashid,Elsewhere,,13.5,63.5",
        ),
    )
    return list(ReviewItem.objects.order_by("kind"))


@pytest.mark.parametrize(("language", "title"), [("en", "Karwan"), ("ar", "كاروان"), ("ckb", "کاروان")])
def test_the_search_page_shows_places_in_the_readers_language(
    gazetteer: Path, client: Client, language: str, title: str
) -> None:
    page = client.get(f"/{language}/places/search/", {"q": "XH0201"})
    assert page.status_code == 200
    assert f'<a href="/{language}/places/XH0201/">{title}</a>' in page.content.decode()


def test_the_search_page_says_what_to_do_when_nothing_is_found(gazetteer: Path, client: Client) -> None:
    assert "Try fewer letters" in client.get("/en/places/search/", {"q": "zzxxqq"}).content.decode()


def test_what_was_typed_is_shown_as_text_not_as_markup(gazetteer: Path, client: Client) -> None:
    page = client.get("/en/places/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_suggestions_link_to_places_and_say_where_they_are(gazetteer: Path, client: Client) -> None:
    answer = client.get("/en/places/suggest/", {"q": "kani"}, headers={"HX-Request": "true"}).content.decode()
    assert 'href="/en/places/dtm-13/"' in answer
    assert "Karwan, Dastan" in answer


def test_outlines_come_as_geojson_and_are_asked_again_only_when_they_changed(country: None, client: Client) -> None:
    first = client.get("/en/places/boundaries.geojson", {"level": 2, "within": "XH01"})
    assert first["Content-Type"] == "application/geo+json"
    assert "max-age=300" in first["Cache-Control"]
    assert [each["properties"]["code"] for each in json.loads(first.content)["features"]] == ["XH0101", "XH0102"]
    again = client.get(
        "/en/places/boundaries.geojson", {"level": 2, "within": "XH01"}, headers={"If-None-Match": first["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(("query", "status"), [({"level": "9"}, 422), ({"within": "XH99"}, 404)])
def test_outlines_of_nowhere_are_refused(country: None, client: Client, query: dict[str, str], status: int) -> None:
    assert client.get("/en/places/boundaries.geojson", query).status_code == status


def test_the_panel_of_names_shows_every_name_and_code(gazetteer: Path, client: Client) -> None:
    page = client.get("/en/places/dtm-14/names/", headers={"HX-Request": "true"}).content.decode()
    for text in ("Bardarash", "بردرش", "DTM location ID", "201014", "13.50000, 63.50000"):
        assert text in page
    assert "<html" not in page
    assert "<html" in client.get("/en/places/dtm-14/names/").content.decode()


def test_the_panel_of_an_unknown_place_is_not_found(country: None, client: Client) -> None:
    assert client.get("/en/places/XH99/names/").status_code == 404


def test_the_review_queue_is_for_staff(doubts: list[ReviewItem], client: Client) -> None:
    assert client.get("/en/places/review/").status_code == 404
    assert client.post("/en/places/review/decide/", {"accept": doubts[0].pk}).status_code == 404
    assert ReviewItem.objects.filter(state="open").count() == 2


def test_staff_see_what_is_stated_beside_what_is_suggested(doubts: list[ReviewItem], staff: Client) -> None:
    page = staff.get("/en/places/review/").content.decode()
    assert "62.50000, 10.50000" in page
    assert "10.50000, 62.50000" in page
    assert "Barda (XH020202)" in page


@pytest.mark.parametrize(("query", "shown"), [({"kind": "district_conflict"}, 1), ({"state": "accepted"}, 0), ({}, 2)])
def test_the_queue_is_filtered_by_kind_and_state(
    doubts: list[ReviewItem], staff: Client, query: dict[str, str], shown: int
) -> None:
    assert staff.get("/en/places/review/", query).content.decode().count('id="review-') - 3 == shown


def test_an_unknown_filter_is_refused(doubts: list[ReviewItem], staff: Client) -> None:
    assert staff.get("/en/places/review/", {"state": "lost"}).status_code == 422


def test_a_decision_without_javascript_comes_back_to_the_same_filters(doubts: list[ReviewItem], staff: Client) -> None:
    swapped = doubts[0]
    answer = staff.post("/en/places/review/decide/", {"accept": swapped.pk, "filters": "kind=district_conflict"})
    assert (answer.status_code, answer["Location"]) == (302, "/en/places/review/?kind=district_conflict")
    assert Place.objects.get(code="dtm-21").lat == 10.5


def test_a_decision_by_htmx_answers_the_row_with_undo(doubts: list[ReviewItem], staff: Client) -> None:
    row = staff.post(
        "/en/places/review/decide/", {"reject": doubts[1].pk}, headers={"HX-Request": "true"}
    ).content.decode()
    assert row.lstrip().startswith(f'<tr id="review-{doubts[1].pk}">')
    assert 'name="undo"' in row
    assert "rejected by Amina" in row


def test_many_rows_are_decided_at_once(doubts: list[ReviewItem], staff: Client) -> None:
    staff.post("/en/places/review/decide/", {"bulk": "accept", "item": [item.pk for item in doubts]})
    assert set(ReviewItem.objects.values_list("state", flat=True)) == {"accepted"}


@pytest.mark.parametrize("data", [{}, {"accept": "x"}, {"bulk": "explode"}])
def test_a_decision_that_says_nothing_is_refused(doubts: list[ReviewItem], staff: Client, data: dict[str, str]) -> None:
    assert staff.post("/en/places/review/decide/", data).status_code == 422


# --- the machine-readable door ---


def test_the_api_searches(gazetteer: Path, client: Client) -> None:
    (hit,) = client.get("/api/v1/places/search", {"q": "dtm-13", "limit": 1}).json()
    assert (hit["code"], hit["path"]) == ("dtm-13", ["XH", "XH02", "XH0201", "XH020101", "dtm-13"])


def test_the_api_describes_a_place_with_its_codes(gazetteer: Path, client: Client) -> None:
    found = client.get("/api/v1/places/dtm-13").json()
    assert (found["parent"], found["name_ar"]) == ("XH020101", "كاني سبي")
    assert {"system": "dtm_place", "code": "13"} in found["codes"]


def test_the_api_goes_up_and_down_the_tree(gazetteer: Path, client: Client) -> None:
    down = client.get("/api/v1/places/XH0201/children").json()
    up = client.get("/api/v1/places/XH0201/ancestors").json()
    assert (down["count"], [place["code"] for place in down["places"]]) == (2, ["XH020101", "XH020102"])
    assert [place["code"] for place in up] == ["XH", "XH02"]


def test_the_api_gives_outlines(country: None, client: Client) -> None:
    assert len(client.get("/api/v1/places/boundaries", {"level": 1}).json()["features"]) == 2


@pytest.mark.parametrize(
    ("path", "status"), [("XH99", 404), ("XH99/children", 404), ("search", 422), ("search?q=a&limit=9999", 422)]
)
def test_the_api_refuses_what_is_not_there(country: None, client: Client, path: str, status: int) -> None:
    assert client.get(f"/api/v1/places/{path}").status_code == status
