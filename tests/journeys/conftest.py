"""The demo country served by the program itself, as `hulul serve` serves an office: one server for all journeys."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, StorageState

from tests.site.processes import free_port, serving


@dataclass(frozen=True)
class Office:
    """Where the demo is served, and the account of its administrator."""

    url: str
    email: str
    password: str


@pytest.fixture(scope="session")
def office(demo_folder: Path) -> Iterator[Office]:
    lines = (demo_folder / "accounts.txt").read_text("utf-8").splitlines()
    account = dict(line.split(": ", 1) for line in lines)
    port = free_port()
    with serving(demo_folder, port, "--no-worker"):
        yield Office(f"http://127.0.0.1:{port}", account["Administrator"], account["Password"])


@pytest.fixture(scope="session")
def signed_in(office: Office, browser: Browser) -> StorageState:
    """The cookies of somebody who signed in through the form."""
    context = browser.new_context(base_url=office.url)
    page = context.new_page()
    page.goto("/en/")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail address").fill(office.email)
    page.get_by_label("Password", exact=True).fill(office.password)
    page.locator("main form button").first.click()
    page.get_by_role("heading", level=1, name="Displacement and return").wait_for()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="session")
def way_down(office: Office, browser: Browser) -> list[str]:
    """The addresses, without the language, of a governorate, a district, a sub-district and a location inside it."""
    context = browser.new_context(base_url=office.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/")
    found = []
    table = page.locator("#areas")
    for _ in range(4):
        link = table.locator("tbody th a").first.get_attribute("href")
        assert link
        found.append(link.removeprefix("/en"))
        page.goto(f"{link}inside/")
        table = page.locator("#inside-table")
    context.close()
    return found
