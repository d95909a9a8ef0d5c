"""The specimen page in Chromium: three languages, two themes, phone and desktop; keyboard, menus, slider, errors."""

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser import DESKTOP, PHONE, opened, serious_findings, settled, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("specimen")]


def _scrolled_through(page: Page) -> None:
    """Everything is asked to draw itself as it comes into view."""
    for top in range(0, page.evaluate("document.documentElement.scrollHeight"), 500):
        page.evaluate(f"scrollTo(0, {top})")
        page.wait_for_timeout(60)
    wait_until(page, "[...document.querySelectorAll('ui-island')].every((island) => island.drawing)", 30)
    page.evaluate("scrollTo(0, 0)")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    ("language", "theme"), [("en", "light"), ("en", "dark"), ("ar", "light"), ("ar", "dark"), ("ckb", "light")]
)
def test_every_component_is_drawn_accessible_and_within_the_screen(
    live_server: LiveServer, browser: Browser, language: str, theme: str, viewport: dict[str, int]
) -> None:
    with opened(browser, live_server.url, viewport=viewport, theme=theme) as page:
        page.goto(f"/{language}/")
        _scrolled_through(page)
        settled(page)
        assert serious_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor === 'rgb(17, 25, 29)'") is (
            theme == "dark"
        )


def test_the_page_can_be_read_without_script(live_server: LiveServer, browser: Browser) -> None:
    with opened(browser, live_server.url, java_script_enabled=False) as page:
        page.goto("/en/")
        assert page.locator("#map-table").is_visible()
        assert page.locator("#trend-table").get_by_text("28 Apr 2019").first.is_visible()
        assert page.locator("ui-slider select").is_visible()
        assert not page.locator("#map .figure-body").is_visible()
        page.locator("details.menu summary[aria-label=Language]").click()
        page.get_by_role("link", name="العربية").click()
        assert page.locator("html").get_attribute("dir") == "rtl"


def test_slash_opens_search_and_arrows_choose_a_suggestion(live_server: LiveServer, browser: Browser) -> None:
    with opened(browser, live_server.url, expected=lambda text: "404" in text) as page:
        page.goto("/en/")
        page.keyboard.press("/")
        page.keyboard.type("o", delay=20)
        wait_until(page, "document.querySelectorAll('#suggestions a').length > 1")
        assert page.locator("#search").get_attribute("aria-expanded") == "true"
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        chosen = page.locator("#suggestions [aria-selected=true]")
        assert chosen.get_attribute("id") == page.locator("#search").get_attribute("aria-activedescendant")
        page.keyboard.press("Escape")
        assert not page.locator("#suggestions").is_visible()


def test_the_slider_moves_address_and_figures_and_keeps_the_drawing(live_server: LiveServer, browser: Browser) -> None:
    with opened(browser, live_server.url) as page:
        page.goto("/en/?round=r10")
        settled(page)
        wait_until(page, "document.querySelector('#map ui-island').drawing", 30)
        page.evaluate("window.canvas = document.querySelector('#map canvas')")
        page.get_by_role("button", name="One step on").click()
        wait_until(page, "document.querySelector('#moved').dataset.round === 'r11'")
        assert page.evaluate("location.search") == "?round=r11"
        assert page.evaluate("document.querySelector('#map canvas') === window.canvas")
        page.get_by_role("button", name="Play through time").click()
        wait_until(page, "Number(document.querySelector('#moved').dataset.round.slice(1)) >= 13")
        page.get_by_role("button", name="Play through time").click()


def test_the_theme_changes_at_once_and_is_remembered(live_server: LiveServer, browser: Browser) -> None:
    with opened(browser, live_server.url) as page:
        page.goto("/en/")
        page.get_by_role("button", name="Switch between light and dark").click()
        assert page.locator("html").get_attribute("data-bs-theme") == "dark"
        page.reload()
        assert page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_a_figures_menu_shows_the_table_and_saves_the_image(live_server: LiveServer, browser: Browser) -> None:
    with opened(browser, live_server.url) as page:
        page.goto("/en/")
        page.locator("#trend summary").click()
        page.locator("#trend").get_by_role("button", name="Table").click()
        assert page.locator("#trend-table").is_visible()
        page.locator("#trend summary").click()
        with page.expect_download() as download:
            page.locator("#trend").get_by_role("button", name="Image").click()
        assert download.value.suggested_filename == "trend.png"
        assert download.value.path().read_bytes().startswith(b"\x89PNG")


def test_copying_a_table_gives_plain_numbers_in_columns(live_server: LiveServer, browser: Browser) -> None:
    with opened(browser, live_server.url) as page:
        page.goto("/ar/")
        copied = page.evaluate("""() => {
            const table = [...document.querySelectorAll('.data-table')].at(-1);
            getSelection().selectAllChildren(table.tBodies[0]);
            const event = new ClipboardEvent('copy', { clipboardData: new DataTransfer(), bubbles: true });
            table.dispatchEvent(event);
            return event.clipboardData.getData('text/plain');
        }""")
        first = copied.split("\n")[0].split("\t")
        assert first[:2] == ["فاندورا", "412300"]


def test_errors_of_fragments_are_told_in_place(live_server: LiveServer, browser: Browser) -> None:
    with opened(browser, live_server.url, expected=lambda text: "404" in text or "500" in text) as page:
        page.goto("/en/")
        page.locator("#refused button").click()
        page.get_by_text("There is nothing at this address.").wait_for()
        page.locator("#broken button").click()
        page.get_by_text("It is not your doing.").wait_for()
        assert page.locator("#broken html, #broken .top-bar").count() == 0


def test_a_form_is_sent_only_once(live_server: LiveServer, browser: Browser) -> None:
    with opened(browser, live_server.url) as page:
        page.goto("/en/account/sign-in/")
        sent = page.evaluate("""() => {
            const form = document.querySelector('form.form');
            let passed = 0;
            form.addEventListener('submit', (event) => { passed += 1; });
            document.addEventListener('submit', (event) => {
                window.refused = event.defaultPrevented;
                event.preventDefault();
            });
            form.requestSubmit(); form.requestSubmit();
            return [passed, window.refused];
        }""")
        assert sent == [2, True]


def test_print_hides_what_cannot_be_used_on_paper(live_server: LiveServer, browser: Browser) -> None:
    with opened(browser, live_server.url, theme="dark") as page:
        page.goto("/en/")
        page.emulate_media(media="print")
        assert not page.locator(".top-tools").is_visible()
        assert page.locator(".foot-printed").is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
