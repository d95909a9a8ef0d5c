"""What rooms above may want to know of the warehouse."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GenerationPublished:
    """From now on every answer comes from this generation."""

    number: int
