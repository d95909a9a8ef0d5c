"""Questions as forms write them: options, several answers, skip logic, answers that are no option."""

from typing import Any

import pyarrow as pa
import pytest

from hulul.methods.errors import MethodError
from hulul.methods.surveys import Design, Question, summaries

ALL = Design()


def found(data: dict[str, list[Any]], *questions: Question) -> tuple[dict[tuple[str, str], float], list[str]]:
    """The estimate of each question and option, and the codes of the notes."""
    made = summaries(pa.table(data), questions, ALL)
    estimates = {(row["question"], row["option"]): row["estimate"] for row in made.table().to_pylist()}
    return estimates, [note.code for note in made.notes]


def test_one_answer_of_several_options() -> None:
    estimates, notes = found({"water": ["pipe", "truck", "pipe", None]}, Question("water", "one"))
    assert estimates == pytest.approx({("water", "pipe"): 2 / 3, ("water", "truck"): 1 / 3})
    assert notes == []


def test_an_option_that_nobody_chose_is_reported_in_its_place() -> None:
    estimates, _ = found({"water": ["pipe", "truck"]}, Question("water", "one", options=("well", "truck", "pipe")))
    assert list(estimates.items()) == [(("water", "well"), 0), (("water", "truck"), 0.5), (("water", "pipe"), 0.5)]


def test_an_answer_that_is_no_option_is_missing_and_noted() -> None:
    question = Question("water", "one", options=("pipe", "truck"))
    made = summaries(pa.table({"water": ["pipe", "truck", "sea", "sea"]}), [question], ALL)
    assert made.estimate[:, 0].tolist() == [0.5, 0.5]
    assert made.answered[:, 0].tolist() == [2, 2]
    assert str(made.notes[0]) == "2 answers to water are none of its options: sea."


MANY = Question("needs", "many")


def test_several_answers_in_one_column() -> None:
    estimates, notes = found({"needs": ["food water", "water", None, "", "food"]}, MANY)
    assert estimates == pytest.approx({("needs", "food"): 2 / 3, ("needs", "water"): 2 / 3})
    assert notes == []


def test_several_answers_in_columns_give_the_same() -> None:
    estimates, _ = found({"needs/food": [1, 0, None, None, 1], "needs/water": [1, 1, None, None, 0]}, MANY)
    assert estimates == pytest.approx({("needs", "food"): 2 / 3, ("needs", "water"): 2 / 3})


def test_columns_win_where_a_form_writes_both() -> None:
    data = {"needs": ["food water", "water"], "needs/food": [True, False], "needs/water": [True, True]}
    estimates, _ = found(data, MANY)
    assert estimates == {("needs", "food"): 0.5, ("needs", "water"): 1}


def test_an_unknown_option_among_several_is_noted_and_the_others_count() -> None:
    stated = Question("needs", "many", options=("food", "water"))
    estimates, notes = found({"needs": ["food gold", "water"]}, stated)
    assert estimates == {("needs", "food"): 0.5, ("needs", "water"): 0.5}
    assert notes == ["unknown_option"]
    _, notes = found({"needs/food": [1, 0], "needs/water": [0, 1], "needs/gold": [1, 0]}, stated)
    assert notes == ["unknown_option"]


def test_an_option_without_a_column_is_refused() -> None:
    with pytest.raises(MethodError, match="no column needs/water for an option of needs"):
        found({"needs/food": [1, 0]}, Question("needs", "many", options=("food", "water")))


def test_a_question_nobody_answered_gives_its_stated_options_without_figures() -> None:
    estimates, notes = found({"needs": [None, None]}, Question("needs", "many", options=("food",)))
    assert estimates == {("needs", "food"): None}
    assert notes == ["nobody_answered"]


def test_a_question_nobody_answered_and_without_options_is_noted() -> None:
    for kind in ("one", "many"):
        estimates, notes = found({"needs": [None, None]}, Question("needs", kind))  # type: ignore[arg-type]
        assert estimates == {}
        assert notes == ["no_answers"]


def test_skip_logic_is_the_same_for_every_kind() -> None:
    data = {
        "asked": [1, 1, 1, 0],
        "children": [2, 4, None, None],
        "school": [1, 0, None, None],
        "why": ["far", "cost", None, None],
        "how": ["bus foot", "foot", None, None],
    }
    questions = [
        Question("children", "number", asked="asked"),
        Question("school", "yes_no", asked="asked"),
        Question("why", "one", asked="asked"),
        Question("how", "many", asked="asked"),
    ]
    made = summaries(pa.table(data), questions, ALL)
    assert [item.statistic for item in made.items] == ["mean", "share", "share", "share", "share", "share"]
    assert made.estimate[:, 0].tolist() == [3, 0.5, 0.5, 0.5, 0.5, 1]
    assert made.asked[:, 0].tolist() == [3] * 6
    assert made.answered[:, 0].tolist() == [2] * 6


def test_answers_of_those_not_asked_are_noted_for_every_kind() -> None:
    data = {"asked": [1, 0], "why": ["far", "cost"], "how": ["bus", "foot"], "n": [1, 2]}
    questions = [Question("n", "number", asked="asked"), Question("why", "one", asked="asked")]
    _, notes = found(data, *questions, Question("how", "many", asked="asked"))
    assert notes[:3] == ["answered_though_not_asked"] * 3
