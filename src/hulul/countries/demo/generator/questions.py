"""What the surveys of Lumara ask: read from the text of a framework file, with what each subject does to return.

Only this fictional country has effects that are known. The framework is given as text, so that nothing is said twice.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


class Label(NamedTuple):
    """A text in the languages in which the surveys are written."""

    en: str
    ar: str


class Trait(NamedTuple):
    """What is true of a subject in Lumara.

    `effect` is how much the worst answer lowers the log-odds of return against the best; steps between are even.
    `hardship` moves the answers up (worse) or down; `silence` is the share of informants who give none;
    `does_not_arise` the share of locations where the question makes no sense.
    """

    effect: float
    hardship: float = 0.0
    silence: float = 0.015
    does_not_arise: float = 0.0


TRAITS: Mapping[str, Trait] = {
    "residential_destruction": Trait(0.9, -0.3),
    "house_reconstruction": Trait(0.5, 0.3),
    "employment": Trait(0.8, 0.5),
    "agriculture": Trait(0.5, 0.0, does_not_arise=0.1),
    "small_businesses": Trait(0.3, -0.1),
    "water": Trait(0.7, -0.3),
    "electricity": Trait(0.2, 0.1),
    "civil_servants": Trait(0.3, -0.7),
    "basic_services": Trait(0.6, 0.0),
    "reconciliation": Trait(0.6, -0.5, silence=0.04),
    "blocked_returns": Trait(1.1, -0.7, silence=0.04),
    "daily_life": Trait(0.7, -0.6, silence=0.02),
    "explosive_hazards": Trait(0.4, -0.3, silence=0.03),
    "sources_of_violence": Trait(0.8, -0.4, silence=0.04),
    "illegal_occupation": Trait(0.5, -0.9, silence=0.05),
    "checkpoints": Trait(0.2, -0.2, silence=0.04),
}


@dataclass(frozen=True)
class Answer:
    code: str
    label: Label


@dataclass(frozen=True)
class Question:
    """One indicator with its answers by value; `absent` where the framework knows that it does not arise.

    In an index the best answer comes first, in a survey of what households overcame the worst.
    """

    code: str
    scale: int
    title: Label
    asked: Label
    answers: tuple[Answer, ...]
    absent: Answer | None
    unknown: Answer | None

    @property
    def trait(self) -> Trait:
        """KeyError for a subject of which nothing is known here."""
        return TRAITS[self.code]


@dataclass(frozen=True)
class Form:
    """The questions of one framework; `scales` are its codes, to which `Question.scale` is an index."""

    framework: str
    scales: tuple[str, ...]
    questions: tuple[Question, ...]
    outcome: Label | None


def read(text: str) -> Form:
    """The form that the text of a framework file describes."""
    data = tomllib.loads(text)
    scales = tuple(scale["code"] for scale in data["scale"])
    return Form(
        data["framework"]["id"],
        scales,
        tuple(_question(each, scales) for each in data["indicator"]),
        _label(data["outcome"]["title"]) if "outcome" in data else None,
    )


def _question(data: Mapping[str, Any], scales: tuple[str, ...]) -> Question:
    answers = sorted((each for each in data["answer"] if "value" in each), key=lambda each: float(each["value"]))
    beside = {
        each["missing"]: Answer(each["code"], _label(each["label"])) for each in data["answer"] if "missing" in each
    }
    return Question(
        data["code"],
        scales.index(data["scale"]),
        _label(data["title"]),
        _label(data["question"]),
        tuple(Answer(each["code"], _label(each["label"])) for each in answers),
        beside.get("by_design"),
        beside.get("unknown"),
    )


def _label(data: Mapping[str, str]) -> Label:
    return Label(data["en"], data.get("ar") or data["en"])
