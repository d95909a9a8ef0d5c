"""What changed between two versions of a framework is said in sentences."""

import pytest

from hulul.measurement import framing
from hulul.measurement.framing.differences import between
from tests.measurement.framing.test_parsing import SMALL

NEWER = SMALL.replace('version = "1"', 'version = "2"')


def sentences(old: str, new: str) -> list[str]:
    assert old in NEWER
    return list(between(framing.parse(SMALL), framing.parse(NEWER.replace(old, new, 1))).sentences)


def test_a_new_number_alone_changes_nothing_that_counts() -> None:
    found = between(framing.parse(SMALL), framing.parse(NEWER))
    assert (found.older, found.newer) == ("1", "2")
    assert found.sentences == ()
    assert found.comparable


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value = 1 }", "value = 1.5 }", "The answers to “Water” count differently."),
        ('en = "Some"', 'en = "Part"', "The answers to “Water” are worded differently."),
        ('code = "some"', 'code = "few"', "“Water” has other answers."),
        ("enough water", "water", "The question about “Water” is worded differently."),
        ('kind = "ordinal"', 'kind = "ordinal"\nweight = 2', "The weight of “Water” is 2.00, before 1.00."),
        ('kind = "ordinal"', 'kind = "ordinal"\ndirection = -1', "The direction of “Water” was turned round."),
        ('kind = "ordinal"', 'kind = "ordinal"\ntier = "restricted"', "Other people may read the answers to “Water”."),
        ('met = ["all"]', 'met = ["all", "some"]', "The minimum standard of “Water” is another one."),
        ('code = "camps"', 'code = "tents"', "The indicator “In camps” was taken out."),
        ('"arithmetic"', '"worst"', "Scores are put together in another way."),
        ("from = 50", "from = 60", "The categories or their limits are others."),
        ('unit = "location"', 'unit = "site"', "The unit is another one."),
        ("Nothing real", "Nothing", "Its title, purpose or limits are worded differently."),
    ],
)
def test_each_change_has_its_sentence(old: str, new: str, said: str) -> None:
    assert said in sentences(old, new)


def test_an_indicator_that_came_is_named() -> None:
    assert "The indicator “In camps” was added." in sentences('code = "camps"', 'code = "tents"')


def test_versions_on_another_baseline_are_not_comparable() -> None:
    text = NEWER + '[comparability]\nnot_comparable = ["1"]\nreason = { en = "Other questions." }\n'
    found = between(framing.parse(SMALL), framing.parse(text))
    assert not found.comparable
    assert found.reason == "Other questions."
