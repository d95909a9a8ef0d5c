"""What tests in a browser share: a page that fails on any complaint of the browser, and the accessibility check."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}


@contextmanager
def opened(
    browser: Browser,
    base_url: str,
    *,
    viewport: dict[str, int] | None = None,
    theme: str = "light",
    expected: Callable[[str], bool] = lambda _text: False,
    **options: object,
) -> Iterator[Page]:
    """A page in a context of its own. On leaving, any console error, policy violation or script error fails the test.

    `expected` says which console texts belong to the test (a 403 that was asked for).
    """
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _is_harmless(message.text) and not expected(message.text):
            complaints.append(f"{message.type}: {message.text}")

    context = browser.new_context(
        base_url=base_url, viewport=viewport or DESKTOP, color_scheme=theme, reduced_motion="reduce", **options
    )
    try:
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        yield page
    finally:
        context.close()
    assert not complaints, "\n".join(complaints)


def _is_harmless(text: str) -> bool:
    """Software rendering complains of its own slowness; no person's browser does."""
    return "GPU stall due to ReadPixels" in text or ("WebGL" in text and "software" in text.lower())


def wait_until(page: Page, expression: str, seconds: float = 15) -> None:
    """Ask the page until it says yes (`wait_for_function` needs eval, which the policy forbids)."""
    for _ in range(int(seconds * 20)):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true within {seconds} s: {expression}")


def settled(page: Page) -> None:
    """All figures on the screen are drawn and all fragments have arrived."""
    wait_until(page, "document.fonts.status === 'loaded' && !document.querySelector('.htmx-request')")
    wait_until(page, "[...document.querySelectorAll('ui-island')].every(i => !i.started || i.drawing)")


def serious_findings(page: Page) -> list[str]:
    """What axe finds serious or critical, as "rule: element"."""
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
