"""What the verbs, kinds and details of events are called: rooms register the names of theirs in `AppConfig.ready()`.

A word that no room has named is shown as it was written, so that an event is never hidden for want of a name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that was acted on. `url_name` takes its id; empty for what has no page.

    `ability` is what a reader must be allowed to open that page; empty for everybody.
    """

    title: str | Promise
    url_name: str = ""
    ability: Ability | None = None


_verbs: dict[str, str | Promise] = {}
_kinds: dict[str, Kind] = {}
_details: dict[str, str | Promise] = {}


def register(
    *,
    verbs: Mapping[str, str | Promise],
    kinds: Mapping[str, Kind] | None = None,
    details: Mapping[str, str | Promise] | None = None,
) -> None:
    """Name verbs ("accept_round": "Round accepted"), kinds, and the keys of `Event.detail`."""
    _verbs.update(verbs)
    _kinds.update(kinds or {})
    _details.update(details or {})


def verb(code: str) -> str:
    return str(_verbs.get(code, code))


def kind(code: str) -> str:
    return str(_kinds[code].title) if code in _kinds else code


def detail(code: str) -> str:
    return str(_details.get(code, code))


def verbs(codes: Iterable[str]) -> list[tuple[str, str]]:
    """(code, name) of verbs, by name."""
    return sorted(((code, verb(code)) for code in codes), key=lambda pair: pair[1])


def kinds(codes: Iterable[str]) -> list[tuple[str, str]]:
    """(code, name) of kinds, by name."""
    return sorted(((code, kind(code)) for code in codes), key=lambda pair: pair[1])


def is_named(verb: str) -> bool:
    return verb in _verbs


def knows(kind: str) -> bool:
    return kind in _kinds


def url(actor: Actor, kind: str, object_id: str) -> str:
    """The page of the thing an event is about; empty when it has none, or none that this actor may open."""
    known = _kinds.get(kind)
    if known is None or not known.url_name or not object_id:
        return ""
    if known.ability is not None and not actor.may(known.ability):
        return ""
    try:
        return reverse(known.url_name, args=[object_id])
    except NoReverseMatch:
        return ""
