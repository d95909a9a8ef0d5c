"""The first day of an invited person, in the browser: a letter, a password, an app, a passkey; in again by each."""

import base64
import email
import hmac
import re
import struct
import time
from collections.abc import Iterator
from email import policy
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import DESKTOP, PHONE, opened
from tests.site.processes import EMAIL, PASSWORD, free_port, init, serving
from tests.site.processes import wait_until as wait

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NEWCOMER = "noor@partner.example"
SENTENCE = "three boats under a bridge"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("first-day")
    init(home)
    return home


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """Passkeys belong to a name, never to a number: localhost, not 127.0.0.1."""
    port = free_port()
    found = f"http://localhost:{port}"
    with serving(home, port, HULUL_ADDRESS=found):
        yield found


@pytest.mark.parametrize(
    ("language", "viewport"), [("en", DESKTOP), ("ar", PHONE)], ids=["English, desktop", "Arabic, phone"]
)
def test_from_the_invitation_to_every_way_of_signing_in(
    browser: Browser, address: str, home: Path, language: str, viewport: dict[str, int]
) -> None:
    who = f"{language}.{NEWCOMER}"
    with opened(browser, address) as page:
        _invite(page, who, language)
    link = _link_to(home, who)
    with opened(browser, address, viewport=viewport) as page:
        assert f"/{language}/" in link
        page.goto(link)
        page.locator("[name=name]").fill("نور")
        page.locator("[name=password]").fill(SENTENCE)
        page.locator("[name=again]").fill(SENTENCE)
        _send(page)
        _has_key_pad(page)
        secret = _set_up_app(page, language)
        _sign_out(page)
        _sign_in(page, language, who, SENTENCE)
        page.locator("[name=code]").fill(_code(secret, ahead=1))  # each code counts once
        _send(page)
        assert _is_in(page)
        _add_passkey(page, language)
        _sign_out(page)
        page.goto(f"/{language}/account/sign-in/")
        page.locator("form[data-passkey] button").click()
        page.wait_for_url(lambda url: "sign-in" not in url)
        assert _is_in(page)
        page.goto(f"/{language}/account/")
        assert "Key of the office" in page.locator("main").inner_text()
    with opened(browser, address, expected=lambda text: "410" in text or "404" in text) as page:
        page.goto(link)
        assert page.locator("[name=password]").count() == 0, "an invitation opens one account, once"


def _invite(page: Page, who: str, language: str) -> None:
    _sign_in(page, "en", EMAIL, PASSWORD)
    page.goto("/en/administration/invitations/new/")
    page.get_by_label("E-mail address").fill(who)
    page.get_by_label("Name", exact=True).fill("Noor")
    page.get_by_label("Language of the letter").select_option(language)
    page.get_by_label("Role").select_option("partner")
    _send(page)
    page.get_by_text(who).first.wait_for()


def _link_to(home: Path, who: str) -> str:
    """The link in the letter that the worker wrote."""
    found: list[str] = []

    def arrived() -> bool:
        for file in (home / "outbox").glob("*"):
            letter = email.message_from_bytes(file.read_bytes(), policy=policy.default)
            if letter["To"] == who:
                text = letter.get_body(("plain",))  # type: ignore[attr-defined]
                found.extend(re.findall(r"http://localhost:\d+/\S+/account/invitation/[\w-]+/", text.get_content()))
        return bool(found)

    wait(arrived, 60)
    return found[0]


def _sign_in(page: Page, language: str, who: str, password: str) -> None:
    page.goto(f"/{language}/account/sign-in/")
    page.locator("[name=login]").fill(who)
    page.locator("[name=password]").fill(password)
    _send(page)
    page.wait_for_url(re.compile(r"^(?!.*account/sign-in/$).*$"))


def _sign_out(page: Page) -> None:
    page.context.clear_cookies()


def _is_in(page: Page) -> bool:
    return page.locator("form[action*='sign-out']").count() > 0


def _send(page: Page) -> None:
    page.locator("main form:not([data-passkey]) button.btn-primary").first.click()
    page.wait_for_load_state()


def _set_up_app(page: Page, language: str) -> str:
    page.goto(f"/{language}/account/second-factor/app/")
    _confirm(page)
    secret = page.locator("code.secret").inner_text()
    page.locator("[name=code]").fill(_code(secret))
    _send(page)
    assert page.locator("ol.codes li").count() == 10
    return secret


def _confirm(page: Page) -> None:
    """What protects the account is not changed without its password."""
    assert "confirm/password" in page.url
    page.locator("[name=password]").fill(SENTENCE)
    _send(page)


def _code(secret: str, ahead: int = 0) -> str:
    """The code that an app shows (RFC 6238: HMAC-SHA-1 of the half minutes since 1970, six digits)."""
    key = base64.b32decode(secret.replace(" ", ""))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time() // 30) + ahead), "sha1")
    (number,) = struct.unpack(">I", digest[digest[-1] & 15 :][:4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06d}"


def _has_key_pad(page: Page) -> None:
    """Give the browser a device that keeps passkeys and knows its owner by a fingerprint."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def _add_passkey(page: Page, language: str) -> None:
    page.goto(f"/{language}/account/passkeys/add/")
    _confirm(page)
    page.locator("[name=name]").fill("Key of the office")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url(lambda url: "passkeys/add" not in url)
