"""Every page of the role matrix in a browser, as an administrator: axe finds nothing serious, the console is quiet.

The pages come from tests/matrix/roles.toml, so a new page is looked at without being named here.
"""

import json
from pathlib import Path

import pytest
from django.utils.translation import override
from playwright.sync_api import Browser, StorageState

from tests.browser import DESKTOP, PHONE, opened, serious_findings, settled
from tests.journeys.conftest import Office
from tests.matrix.addresses import Row, address, rows, table
from tests.site.processes import hulul

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOKS = {"en-light-desktop": ("en", "light", DESKTOP), "ar-dark-phone": ("ar", "dark", PHONE)}
# Files, data and fragments: what a browser is given, but nobody opens as a page.
NOT_PAGES = {
    "places:boundaries",
    "places:suggest",
    "tracking:findings",
    "tracking:import_findings",
    "measurement:framework_file",
    "measurement:import_findings",
    "measurement:questions_file",
    "measurement:survey_findings",
    "warehouse:download",
    "audit:download",
}


def is_page(row: Row) -> bool:
    return (
        row.method == "GET"
        and ":" in row.target
        and row.target not in NOT_PAGES
        and row.expected["administrator"] == 200
    )


@pytest.fixture(scope="module")
def values(demo_folder: Path) -> dict[str, str]:
    """One of each thing that has a page, made in the demo country that is served."""
    program = "import json; from tests.matrix.things import made; print(json.dumps(made()))"
    made = hulul(demo_folder, "manage", "shell", "-v", "0", "-c", program)
    assert made.returncode == 0, made.stderr
    return {**table()["values"], **json.loads(made.stdout)}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("row", [row for row in rows() if is_page(row)], ids=lambda row: row.key)
def test_page_is_accessible_and_quiet(
    row: Row, look: str, office: Office, browser: Browser, signed_in: StorageState, values: dict[str, str]
) -> None:
    language, theme, viewport = LOOKS[look]
    with override(language):
        path = address(row.target, {**values, **row.values})
    query = "&".join(f"{name}={value}" for name, value in row.query.items())
    with opened(browser, office.url, viewport=viewport, theme=theme, storage_state=signed_in) as page:
        page.goto(f"{path}?{query}")
        settled(page)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert serious_findings(page) == []
