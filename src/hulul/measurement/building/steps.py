"""The log of a build: every step in order, with its figures, as plain values that the database and pages can keep."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

from hulul.methods.errors import Note

Step = dict[str, Any]  # "name" is a stable word, "sentence" English, "figures" what the sentence speaks of


class Log:
    """Steps as they happen."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def step(self, name: str, sentence: str, **figures: Any) -> None:
        """One step; the sentence names its figures in braces."""
        self.note(Note(name, figures, sentence))

    def note(self, note: Note) -> None:
        self.steps.append({"name": note.code, "sentence": str(note), "figures": plain(note.params)})

    def notes(self, notes: Iterable[Note]) -> None:
        for note in notes:
            self.note(note)


def plain(value: Any) -> Any:
    """A value as JSON has it: no NaN, no numpy, texts for what else there is."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(each) for each in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)
