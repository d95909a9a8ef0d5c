"""The dashboard of the demo country says what the master lists say."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from django.test import Client

from hulul.agencies.models import User
from hulul.dashboards.queries import gazetteer as gazetteers
from hulul.dashboards.queries.kept import Kept
from hulul.dashboards.rules import alphabetical
from hulul.kernel.actors import ANONYMOUS, SYSTEM
from hulul.places.models import Place
from hulul.tracking.models import Version
from hulul.ui import formats
from hulul.warehouse.queries import Question, ask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country(demo: Path) -> Path:
    return demo


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.get(grants__role="administrator"))
    return client


def versions(population: str) -> list[Version]:
    """The accepted versions of the leading source, oldest first: the manifest, which the dashboard does not read."""
    found = Version.objects.filter(state="accepted", round__population=population).exclude(round__source="ministry")
    return list(found.select_related("round").order_by("round__date"))


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def payloads(page: str) -> dict[str, dict]:
    """The figures of a page by slug: what their islands will draw."""
    island = r'<ui-island[^>]*><script type="application/json">(.*?)</script>'
    figures = re.findall(rf'<figure class="[^"]*" id="([^"]+)".*?{island}', page)
    return {slug: json.loads(data) for slug, data in figures}


def place_of(level: int, population: str = "returnee") -> str:
    """The place of a level with the most households now."""
    round_ = versions(population)[-1].round_id
    question = Question(
        "stocks", ("place",), where={"round": round_, "level": level}, order=("-households", "place"), limit=1
    )
    return str(ask(ANONYMOUS, question).rows[0][0])


@pytest.mark.parametrize("population", ["idp", "returnee"])
@pytest.mark.parametrize("unit", ["individuals", "households"])
def test_home_shows_the_totals_of_the_newest_lists(client: Client, population: str, unit: str) -> None:
    newest = versions(population)[-1]
    assert formats.number(getattr(newest, unit), language="en") in text_of(client, f"/en/?unit={unit}")


def test_home_at_an_earlier_date_shows_the_lists_of_that_date(client: Client) -> None:
    earlier = versions("idp")[10]
    page = text_of(client, f"/en/?date={earlier.round.date}")
    assert formats.number(earlier.individuals, language="en") in page
    assert formats.day(earlier.round.date, "en") in page


def test_the_areas_of_every_level_sum_to_the_country(client: Client) -> None:
    newest = versions("returnee")[-1]
    for level in (1, 2, 3):
        drawn = payloads(text_of(client, f"/en/?level={level}"))["map"]
        total = sum(area["value"] or 0 for area in drawn["areas"].values())
        assert total == newest.individuals


def test_the_trend_has_a_point_for_every_list(client: Client) -> None:
    series = payloads(text_of(client, "/en/"))["trend"]["series"]
    for drawn, population in zip(series, ("idp", "returnee"), strict=True):
        counted = [[v.round.date.isoformat(), v.individuals] for v in versions(population)]
        assert [point[:2] for point in drawn["points"]] == counted


def test_a_break_in_series_is_marked(client: Client) -> None:
    breaks = payloads(text_of(client, "/en/"))["trend"]["breaks"]
    assert breaks
    assert all(item["note"] for item in breaks)


def test_map_classes_hold_while_the_slider_moves(client: Client) -> None:
    dates = [versions("returnee")[n].round.date for n in (5, -1)]
    bounds = [payloads(text_of(client, f"/en/?date={on}"))["map"]["classBounds"] for on in dates]
    assert bounds[0] == bounds[1]


def test_changes_are_coloured_from_zero_both_ways(client: Client) -> None:
    bounds = payloads(text_of(client, "/en/?show=change_idp&level=2"))["map"]["classBounds"]
    assert [-b for b in reversed(bounds)] == bounds


def test_the_return_rate_of_the_country_is_returnees_among_all_counted(client: Client) -> None:
    idp, returnee = versions("idp")[-1], versions("returnee")[-1]
    rate = returnee.individuals / (returnee.individuals + idp.individuals)
    assert formats.percent(rate, language="en") in text_of(client, "/en/")


def test_below_the_level_of_recorded_origin_the_page_says_why_there_is_no_rate(client: Client) -> None:
    page = text_of(client, f"/en/places/{place_of(3)}/")
    assert "origin is recorded by governorate only" in page


def test_bubbles_are_drawn_when_asked_for(client: Client) -> None:
    assert payloads(text_of(client, "/en/"))["map"]["bubbles"] == []
    assert len(payloads(text_of(client, "/en/?bubbles=1"))["map"]["bubbles"]) > 50


def test_sorting_by_name_follows_the_readers_language(client: Client) -> None:
    for language in ("en", "ar"):
        page = text_of(client, f"/{language}/?sort=name")
        table = page[page.index('id="areas"') :]
        names = re.findall(r'<th scope="row"[^>]*>\s*<a[^>]*>([^<]+)</a>', table)
        assert len(names) > 5
        assert names == sorted(names, key=alphabetical)


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_every_level_has_a_page_that_shows_its_own_count(client: Client, level: int) -> None:
    code = place_of(level)
    round_ = versions("returnee")[-1].round_id
    question = Question("stocks", ("individuals",), where={"round": round_, "place": code})
    ((people,),) = ask(ANONYMOUS, question).rows
    assert formats.number(people, language="en") in text_of(client, f"/en/places/{code}/")


def test_the_country_itself_is_the_front_page(client: Client) -> None:
    response = client.get("/en/places/XH/")
    assert (response.status_code, response.headers["Location"]) == (302, "/en/")


@pytest.mark.parametrize("panel", ["population", "movement", "conditions", "inside", "sources"])
@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_every_panel_opens_for_every_level(client: Client, panel: str, level: int) -> None:
    address = f"/en/places/{place_of(level)}/{panel}/"
    assert "<html" in text_of(client, address)
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment


def test_origins_of_a_place_sum_to_its_displaced_households(client: Client) -> None:
    code = place_of(1, "idp")
    round_ = versions("idp")[-1].round_id
    ((households,),) = ask(ANONYMOUS, Question("stocks", ("households",), where={"round": round_, "place": code})).rows
    drawn = payloads(text_of(client, f"/en/places/{code}/movement/"))["origin"]
    assert sum(drawn["series"][0]["values"]) == households


def test_a_location_stands_among_the_locations_of_its_sub_district(client: Client) -> None:
    code = place_of(4)
    (parent,) = ask(ANONYMOUS, Question("places", ("parent",), where={"code": code})).rows[0]
    siblings = {row[0] for row in ask(ANONYMOUS, Question("places", ("code",), where={"parent": parent})).rows}
    shown = set(
        re.findall(r'<th scope="row"[^>]*><a href="/en/places/([^/]+)/"', text_of(client, f"/en/places/{code}/inside/"))
    )
    assert code in shown
    assert shown <= siblings
    drawn = payloads(text_of(client, f"/en/places/{code}/"))["map"]
    assert drawn["selected"] == code
    assert code in {bubble[0] for bubble in drawn["bubbles"]}


def test_panels_are_asked_for_the_date_and_unit_of_the_page(client: Client) -> None:
    page = text_of(client, f"/en/places/{place_of(1)}/?date=2020-01-01&unit=households&show=idp")
    assert f"/en/places/{place_of(1)}/population/?unit=households&amp;date=2020-01-01" in page


def test_other_sources_stand_beside_the_leading_one(client: Client) -> None:
    counted = ask(ANONYMOUS, Question("reconciliation", ("place", "households", "reference_households"), limit=1))
    place, households, reference = counted.rows[0]
    page = text_of(client, f"/en/places/{place}/sources/")
    assert formats.number(households, language="en") in page
    assert formats.number(reference, language="en") in page


def test_two_places_stand_side_by_side(client: Client) -> None:
    page = text_of(client, f"/en/compare/?a={place_of(1)}&b={place_of(2)}")
    assert all(len(figure["series"]) == 2 for figure in payloads(page).values())


def test_two_rounds_differ_by_the_difference_of_their_totals(client: Client) -> None:
    then, now = versions("idp")[3], versions("idp")[-1]
    page = text_of(client, f"/en/compare/rounds/?show=idp&from={then.round.date}&to={now.round.date}")
    assert formats.signed(now.individuals - then.individuals, language="en") in page


def test_comparing_across_a_break_in_series_warns(client: Client) -> None:
    dates = (versions("returnee")[0].round.date, versions("returnee")[-1].round.date)
    assert "break in series lies between" in text_of(client, f"/en/compare/rounds/?from={dates[0]}&to={dates[1]}")


def test_arabic_pages_run_from_right_to_left_in_arabic_digits(client: Client) -> None:
    page = text_of(client, "/ar/")
    assert 'dir="rtl"' in page
    assert formats.number(versions("idp")[-1].individuals, language="ar") in page


def test_an_unknown_place_is_not_found_and_says_what_to_do(client: Client) -> None:
    response = client.get("/en/places/NOWHERE/")
    assert response.status_code == 404
    assert "Search for it by name" in response.content.decode()


def test_visitors_see_no_alerts_and_no_places_of_no_return(client: Client) -> None:
    assert "Unusual movements" not in text_of(client, "/en/")
    assert client.get("/en/no-return/").status_code == 404
    assert client.get(f"/en/places/{place_of(1)}/alerts/").status_code == 404
    assert "/alerts/" not in text_of(client, f"/en/places/{place_of(1)}/")


def test_staff_see_alerts_with_their_false_alarm_rate(staff: Client) -> None:
    (newest,) = ask(SYSTEM, Question("alerts", ("date",), order=("-date", "round", "place"), limit=1)).rows[0]
    page = text_of(staff, f"/en/?date={newest}")
    assert "Unusual movements" in page
    assert "False alarms" in page


def test_staff_see_the_most_unusual_movements_first_whether_up_or_down(staff: Client) -> None:
    (newest,) = ask(SYSTEM, Question("alerts", ("date",), order=("-date", "round", "place"), limit=1)).rows[0]
    page = text_of(staff, f"/en/?date={newest}")
    table = page[page.index('aria-labelledby="alerts"') : page.index('id="areas"')]
    numbers = re.findall(r'data-raw="([^"]*)"', table)  # of each row: now, expected, how unusual, false alarms
    scores = [float(score) for score in numbers[2::4]]
    assert scores
    assert scores == sorted(scores, reverse=True)


def test_staff_see_candidates_for_places_of_no_return(staff: Client) -> None:
    found = ask(SYSTEM, Question("no_return_candidates", ("place",), order=("place",))).rows
    page = text_of(staff, "/en/no-return/")
    assert formats.number(len(found), language="en") in page
    assert "verify each one" in page


def test_a_visitors_page_is_not_sent_twice(client: Client) -> None:
    client.get("/en/")  # brings the cookie for forms, which is part of what the page is
    first = client.get("/en/")
    again = client.get("/en/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_another_theme_is_another_page(client: Client) -> None:
    client.get("/en/")
    first = client.get("/en/")
    client.cookies["theme"] = "dark"
    again = client.get("/en/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200


def test_filters_of_a_page_are_links_that_keep_the_others(client: Client) -> None:
    page = text_of(client, "/en/?show=idp&level=2&unit=households")
    assert 'href="?show=idp&amp;unit=households&amp;level=3"' in page


def test_a_date_before_the_first_round_shows_missing_and_not_zero(client: Client) -> None:
    page = text_of(client, f"/en/?date={dt.date(1999, 1, 1)}")
    assert "Nobody was counted" in page
    assert formats.MISSING in page


def test_the_gazetteer_holds_every_place_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hulul.warehouse.queries.LIMIT", 5)
    monkeypatch.setattr(gazetteers, "_kept", Kept(1))
    answer = ask(ANONYMOUS, Question("places", ("lat", "lon", "code")))  # asked for by nobody else
    assert (len(answer.rows), answer.truncated) == (5, True), "questions of pages are cut off"
    found = gazetteers.gazetteer(ANONYMOUS)
    assert sum(len(found.at_level(level)) for level in range(5)) == Place.objects.count()
