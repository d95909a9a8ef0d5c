"""The pages on conditions say what the builds of the demo country say."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hulul.agencies.models import User
from hulul.kernel.actors import ANONYMOUS, SYSTEM, Actor
from hulul.ui import formats
from hulul.ui.maps import NOT_ASSESSED
from hulul.warehouse.queries import Question, ask

pytestmark = pytest.mark.django_db

NEWEST = "return-index-2025-12-31"


@pytest.fixture(autouse=True)
def country(demo: Path) -> Path:
    return demo


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.get(grants__role="administrator"))
    return client


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def payloads(page: str) -> dict[str, dict[str, Any]]:
    island = r'<ui-island[^>]*><script type="application/json">(.*?)</script>'
    figures = re.findall(rf'<figure class="[^"]*" id="([^"]+)".*?{island}', page)
    return {slug: json.loads(data) for slug, data in figures}


def rows(dataset: str = "severity", actor: Actor = ANONYMOUS, **where: object) -> list[dict[str, Any]]:
    return ask(actor, Question(dataset, where={"assessment": NEWEST, **where})).records()


def one(**where: object) -> dict[str, Any]:
    (row,) = rows(**where)
    return row


def worst(level: int) -> dict[str, Any]:
    """The place of a level with the highest score, among those with a name of their own."""
    return max(rows(level=level, scale=""), key=lambda row: (row["score"] or -1, row["place"]))


def test_the_lead_says_how_many_live_in_high_severity(client: Client) -> None:
    whole = one(level=0, scale="")
    page = text_of(client, "/en/severity/")
    assert formats.number(whole["high_individuals"], language="en") in page
    assert formats.percent(whole["high_share"], language="en") in page
    assert "31 December 2025" in page


def test_the_map_colours_areas_by_their_share_and_hatches_what_was_not_assessed(client: Client) -> None:
    drawn = payloads(text_of(client, "/en/severity/?level=2"))["map"]
    shares = {row["place"]: row["high_share"] for row in rows(level=2, scale="") if row["assessed_locations"]}
    assert {code: area["value"] for code, area in drawn["areas"].items() if area["value"] is not None} == shares
    assert len(drawn["areas"]) > len(shares)
    assert drawn["words"]["noData"] == "not assessed"


def test_areas_can_be_coloured_by_mean_severity_in_the_colours_of_categories(client: Client) -> None:
    drawn = payloads(text_of(client, "/en/severity/?show=score"))["map"]
    scores = {row["place"]: row["score"] for row in rows(level=1, scale="") if row["assessed_locations"]}
    assert {code: area["value"] for code, area in drawn["areas"].items() if area["value"] is not None} == scores
    assert drawn["classBounds"] == [25, 50, 75]
    assert len(drawn["colours"]) == 4


def test_the_classes_of_the_map_hold_in_every_assessment(client: Client) -> None:
    bounds = [
        payloads(text_of(client, f"/en/severity/?date={on}"))["map"]["classBounds"]
        for on in ("2021-08-31", "2025-12-31")
    ]
    assert bounds[0] == bounds[1]


def test_locations_are_drawn_by_category_and_sized_by_returnees(client: Client) -> None:
    drawn = payloads(text_of(client, "/en/severity/?level=4"))["map"]
    found = {row["place"]: row for row in rows(level=4, scale="")}
    assert {code for code, *_rest in drawn["bubbles"]} <= found.keys()
    assert len(drawn["bubbles"]) > 0.9 * len(found)
    titles = {"low": "Low", "medium": "Medium", "high": "High", "very_high": "Very high"}
    for code, _name, _lon, _lat, people, _url, colour, said in drawn["bubbles"]:
        assert people == (found[code]["individuals"] or 0)
        category = found[code]["category"]
        assert said == (titles[category] if category else "not assessed")
        assert (colour == NOT_ASSESSED) == (category is None)


def test_scales_that_are_not_public_are_shown_to_staff_only(client: Client) -> None:
    public = text_of(client, "/en/severity/")
    assert "Livelihoods and basic services" in public
    assert "Safety and social cohesion" not in public
    client.force_login(User.objects.get(grants__role="administrator"))
    assert "Safety and social cohesion" in text_of(client, "/en/severity/")


def test_asking_for_a_scale_that_one_may_not_see_shows_all_together(client: Client) -> None:
    page = text_of(client, "/en/severity/?scale=safety_and_cohesion")
    assert payloads(page)["map"]["areas"] == payloads(text_of(client, "/en/severity/"))["map"]["areas"]


def test_a_scale_has_a_map_of_its_own(client: Client) -> None:
    drawn = payloads(text_of(client, "/en/severity/?scale=livelihoods_and_services"))["map"]
    shares = {
        row["place"]: row["high_share"]
        for row in rows(level=1, scale="livelihoods_and_services")
        if row["assessed_locations"]
    }
    assert {code: area["value"] for code, area in drawn["areas"].items() if area["value"] is not None} == shares


def test_a_date_shows_the_assessment_that_stood_then(client: Client) -> None:
    assert "31 August 2021" in text_of(client, "/en/severity/?date=2021-09-15")
    assert "31 December 2020" in text_of(client, "/en/severity/?date=2015-01-01")


def test_the_slider_has_a_stop_for_every_assessment(client: Client) -> None:
    page = text_of(client, "/en/severity/")
    held = ask(ANONYMOUS, Question("severity", ("date",), {"framework": "return-index", "level": 0, "scale": ""})).rows
    assert len(held) == 20
    for (on,) in held:
        assert f'value="{on.isoformat()}"' in page


def test_returnees_of_all_categories_add_up_to_those_assessed(client: Client) -> None:
    counted = rows("severity_categories", level=0)
    total = sum(row["individuals"] for row in counted)
    assert total == one(level=0, scale="")["individuals"]
    page = text_of(client, "/en/severity/")
    table = page[page.index('id="categories"') : page.index('id="changes"')]
    assert f'data-raw="{total}"' in table
    for row in rows("severity_categories", level=1):
        assert f'data-raw="{row["individuals"]}"' in table


def test_what_changed_is_told_on_matched_locations_with_what_drove_it(client: Client) -> None:
    (total,) = [row for row in rows("severity_changes", level=0) if not row["indicator"]]
    page = text_of(client, "/en/severity/")
    assert f"In the {formats.number(total['matched_locations'], language='en')} locations assessed both times" in page
    drawn = payloads(page)["drivers"]
    parts = {row["change"] for row in rows("severity_changes", level=0) if row["indicator"]}
    assert {values[0] for values in zip(drawn["series"][0]["values"], strict=True)} <= parts
    sizes = [abs(value) for value in drawn["series"][0]["values"]]
    assert sizes == sorted(sizes, reverse=True)


def test_readers_who_may_not_know_all_parts_of_a_change_are_told_so(client: Client) -> None:
    assert "Indicators that are not public are left out" in text_of(client, "/en/severity/")
    client.force_login(User.objects.get(grants__role="administrator"))
    page = text_of(client, "/en/severity/")
    assert "Indicators that are not public are left out" not in page
    (total,) = [row for row in rows("severity_changes", level=0) if not row["indicator"]]
    drawn = payloads(page)["drivers"]["series"][0]["values"]
    assert sum(drawn) == pytest.approx(total["change"], abs=0.05)


def test_the_first_assessment_has_nothing_to_compare_with(client: Client) -> None:
    page = text_of(client, "/en/severity/?date=2020-12-31")
    assert "This is the first assessment." in page
    assert 'id="changes"' not in page


def test_places_of_concern_have_their_reasons(client: Client) -> None:
    page = text_of(client, "/en/severity/")
    section = page[page.index('id="concerns"') : page.index('id="ranking"')]
    reasons = {row["reason"] for row in rows("concerns")}
    words = {"high_scale": "high severity: Livelihoods", "medium_many": "medium severity with many returnees"}
    for code in reasons & words.keys():
        assert words[code] in section
    assert "Safety and social cohesion" not in section


def test_the_ranking_says_which_ranks_are_possible_and_who_cannot_be_told_apart(client: Client) -> None:
    page = text_of(client, "/en/severity/?ranked=2")
    section = page[page.index('id="ranking"') :]
    ranked = [row for row in rows(level=2, scale="") if row["rank"]]
    assert ranked
    apart = [row for row in ranked if row["rank_low"] != row["rank_high"]]
    assert apart
    for row in apart:
        assert f"{row['rank_low']} to {row['rank_high']}" in section


def test_the_table_is_sorted_as_asked(client: Client) -> None:
    page = text_of(client, "/en/severity/?level=2&sort=-high_individuals")
    section = page[page.index('id="areas"') :]
    order = re.findall(r'href="/en/places/(XH\d{4})/"', section)
    people = {row["place"]: row["high_individuals"] or 0 for row in rows(level=2, scale="")}
    assert [people[code] for code in order] == sorted(people.values(), reverse=True)


def test_results_of_an_unpublished_method_are_labelled_with_a_way_to_the_framework(client: Client) -> None:
    page = text_of(client, "/en/severity/")
    assert "Hulul re-implementation" in page
    (address,) = re.findall(r'<a href="([^"]+)">What it measures, and its limits', page)
    assert client.get(address).status_code == 200


def test_other_frameworks_can_be_chosen(client: Client) -> None:
    page = text_of(client, "/en/severity/?framework=critical-shelter")
    assert "Measured by the Critical shelter" in page
    assert "Conditions" in page


def test_an_unknown_framework_shows_the_one_used_most(client: Client) -> None:
    assert "Measured by the Return Index" in text_of(client, "/en/severity/?framework=nonsense&level=x&show=y")


@pytest.mark.parametrize("language", ["ar", "ckb"])
@pytest.mark.parametrize("query", ["", "?level=4", "?show=score&level=3", "?framework=masterlist-conditions"])
def test_pages_speak_the_readers_language_and_digits(client: Client, language: str, query: str) -> None:
    page = text_of(client, f"/{language}/severity/{query}")
    main = page[page.index("<main") : page.index("</main>")]
    plain = re.sub(r"<script.*?</script>|<[^>]+>|&\w+;", " ", main)
    latin = set(re.findall(r"[A-Za-z]{3,}", plain)) - {"CSV", "XLSX", "GeoJSON", "Hulul"}
    latin.discard("Lumara")  # the boundary file names the country in English and Arabic only
    assert not latin
    assert not re.findall(r"[0-9]", plain)


def test_no_page_ever_says_nan_or_none(client: Client) -> None:
    for query in ("", "?level=4", "?show=score&level=3", "?framework=critical-shelter&level=4", "?date=2020-12-31"):
        page = text_of(client, f"/en/severity/{query}")
        plain = re.sub(r"<script.*?</script>|<[^>]+>", " ", page)
        assert not re.search(r"\bnan\b|\bNone\b|\binf\b", plain, re.IGNORECASE)
        assert "NaN" not in page


def test_the_panel_of_a_location_says_its_score_its_category_and_what_drives_it(client: Client) -> None:
    place = worst(4)
    page = text_of(client, f"/en/places/{place['place']}/severity/")
    assert f"{formats.number(place['score'], language='en')} of 100" in page
    assert "What weighs most" in page
    driver = max(rows("severity_indicators", level=4, place=place["place"]), key=lambda row: row["contribution"] or 0)
    answers = ask(
        ANONYMOUS,
        Question(
            "framework_answers",
            ("title_en", "answer_en"),
            {"framework": "return-index", "indicator": driver["indicator"], "answer": driver["answer"]},
        ),
    )
    ((title, answer),) = answers.rows
    assert f"{title} ({answer})" in page


def test_the_panel_says_only_what_a_reader_may_know(client: Client) -> None:
    place = worst(4)["place"]
    assert "Explosive hazards" not in text_of(client, f"/en/places/{place}/severity/")
    client.force_login(User.objects.get(grants__role="administrator"))
    assert "Explosive hazards" in text_of(client, f"/en/places/{place}/severity/")


def test_the_panel_compares_a_location_with_every_area_that_it_lies_in(client: Client) -> None:
    page = text_of(client, f"/en/places/{worst(4)['place']}/severity/")
    section = page[page.index("Beside the areas it lies in") :]
    for level in ("Location", "Sub-district", "District", "Governorate", "Country"):
        assert f">{level}</small>" in section


def test_the_course_of_a_place_has_its_intervals(client: Client) -> None:
    place = worst(4)["place"]
    drawn = payloads(text_of(client, f"/en/places/{place}/severity/"))["severity-course"]
    points = drawn["series"][0]["points"]
    assert len(points) > 10
    assert all(low is None or low <= value <= high for _on, value, low, high in points)


def test_the_panel_of_an_area_says_how_many_live_below_the_standard(client: Client) -> None:
    page = text_of(client, f"/en/places/{worst(1)['place']}/severity/")
    assert "Below the minimum standard" in page
    assert "were living in conditions of high severity" in page


def test_a_place_that_nobody_assessed_says_so(client: Client) -> None:
    page = text_of(client, "/en/places/XH01/severity/")
    assert "Not assessed" in page
    assert "No assessment has asked about this place" in page


def test_the_panel_answers_as_a_fragment_to_htmx_and_as_a_page_otherwise(client: Client) -> None:
    address = f"/en/places/{worst(1)['place']}/severity/"
    assert "<html" in client.get(address).content.decode()
    assert "<html" not in client.get(address, headers={"HX-Request": "true"}).content.decode()


def test_an_unknown_place_has_no_panel(client: Client) -> None:
    assert client.get("/en/places/XH99/severity/").status_code == 404


def test_every_download_of_the_page_answers(client: Client) -> None:
    page = text_of(client, "/en/severity/")
    addresses = set(re.findall(r'href="(/en/data/[^"]+\.csv[^"]*)"', page))
    assert len(addresses) >= 5
    for address in addresses:
        response = client.get(address.replace("&amp;", "&"))
        assert response.status_code == 200
        assert len(b"".join(response.streaming_content).splitlines()) > 1  # type: ignore[attr-defined]


def test_before_the_first_build_the_page_says_what_to_do(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from hulul.dashboards.queries import severity

    monkeypatch.setattr(severity, "_assessments", lambda actor: [])
    assert "Activate a framework" in text_of(staff, "/en/severity/")
    assert "No assessment has been published yet" in text_of(staff, "/en/places/XH05/severity/")


def test_the_system_sees_no_more_scales_than_there_are(client: Client) -> None:
    assert {row["scale"] for row in rows(actor=SYSTEM, level=0)} == {
        "",
        "livelihoods_and_services",
        "safety_and_cohesion",
    }
