"""The pages of this room in a browser: nothing serious for axe, and a decision without leaving the page."""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from hulul.kernel.actors import SYSTEM
from tests.browser import DESKTOP, PHONE, opened, serious_findings, settled
from tests.places.squareland import GAZETTEER, collection, write_csv, write_json

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def session(tmp_path: Path) -> str:
    """Squareland with two doubts, and the session of an administrator."""
    from hulul.agencies.actions import create_user
    from hulul.places.actions import load_all

    files = [write_json(tmp_path / f"adm{level}.geojson", collection(level)) for level in range(4)]
    rows = (*GAZETTEER, "21,1,Dastan,Karwan,Turned,,62.5,10.5", "23,3,Al-Marja,Bani Rashid,Elsewhere,,13.5,63.5")
    load_all(SYSTEM, [*files, write_csv(tmp_path / "g.csv", *rows)])
    user = create_user(
        SYSTEM, email="a@example.org", name="Amina", password="a long enough phrase 1", roles=("administrator",)
    )
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_serious(
    session: str, live_server: LiveServer, browser: Browser, viewport: dict[str, int], language: str
) -> None:
    with opened(browser, live_server.url, viewport=viewport) as page:
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        for path in ("places/search/?q=dastan", "places/search/?q=zzxxqq", "places/review/", "places/dtm-13/names/"):
            page.goto(f"/{language}/{path}")
            settled(page)
            assert serious_findings(page) == [], path


def test_a_doubt_is_decided_and_undone_in_place(session: str, live_server: LiveServer, browser: Browser) -> None:
    with opened(browser, live_server.url) as page:
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto("/en/places/review/?kind=coordinates_swapped")
        row = page.locator("tbody tr")
        row.get_by_role("button", name="Accept", exact=True).click()
        row.get_by_role("button", name="Undo", exact=True).click()
        row.get_by_role("button", name="Keep as stated").click()
        row.get_by_text("rejected by Amina").wait_for()
        assert page.url.endswith("?kind=coordinates_swapped")


def test_suggestions_appear_while_typing_and_lead_to_the_place(
    session: str, live_server: LiveServer, browser: Browser
) -> None:
    with opened(browser, live_server.url) as page:
        page.goto("/en/places/search/")
        page.locator("#search").press_sequentially("kani s")
        page.locator("#suggestions a").first.wait_for()
        assert page.locator("#suggestions a").first.get_attribute("href") == "/en/places/dtm-13/"
