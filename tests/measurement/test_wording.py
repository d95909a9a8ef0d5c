"""The words of frameworks as readers of results get them: of every version that was activated, of no draft."""

import pytest

from hulul.kernel.actors import SYSTEM
from hulul.measurement import framing, wording
from hulul.measurement.actions import activate, load_framework, retire

pytestmark = pytest.mark.django_db

TEXT = framing.shipped_texts()["return-index"]
FRAMED = framing.parse(TEXT)


@pytest.fixture
def active() -> None:
    load_framework(SYSTEM, TEXT)
    activate(SYSTEM, FRAMED.id, FRAMED.version)


def test_a_draft_gives_no_words() -> None:
    load_framework(SYSTEM, TEXT)
    assert wording.terms_table().num_rows == wording.answers_table().num_rows == 0


@pytest.mark.usefixtures("active")
def test_scales_and_categories_come_in_the_order_of_the_framework() -> None:
    rows = wording.terms_table().to_pylist()
    scales = [row["code"] for row in rows if row["kind"] == "scale"]
    assert scales == [scale.code for scale in FRAMED.scales]
    categories = [(row["code"], row["since"], row["note"]) for row in rows if row["kind"] == "category"]
    assert categories == [(each.code, each.since, each.colour) for each in FRAMED.categories]


@pytest.mark.usefixtures("active")
def test_a_method_that_is_not_published_is_marked_as_our_reading_of_it() -> None:
    (own,) = [row for row in wording.terms_table().to_pylist() if row["kind"] == "framework"]
    assert own["note"] == "reimplementation"
    assert (own["title_en"], own["title_ar"]) == (FRAMED.title.en, FRAMED.title.ar)


@pytest.mark.usefixtures("active")
def test_every_answer_says_whether_it_meets_the_minimum_standard() -> None:
    rows = {(row["indicator"], row["answer"]): row for row in wording.answers_table().to_pylist()}
    assert len(rows) == sum(len(indicator.answers) for indicator in FRAMED.indicators)
    assert rows["water", "all"]["standard"] is True
    assert rows["water", "some"]["standard"] is False
    assert rows["electricity", "all"]["standard"] is None
    assert rows["water", "some"]["answer_ar"] == "بعض السكان"


@pytest.mark.usefixtures("active")
def test_words_of_a_retired_version_stay_for_the_results_that_it_gave() -> None:
    retire(SYSTEM, FRAMED.id, FRAMED.version)
    assert wording.terms_table().num_rows > 0


def test_an_indicator_without_answers_has_one_row() -> None:
    text = framing.shipped_texts()["masterlist-conditions"]
    framed = framing.parse(text)
    load_framework(SYSTEM, text)
    activate(SYSTEM, framed.id, framed.version)
    rows = wording.answers_table().to_pylist()
    assert [(row["indicator"], row["answer"]) for row in rows] == [(each.code, "") for each in framed.indicators]
