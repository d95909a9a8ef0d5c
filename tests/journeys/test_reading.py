"""What readers do: look, choose, move through time, go down to a place, search, switch language, download, print."""

import csv
import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import PHONE, opened, settled, wait_until
from tests.journeys.conftest import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def chosen(page: Page) -> dict[str, str]:
    """What the address says was chosen."""
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def drawn(page: Page, figure: str) -> None:
    wait_until(page, f"document.querySelector('#{figure} ui-island')?.drawing", 30)


def test_from_the_country_through_time_to_a_place_and_back(office: Office, browser: Browser) -> None:
    with opened(browser, office.url) as page:
        page.goto("/en/")
        page.get_by_role("link", name="Displaced people", exact=True).click()
        expect(page.locator("#map-title")).to_have_text("Displaced people")
        page.get_by_role("link", name="Districts", exact=True).click()
        page.wait_for_url("**level=2*")
        assert chosen(page) == {"show": "idp", "level": "2"}
        page.locator(".time-bar input[type=range]").focus()
        page.keyboard.press("ArrowLeft")
        page.wait_for_url("**date=*")
        page.locator("#areas tbody th a").first.click()
        settled(page)
        place = page.locator("h1").inner_text()
        page.locator("#movement").scroll_into_view_if_needed()
        expect(page.locator("#movement h2").first).to_have_text("Origin and displacement")
        page.go_back()
        expect(page.locator("h1")).to_contain_text("Displacement and return")
        assert chosen(page).keys() == {"show", "level", "date"}
        expect(page.locator("#areas tbody th a").first).to_have_text(place)


def test_time_moves_the_drawings_and_leaves_focus_and_slider_where_they_are(office: Office, browser: Browser) -> None:
    with opened(browser, office.url) as page:
        page.goto("/en/")
        drawn(page, "map")
        page.evaluate("window.before = [document.querySelector('#map canvas'), document.querySelector('ui-slider')]")
        said = page.locator(".lead-sentence").inner_text()
        page.locator(".time-bar input[type=range]").focus()
        page.keyboard.press("Home")
        wait_until(page, f"document.querySelector('.lead-sentence').innerText !== {said!r}")
        assert page.evaluate("document.activeElement.type") == "range"
        assert page.evaluate("document.querySelector('#map canvas') === window.before[0]")
        first = chosen(page)["date"]
        page.get_by_role("button", name="Play through time").click()
        wait_until(page, f"location.search.includes('date=') && !location.search.includes('{first}')")
        second = chosen(page)["date"]
        wait_until(page, f"!location.search.includes('{second}')")
        page.get_by_role("button", name="Play through time").click()
        assert page.evaluate("document.querySelector('ui-slider') === window.before[1]")
        assert first < second < chosen(page)["date"]


def test_a_drawing_that_is_left_while_it_is_being_made_is_let_go_quietly(office: Office, browser: Browser) -> None:
    with opened(browser, office.url) as page:
        page.goto("/en/", wait_until="domcontentloaded")
        wait_until(page, "document.querySelector('#map ui-island').canvas")
        page.evaluate("window.left = document.querySelector('#map ui-island'), window.left.remove()")
        wait_until(page, "!window.left.querySelector('canvas') && document.querySelector('#trend ui-island')?.drawing")
        assert not page.evaluate("window.left.drawing")


def test_the_panels_of_a_place_follow_the_date(office: Office, browser: Browser, way_down: list[str]) -> None:
    with opened(browser, office.url) as page:
        page.goto(f"/en{way_down[0]}")
        page.get_by_role("button", name="One step back").click()
        page.wait_for_url("**date=*")
        addresses = page.evaluate("[...document.querySelectorAll('#panels .panel')].map(p => p.getAttribute('hx-get'))")
        assert addresses
        assert all(address.endswith(f"?date={chosen(page)['date']}") for address in addresses)


def test_a_table_is_sorted_without_leaving_the_place_in_the_page(office: Office, browser: Browser) -> None:
    with opened(browser, office.url) as page:
        page.goto("/en/?show=idp")
        head = page.locator("#areas thead a").first
        head.scroll_into_view_if_needed()
        top = page.evaluate("scrollY")
        head.click()
        expect(page.locator("#areas th[aria-sort=ascending]")).to_contain_text("Governorate")
        assert chosen(page) == {"show": "idp", "sort": "name"}
        assert page.evaluate("scrollY") == pytest.approx(top, abs=2)
        names = page.locator("#areas tbody th a").all_inner_texts()
        assert names == sorted(names, key=str.casefold)


def test_a_location_lists_its_neighbours(office: Office, browser: Browser, way_down: list[str]) -> None:
    with opened(browser, office.url) as page:
        page.goto(f"/en{way_down[3]}")
        name = page.locator("h1").inner_text()
        page.locator("#inside").scroll_into_view_if_needed()
        expect(page.locator("#inside tbody th").get_by_text(name, exact=True)).to_be_visible()
        assert page.locator("#inside tbody tr").count() > 1


def test_search_in_arabic_from_the_keyboard_leads_to_the_place(
    office: Office, browser: Browser, way_down: list[str]
) -> None:
    with opened(browser, office.url) as page:
        page.goto(f"/ar{way_down[0]}")
        name = page.locator("h1").inner_text()
        page.goto("/ar/")
        page.keyboard.press("/")
        page.keyboard.type(name, delay=10)
        page.locator("#suggestions a").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/places/**")
        expect(page.locator("h1")).to_have_text(name)


def test_switching_the_language_keeps_the_page_and_what_was_chosen(
    office: Office, browser: Browser, way_down: list[str]
) -> None:
    with opened(browser, office.url) as page:
        page.goto(f"/en{way_down[0]}?show=idp&unit=households")
        page.locator("summary[aria-label=Language]").click()
        page.get_by_role("link", name="العربية").click()
        page.wait_for_url(f"**/ar{way_down[0]}?show=idp&unit=households")
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert re.search("[٠-٩]", page.locator(".key-value").first.inner_text())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_on_a_phone_nothing_is_wider_than_the_screen_and_time_stays_at_hand(
    office: Office, browser: Browser, way_down: list[str], language: str
) -> None:
    with opened(browser, office.url, viewport=PHONE) as page:
        for address in (
            "/",
            *way_down[::3],
            f"/compare/?a={way_down[0].split('/')[2]}",
            "/compare/rounds/",
            "/severity/",
            f"{way_down[-1]}severity/",
        ):
            page.goto(f"/{language}{address}")
            settled(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        page.goto(f"/{language}/")
        bar = page.locator(".time-bar").bounding_box()
        tabs = page.locator(".bottom-bar").bounding_box()
        assert bar
        assert tabs
        assert bar["y"] + bar["height"] <= tabs["y"] + 1


def test_without_script_every_page_reads_fully_and_its_forms_work(
    office: Office, browser: Browser, way_down: list[str]
) -> None:
    with opened(browser, office.url, java_script_enabled=False) as page:
        page.goto("/en/")
        for figure in ("trend", "flows"):
            assert page.locator(f"#{figure}-table tbody tr").first.is_visible(), figure
        # The table of areas says what the map shows, and the map's menu leads to it.
        assert page.locator("#map .menu a[href='#areas']").count() == 1
        assert page.locator("#areas tbody tr").first.is_visible()
        newest = page.locator(".lead-sentence").inner_text()
        page.locator(".time-bar select").select_option(index=3)
        page.locator(".time-bar").get_by_role("button", name="Show").click()
        assert page.locator(".lead-sentence").inner_text() != newest
        page.get_by_role("link", name="Return rate", exact=True).first.click()
        assert chosen(page).keys() == {"show", "date"}
        page.goto(f"/en{way_down[0]}")
        page.locator("#movement a").click()
        assert page.locator("#origin-table tbody tr").first.is_visible()
        page.goto("/en/compare/rounds/")
        page.locator("#show").select_option("idp")
        page.get_by_role("button", name="Compare").click()
        assert page.get_by_text("Displaced people on").is_visible()


def test_a_figures_menu_gives_its_numbers_with_a_row_of_hxl_tags(office: Office, browser: Browser) -> None:
    with opened(browser, office.url) as page:
        page.goto("/en/")
        page.locator("#trend summary").click()
        with page.expect_download() as download:
            page.locator("#trend").get_by_role("link", name="CSV").click()
        rows = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
        tags = next(row for row in rows if any(cell.startswith("#") and "+" in cell for cell in row))
        assert any(tag.startswith("#date") for tag in tags)
        assert any(tag.startswith(("#affected", "#population")) for tag in tags)


def test_printed_it_is_the_figures_without_the_controls(office: Office, browser: Browser) -> None:
    with opened(browser, office.url) as page:
        page.goto("/en/")
        page.emulate_media(media="print")
        settled(page)
        assert page.locator(".key-value").first.is_visible()
        for control in (".choices", ".time-bar", ".top-search", ".figure .menu"):
            assert not page.locator(control).first.is_visible(), control
        sheet = page.pdf(format="A4")
        assert sheet.startswith(b"%PDF")
        assert sheet.count(b"/Type /Page\n") + sheet.count(b"/Type /Page ") >= 2
