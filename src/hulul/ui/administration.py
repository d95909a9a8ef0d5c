"""The sections of the administration: rooms register theirs in `AppConfig.ready()`.

A page that extends `ui/administration.html` shows the sections its reader may use beside it; the account menu leads to
the first of them.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.functional import Promise


class Keeper(Protocol):
    """Whoever looks at the page: an Actor, of which this room needs to know only what it may do."""

    def may(self, ability: Any) -> bool: ...


@dataclass(frozen=True, slots=True)
class Section:
    """A link of the administration. `url_name` takes no argument; `ability` is what its reader must be allowed."""

    title: str | Promise
    url_name: str
    order: int
    ability: str


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    _sections[section.url_name] = section


def sections(actor: Keeper) -> list[Section]:
    """The sections this actor may use, in order."""
    return sorted((s for s in _sections.values() if actor.may(s.ability)), key=lambda s: (s.order, s.url_name))
