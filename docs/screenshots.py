"""Take the pictures of the documentation from the demo country: `make screenshots`.

Loads the demo into a folder of its own, serves it, and looks at it in Chromium as a visitor and as the administrator,
who also brings in one more master list to show what a preview says. Everything in the pictures is invented.
"""

import csv
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).resolve().parent / "screenshots"
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
NEXT_ROUND = "2026-03-31"


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="hulul-screenshots-") as folder:
        home = Path(folder) / "demo"
        subprocess.run([*_hulul(), "demo", "--no-serve", "--home", str(home)], check=True, env=_environment(home))
        with _served(home) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
            _reading(browser, address)
            _importing(browser, address, home)
            browser.close()


def _reading(browser: Browser, address: str) -> None:
    desktop = _page(browser, address, DESKTOP)
    desktop.goto("/en/")
    place = desktop.locator("#areas tbody th a").first.get_attribute("href") or ""
    other = desktop.locator("#areas tbody th a").nth(1).get_attribute("href") or ""
    _take(desktop, "home")
    desktop.goto(place)
    _take(desktop, "place")
    first, second = (link.rstrip("/").rpartition("/")[2] for link in (place, other))
    desktop.goto(f"/en/compare/?a={first}&b={second}")
    _take(desktop, "compare")
    phone = _page(browser, address, PHONE)
    phone.goto("/ar/")
    _take(phone, "home-arabic-phone")


def _importing(browser: Browser, address: str, home: Path) -> None:
    """A list with a mistake, up to the page where somebody decides about it."""
    account = dict(line.split(": ", 1) for line in (home / "accounts.txt").read_text("utf-8").splitlines())
    page = _page(browser, address, DESKTOP)
    page.goto("/en/")
    page.get_by_role("link", name="Sign in").click()
    page.locator("input[name=username]").fill(account["Administrator"])
    page.locator("input[name=password]").fill(account["Password"])
    page.locator("main form button").first.click()
    page.goto("/en/rounds/imports/new/")
    page.locator("input[type=file]").set_input_files(_next_list(home))
    page.locator("main form button[type=submit]").click()
    page.get_by_role("button", name="Accept").first.wait_for(timeout=120_000)
    _take(page, "import-preview")


def _next_list(home: Path) -> Path:
    """The newest list of displaced people as if counted once more, with the coordinates of one place the wrong way."""
    newest = sorted((home / "demo-files" / "rounds").glob("IDPs_MasterList_*.csv"))[-1]
    date = newest.stem.rpartition("_")[2]
    with newest.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    again = [[cell.replace(date, NEXT_ROUND) for cell in row] for row in rows]
    lat, lon = (rows[0].index(name) for name in ("Latitude", "Longitude"))
    again[5][lat], again[5][lon] = again[5][lon], again[5][lat]
    path = home / newest.name.replace(date, NEXT_ROUND)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(again)
    return path


def _take(page: Page, name: str) -> None:
    """One picture of what is on the screen, when fonts, fragments and figures have arrived."""
    page.wait_for_load_state("networkidle")
    for _ in range(300):
        if page.evaluate(
            "document.fonts.status === 'loaded' && !document.querySelector('.htmx-request')"
            " && [...document.querySelectorAll('ui-island')].every(island => !island.started || island.drawing)"
        ):
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(500)
    page.screenshot(path=PICTURES / f"{name}.png")


def _page(browser: Browser, address: str, viewport: dict[str, int]) -> Page:
    context = browser.new_context(base_url=address, viewport=viewport, color_scheme="light", reduced_motion="reduce")
    return context.new_page()


@contextmanager
def _served(home: Path) -> Iterator[str]:
    """`hulul serve` on a free port, stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([*_hulul(), "serve", "--port", str(port)], env=_environment(home))
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(40)


def _hulul() -> list[str]:
    return [sys.executable, "-m", "hulul.site.cli"]


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HULUL_")}
    return kept | {"HULUL_HOME": str(home), "HULUL_PACK": "demo"}


def _chromium() -> str:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return program or sys.exit("The pictures need Chromium.")


if __name__ == "__main__":
    main()
