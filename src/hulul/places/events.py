"""What upper rooms may subscribe to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlacesChanged:
    """Places, names, codes or boundaries are different now; `number` is the new revision."""

    number: int
