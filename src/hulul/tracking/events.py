"""What rooms above may want to know of rounds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoundAccepted:
    """`version` of `round` (its code) now stands, as a first version, a correction or a restored one."""

    round: str
    version: int


@dataclass(frozen=True, slots=True)
class RoundWithdrawn:
    """`version` of `round` no longer stands; an earlier version may stand in its place."""

    round: str
    version: int
