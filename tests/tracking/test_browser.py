"""The pages of rounds and imports in a browser: nothing serious for axe, a file dropped, decided and taken back."""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from hulul.kernel.actors import SYSTEM
from tests.browser import DESKTOP, PHONE, opened, serious_findings, settled
from tests.places.squareland import GAZETTEER, collection, write_csv, write_json
from tests.tracking.lists import row, written
from tests.tracking.test_pages import work

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

CODE = "dtm-idp-2018-03-30"


@pytest.fixture
def session(tmp_path: Path) -> str:
    """Squareland with two versions of a round and a file that has questions; the session of an administrator."""
    from hulul.agencies.actions import create_user
    from hulul.places.actions import load_all
    from hulul.tracking.actions import import_paths

    files = [write_json(tmp_path / f"adm{level}.geojson", collection(level)) for level in range(4)]
    load_all(SYSTEM, [*files, write_csv(tmp_path / "gazetteer.csv", *GAZETTEER)])
    first = written(tmp_path / "IDP list 30 March 2018.csv", [row(11, 10), row(12, 0)])
    import_paths(SYSTEM, [first])
    corrected = written(tmp_path / "IDP list 30 March 2018 corrected.csv", [row(11, 12), row(13, 4)])
    asked = written(tmp_path / "list.csv", [row(11, 10, Roof="red")])
    import_paths(SYSTEM, [corrected, asked])
    user = create_user(
        SYSTEM, email="a@example.org", name="Amina", password="a long enough phrase 1", roles=("administrator",)
    )
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def sign_in(page: Page, session: str, url: str) -> None:
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": url}])


@pytest.mark.parametrize(("language", "viewport"), [("en", DESKTOP), ("ar", PHONE)], ids=["en-desktop", "ar-phone"])
def test_axe_finds_nothing_serious(
    session: str, live_server: LiveServer, browser: Browser, viewport: dict[str, int], language: str
) -> None:
    from hulul.tracking.models import Import

    asked = Import.objects.get(state="needs_answers").pk
    with opened(browser, live_server.url, viewport=viewport) as page:
        sign_in(page, session, live_server.url)
        for path in (
            "",
            f"{CODE}/",
            f"{CODE}/1/2/",
            "imports/",
            "imports/new/",
            f"imports/{asked}/",
            "panels/quality/XH01/",
            "panels/provenance/dtm-11/",
        ):
            page.goto(f"/{language}/rounds/{path}")
            for group in page.locator("details").all():
                group.evaluate("details => details.open = true")
            settled(page)
            assert serious_findings(page) == [], path


def test_a_file_is_sent_accepted_withdrawn_and_restored(
    session: str, live_server: LiveServer, browser: Browser, tmp_path: Path
) -> None:
    april = written(tmp_path / "IDP list 30 April 2018.csv", [row(11, 15), row(13, 5)])
    with opened(browser, live_server.url) as page:
        sign_in(page, session, live_server.url)
        page.goto("/en/rounds/imports/new/")
        page.get_by_label("Files").set_input_files(april)
        page.get_by_role("button", name="Send and check").click()
        page.get_by_text("Waiting for its turn").wait_for()
        work()
        page.get_by_role("button", name="Accept").click()
        page.get_by_role("heading", name="Displaced people, 30 April 2018").wait_for()
        page.get_by_text("Withdraw version 1").click()
        page.get_by_label("Reason").fill("Sent by mistake")
        page.get_by_role("button", name="Withdraw", exact=True).click()
        page.get_by_text("The version was withdrawn.").wait_for()
        page.get_by_role("button", name="Let version 1 stand again").click()
        page.get_by_text("The version stands again.").wait_for()
