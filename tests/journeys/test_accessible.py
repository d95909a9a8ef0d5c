"""axe finds nothing serious on any page of the dashboard, in both directions and both themes, open or signed in."""

import pytest
from playwright.sync_api import Browser, Page, StorageState

from tests.browser import opened, serious_findings, settled, wait_until
from tests.journeys.conftest import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def read_through(page: Page) -> None:
    """Scroll down until every panel has come, and let every figure draw itself."""
    for top in range(0, 12_000, 700):
        if top > page.evaluate("document.documentElement.scrollHeight"):
            break
        page.evaluate(f"scrollTo(0, {top})")
        page.wait_for_timeout(40)
    wait_until(page, "!document.querySelector('.panel .skeleton')", 30)
    settled(page)


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("ar", "dark"), ("ar", "light"), ("en", "dark")])
def test_home_and_place_for_everybody(
    office: Office, browser: Browser, way_down: list[str], language: str, theme: str
) -> None:
    with opened(browser, office.url, theme=theme) as page:
        for address in ("/", way_down[0]):
            page.goto(f"/{language}{address}")
            read_through(page)
            assert serious_findings(page) == [], address


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("ar", "dark")])
def test_every_other_page_also_for_staff(
    office: Office, browser: Browser, signed_in: StorageState, way_down: list[str], language: str, theme: str
) -> None:
    governorate, district = (address.split("/")[2] for address in way_down[:2])
    pages = (
        "/?show=change_idp&level=2&bubbles=1",
        way_down[3],
        f"/compare/?a={governorate}&b={district}",
        "/compare/",
        "/severity/",
        f"{way_down[-1]}severity/",
        "/compare/rounds/",
        "/no-return/",
        "/places/NOWHERE/",
    )
    with opened(browser, office.url, theme=theme, storage_state=signed_in, expected=lambda text: "404" in text) as page:
        for address in pages:
            page.goto(f"/{language}{address}")
            settled(page)
            assert serious_findings(page) == [], address
