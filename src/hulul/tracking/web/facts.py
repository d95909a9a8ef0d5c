"""Facts in pairs, for `tracking/facts.html`: what, and its value with a note or a tone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Tone = Literal["", "rise", "fall", "warning", "error", "muted"]


@dataclass(frozen=True, slots=True)
class Fact:
    what: str
    value: str
    note: str = ""
    tone: Tone = ""


def known(facts: Iterable[Fact]) -> list[Fact]:
    """Facts that have a value."""
    return [fact for fact in facts if fact.value]
