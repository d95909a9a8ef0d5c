"""Questions of a form as columns of a data set, with their options and skip logic.

Forms (XLSForm) write an answer in one of these ways:

- number, yes/no: one column;
- one of several options: one column with the option's code;
- several of several options ("select_multiple"): a column `question/option` of 0 and 1 per option, or one column with
  the codes of the chosen options separated by spaces, or both.

A question is asked only where its `relevant` rule says so. Who was not asked is not in the denominator; who was asked
and left it empty is missing. The column `asked` (1 or true: asked) tells the two apart; without it everybody was asked.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from narwhals.typing import IntoDataFrame

from hulul.methods.errors import MethodError, Note
from hulul.methods.surveys.columns import Flags, Frame, binary, numbers, texts, who_was_asked
from hulul.methods.surveys.design import Design
from hulul.methods.surveys.estimates import Estimates, Item, Line, collected
from hulul.methods.surveys.means import mean_line
from hulul.methods.surveys.survey import Answers, opened


@dataclass(frozen=True)
class Question:
    """`options` in the order to report them; without them those that occur, sorted."""

    code: str
    kind: Literal["number", "yes_no", "one", "many"]
    options: tuple[str, ...] = ()
    asked: str = ""


def summaries(
    data: IntoDataFrame,
    questions: Sequence[Question],
    design: Design,
    *,
    by: Sequence[str] = (),
    confidence: float = 0.95,
) -> Estimates:
    """Every question by group: the mean of a number, the share of yes, the share of each option.

    The shares of the options of a "many" question may sum to more than 1. An answer that is none of the stated options
    is noted; to a question with one answer it counts as missing.
    """
    survey = opened(data, design, by)
    lines: list[Line] = []
    notes: list[Note] = list(survey.notes)
    for question in questions:
        skip = who_was_asked(survey.frame, question.asked)
        if question.kind in ("number", "yes_no"):
            plain = question.kind == "number"
            values = numbers(survey.frame, question.code) if plain else binary(survey.frame, question.code)
            answers = Answers(values, skip)
            notes += answers.stray(question.code)
            item = Item(question.code, "", "mean" if plain else "share")
            lines.append(mean_line(survey, item, answers, confidence))
            continue
        reader = _one if question.kind == "one" else _many
        found, more = reader(survey.frame, question, skip)
        notes += more
        if not found:
            notes.append(Note("no_answers", {"question": question.code}, "Nobody answered {question}."))
        lines += [
            mean_line(survey, Item(question.code, option, "share"), answers, confidence)
            for option, answers in found.items()
        ]
    return collected(survey.by, survey.labels, lines, confidence, tuple(notes))


Options = tuple[dict[str, Answers], tuple[Note, ...]]


def _one(frame: Frame, question: Question, skip: Flags | None) -> Options:
    codes, words = texts(frame, question.code)
    options = question.options or words
    known = np.array([word in options for word in words] + [False])
    counted = Counter({word: int((codes == index).sum()) for index, word in enumerate(words) if word not in options})
    valid = known[codes]
    found = {
        option: Answers(np.where(valid, (codes == _position(words, option)).astype(np.float64), np.nan), skip)
        for option in options
    }
    anyone = Answers(np.where(codes >= 0, 1.0, np.nan), skip)
    return found, (*_unknown(question, counted), *anyone.stray(question.code))


def _many(frame: Frame, question: Question, skip: Flags | None) -> Options:
    prefix = f"{question.code}/"
    wide = [column.removeprefix(prefix) for column in frame.columns if column.startswith(prefix)]
    if not wide:
        return _spaced(frame, question, skip)
    options = question.options or tuple(wide)
    absent = [option for option in options if option not in wide]
    if absent:
        raise MethodError(
            "no_option",
            "The data has no column {column} for an option of {question}.",
            {"column": prefix + absent[0], "question": question.code},
        )
    found = {option: Answers(binary(frame, prefix + option), skip) for option in options}
    chosen = {option: int((binary(frame, prefix + option) == 1).sum()) for option in wide if option not in options}
    unknown = _unknown(question, Counter({option: number for option, number in chosen.items() if number}))
    return found, (*unknown, *next(iter(found.values())).stray(question.code))


def _spaced(frame: Frame, question: Question, skip: Flags | None) -> Options:
    """Each distinct text is split once: forms have few combinations compared with households."""
    codes, words = texts(frame, question.code)
    chosen = [frozenset(word.split()) for word in words]
    options = question.options or tuple(sorted(set().union(*chosen)))
    answered = np.array([bool(selected) for selected in chosen] + [False])[codes]
    found = {}
    for option in options:
        holds = np.array([option in selected for selected in chosen] + [False])[codes]
        found[option] = Answers(np.where(answered, holds.astype(np.float64), np.nan), skip)
    counted: Counter[str] = Counter()
    for index, selected in enumerate(chosen):
        for option in selected.difference(options):
            counted[option] += int((codes == index).sum())
    anyone = Answers(np.where(answered, 1.0, np.nan), skip)
    return found, (*_unknown(question, counted), *anyone.stray(question.code))


def _position(words: tuple[str, ...], option: str) -> int:
    return words.index(option) if option in words else len(words)


def _unknown(question: Question, counted: Counter[str]) -> tuple[Note, ...]:
    if not counted:
        return ()
    params = {"question": question.code, "options": ", ".join(sorted(counted)), "number": counted.total()}
    sentence = "{number} answers to {question} are none of its options: {options}."
    return (Note("unknown_option", params, sentence),)
