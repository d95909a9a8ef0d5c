"""What a check found."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`advice` is a sentence for a person; `mend` is given only where nothing can be lost by it."""

    check: str
    healthy: bool
    detail: str
    advice: str = ""
    mend: Callable[[], object] | None = None
