"""How a page about a place is put together without importing the rooms that know things about places.

A room registers a Panel in `AppConfig.ready()`; the page lists the panels of its kind and lazy-loads each one with htmx
(a plain link without JavaScript).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

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
    `tier` is the lowest sensitivity tier that may know the panel exists; 0 is public. Where a tier does not say enough,
    `shown` is asked about the actor instead.
    """

    page: str
    slug: str
    title: str | Promise
    url_name: str
    order: int
    tier: int = 0
    shown: Callable[[Any], bool] | None = None

    def url(self, code: str) -> str:
        return reverse(self.url_name, args=[code])


_panels: dict[tuple[str, str], Panel] = {}


def register(panel: Panel) -> None:
    _panels[panel.page, panel.slug] = panel


class Guarded(Protocol):
    """What only some readers may know of: a panel, an entry of the navigation."""

    @property
    def tier(self) -> int: ...

    @property
    def shown(self) -> Callable[[Any], bool] | None: ...


def is_shown(thing: Guarded, actor: Reader) -> bool:
    """Whether this reader may know of it. Of a reader of whom nothing is known, nothing is asked."""
    if thing.shown is None:
        return actor.reads(thing.tier)
    return actor is not PUBLIC and thing.shown(actor)


def panels(page: str, actor: Reader) -> list[Panel]:
    """The panels of a page that this actor may see, in order."""
    found = [panel for panel in _panels.values() if panel.page == page and is_shown(panel, actor)]
    return sorted(found, key=lambda panel: (panel.order, panel.slug))
