"""The frameworks that come with Hulul: complete, honest about what is published, and ready to score."""

import re
import tomllib

import pytest

from hulul.kernel.tiers import Tier
from hulul.measurement import framing
from hulul.measurement.framing import Framed
from hulul.measurement.framing.schema import Text

BY_ID = {framed.id: framed for framed in framing.shipped()}
INDICES = {code: framed for code, framed in BY_ID.items() if framed.score}
ARABIC = re.compile(r"[\u0600-\u06ff]")
LATIN = re.compile(r"[A-Za-z]")
ACRONYMS = re.compile(r"IRIS|REACH|SO\d")


def _texts(value: object) -> list[Text]:
    if isinstance(value, Text):
        return [value]
    if isinstance(value, tuple):
        return [text for each in value for text in _texts(each)]
    fields = getattr(type(value), "model_fields", {})
    return [text for name in fields for text in _texts(getattr(value, name))]


def test_every_framework_of_the_field_is_there() -> None:
    assert set(BY_ID) == {
        "critical-shelter", "displacement-index", "iasc", "iasc-iraq", "iris", "masterlist-conditions",
        "minimum-standards", "return-index", "so-indicators", "stability-index", "svd",
    }  # fmt: skip
    assert set(BY_ID) == set(framing.shipped_texts())


@pytest.mark.parametrize("framed", BY_ID.values(), ids=BY_ID)
def test_every_text_is_there_in_english_and_arabic(framed: Framed) -> None:
    texts = _texts(framed)
    assert texts
    for text in texts:
        assert LATIN.search(text.en), text
        assert not ARABIC.search(text.en), text
        assert ARABIC.search(text.ar), text
        assert not LATIN.search(ACRONYMS.sub("", text.ar)), text


@pytest.mark.parametrize("framed", BY_ID.values(), ids=BY_ID)
def test_every_name_and_answer_is_there_in_sorani(framed: Framed) -> None:
    names = [framed.title, framed.framework.purpose, *(each.title for each in (*framed.scales, *framed.indicators))]
    names += [answer.label for indicator in framed.indicators for answer in indicator.answers]
    assert not [name.en for name in names if not ARABIC.search(name.ckb)]


@pytest.mark.parametrize("framed", BY_ID.values(), ids=BY_ID)
def test_its_source_and_limits_are_stated(framed: Framed) -> None:
    assert framed.framework.source.en
    assert framed.framework.limits


@pytest.mark.parametrize("framed", INDICES.values(), ids=INDICES)
def test_an_index_can_be_scored(framed: Framed) -> None:
    framed.specification().check()


@pytest.mark.parametrize(
    ("code", "indicators", "scales"),
    [
        ("return-index", 16, 2),
        ("displacement-index", 17, 5),
        ("stability-index", 19, 3),
        ("iris", 10, 15),
        ("svd", 8, 2),
    ],
)
def test_sizes_are_those_that_are_published(code: str, indicators: int, scales: int) -> None:
    assert (len(BY_ID[code].indicators), len(BY_ID[code].scales)) == (indicators, scales)


def test_the_exit_measure_has_five_criteria_and_ten_sub_criteria() -> None:
    depths = [depth for depth, _scale in BY_ID["iris"].ordered_scales()]
    assert (depths.count(0), depths.count(1)) == (5, 10)


def test_iraq_uses_five_of_the_eight_criteria() -> None:
    eight = {scale.code for scale in BY_ID["iasc"].scales}
    five = {scale.code for scale in BY_ID["iasc-iraq"].scales}
    assert (len(eight), len(five)) == (8, 5)
    assert five < eight


def test_displacement_answers_count_from_nought_to_five() -> None:
    for indicator in BY_ID["displacement-index"].indicators:
        assert sorted(indicator.values.values()) == [0, 1, 2, 3, 4, 5]


def test_critical_shelter_has_the_cuts_of_reach() -> None:
    framed = BY_ID["critical-shelter"]
    assert [(category.code, category.since) for category in framed.categories] == [
        ("1", 0), ("2", 5), ("3", 10), ("4", 30), ("5", 50),
    ]  # fmt: skip
    assert framed.framework.status == "confirmed"


def test_what_is_not_published_is_labelled_as_our_own_reading() -> None:
    ours = {framed.id for framed in BY_ID.values() if framed.is_reimplementation}
    assert ours == {"return-index", "displacement-index", "stability-index"}
    assert all(category.status == "ours" for code in ours for category in BY_ID[code].categories)


def test_security_is_for_readers_of_restricted_data() -> None:
    framed = BY_ID["return-index"]
    assert framed.tier == Tier.PUBLIC
    assert framed.indicator_tier("checkpoints") == Tier.RESTRICTED
    assert framed.indicator_tier("water") == Tier.PUBLIC
    assert BY_ID["svd"].indicator_tier("voluntary") == Tier.RESTRICTED


def test_only_an_index_has_scores() -> None:
    with pytest.raises(Exception, match="is not an index"):
        BY_ID["svd"].specification()


def test_a_fit_overrules_the_weights_of_the_file() -> None:
    framed = BY_ID["return-index"]
    assert framed.specification().weighting.rule == "given"
    fitted = framed.specification({"water": 2.0}).weighting
    assert (fitted.rule, fitted.targets) == ("fitted", {"water": 2.0})


def test_a_minimum_is_met_by_its_answers_or_bounds() -> None:
    water = BY_ID["return-index"].indicator("water").standard
    litres = BY_ID["minimum-standards"].indicator("water_per_person").standard
    distance = BY_ID["minimum-standards"].indicator("distance_to_water").standard
    assert water is not None
    assert litres is not None
    assert distance is not None
    assert [water.is_met(answer, None) for answer in ("all", "most", None)] == [True, False, None]
    assert [litres.is_met(None, value) for value in (15.0, 14.9, None)] == [True, False, None]
    assert [distance.is_met(None, value) for value in (500.0, 501.0)] == [True, False]


@pytest.mark.parametrize("code", BY_ID)
def test_every_file_says_at_its_head_what_of_it_is_our_own(code: str) -> None:
    text = framing.shipped_texts()[code]
    assert text.startswith("# ")
    assert tomllib.loads(text)["framework"]["id"] == code
