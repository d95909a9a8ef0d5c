"""What a method refuses (`MethodError`) and what it goes on with but tells (`Note`): a code, figures and a sentence.

The sentence is plain English with named places for the figures (`"{unit} is listed twice"`), for a notebook or a log.
A room that speaks to its readers in other languages chooses its own sentence by `code` and fills it with `params`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


class MethodError(ValueError):
    """Input with which a method cannot give an honest answer: what is wrong and where.

    >>> raise MethodError("unit_twice", "The unit {unit} is listed {times} times.", {"unit": "Q1", "times": 2})
    Traceback (most recent call last):
    hulul.methods.errors.MethodError: The unit Q1 is listed 2 times.
    """

    def __init__(self, code: str, sentence: str, params: Mapping[str, object] | None = None) -> None:
        self.code = code
        self.sentence = sentence
        self.params: dict[str, object] = dict(params or {})
        super().__init__(sentence.format(**self.params))


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader of the result should know. `str(note)` is the sentence with its figures."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    sentence: str = ""

    def __str__(self) -> str:
        return self.sentence.format(**self.params) if self.sentence else self.code
