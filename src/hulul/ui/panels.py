"""How a page about a place is put together without importing the rooms that know things about places.

A room registers a Panel in `AppConfig.ready()`; the page lists the panels of its kind and lazy-loads each one with htmx
(a plain link without JavaScript).
"""

from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse
from django.utils.functional import Promise


class Reader(Protocol):
    """Whoever looks at the page: an Actor, of which this room needs to know only what tiers it reads."""

    def reads(self, tier: int) -> bool: ...


class _Public:
    """A reader of whom nothing is known."""

    def reads(self, tier: int) -> bool:
        return tier <= 0


PUBLIC: Reader = _Public()


@dataclass(frozen=True, slots=True)
class Panel:
    """A fragment of a page. `url_name` takes one argument, the code of the thing the page is about.

    `order` follows look.md: population 10, conditions 20, obstacles 30, services 40, plans 50, data quality 90.
    `tier` is the lowest sensitivity tier that may know the panel exists; 0 is public.
    """

    page: str
    slug: str
    title: str | Promise
    url_name: str
    order: int
    tier: int = 0

    def url(self, code: str) -> str:
        return reverse(self.url_name, args=[code])


_panels: dict[tuple[str, str], Panel] = {}


def register(panel: Panel) -> None:
    _panels[panel.page, panel.slug] = panel


def panels(page: str, actor: Reader) -> list[Panel]:
    """The panels of a page that this actor may see, in order."""
    found = [panel for panel in _panels.values() if panel.page == page and actor.reads(panel.tier)]
    return sorted(found, key=lambda panel: (panel.order, panel.slug))
