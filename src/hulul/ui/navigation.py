"""What stands in the top bar (on a phone at the bottom): rooms register their entries in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from hulul.ui.panels import Reader, is_shown


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the navigation. `url_name` takes no argument; `icon` is a name of `ui.icons`.

    Where a tier does not say enough, `shown` is asked about the actor instead.
    It is marked as current on every page whose address begins with its own (the home page only on itself).
    """

    title: str | Promise
    url_name: str
    icon: str
    order: int
    tier: int = 0
    shown: Callable[[Any], bool] | None = None


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    _entries[entry.url_name] = entry


def entries(actor: Reader) -> list[Entry]:
    """The entries this actor may see, in order."""
    return sorted((e for e in _entries.values() if is_shown(e, actor)), key=lambda e: (e.order, e.url_name))
