"""The specimen page has addresses and a navigation of its own: no room above `ui` is needed to look at it."""

import pytest

from hulul.ui import administration, navigation
from hulul.ui.navigation import Entry


@pytest.fixture
def specimen(settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve `tests.ui.specimen` and nothing else."""
    settings.ROOT_URLCONF = "tests.ui.specimen"
    shown = [
        Entry("Overview", "dashboards:home", "home", 10),
        Entry("Places", "places:search", "place", 20),
        Entry("Rounds", "places:suggest", "rounds", 30),
        Entry("Data", "agencies:sign_in", "data", 40),
    ]
    monkeypatch.setattr(navigation, "_entries", {entry.url_name: entry for entry in shown})
    monkeypatch.setattr(administration, "_sections", {})
