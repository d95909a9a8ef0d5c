"""What is wrong with a framework file is said with its line, its entry and a plain sentence."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from hulul.measurement import framing
from hulul.measurement.framing import BadFramework, Framed, Problem
from hulul.methods import composite

SMALL = """\
# A framework for tests
[framework]
id = "small"
version = "1"
kind = "index"
unit = "location"
status = "ours"
source = { en = "Invented for tests." }
title = { en = "Small", ar = "صغير" }
purpose = { en = "Nothing real." }

[[scale]]
code = "services"
title = { en = "Services" }

[[indicator]]
code = "water"
scale = "services"
title = { en = "Water" }
question = { en = "Is there enough water?" }
kind = "ordinal"
answer = [
  { code = "all", label = { en = "Everybody", ar = "الجميع" }, value = 0 },
  { code = "some", label = { en = "Some", ar = "البعض" }, value = 1 },
  { code = "none", label = { en = "Nobody", ar = "لا أحد" }, value = 2 },
  { code = "dont_know", label = { en = "Don't know" }, missing = "unknown" },
]
[indicator.standard]
title = { en = "Everybody has enough" }
source = "Invented"
met = ["all"]

[[indicator]]
code = "camps"
scale = "services"
title = { en = "In camps" }
question = { en = "Which share lives in camps?" }
kind = "share"

[score]
aggregation = "arithmetic"
normalisation = { rule = "goalposts", low = 0, high = 100 }

[[category]]
code = "low"
title = { en = "Low" }
from = 0
colour = "low"

[[category]]
code = "high"
title = { en = "High" }
from = 50
colour = "high"
"""


def problems(text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(BadFramework) as raised:
        framing.parse(text)
    return raised.value.problems


def problems_if_any(text: str) -> tuple[Problem, ...]:
    try:
        framing.parse(text)
    except BadFramework as error:
        return error.problems
    return ()


def only(text: str) -> Problem:
    (found,) = problems(text)
    return found


def changed(old: str, new: str) -> str:
    """The small framework with one passage exchanged."""
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)


def line_of(text: str, passage: str) -> int:
    return text[: text.index(passage)].count("\n") + 1


@pytest.fixture
def small() -> Framed:
    return framing.parse(SMALL)


def test_a_framework_is_read(small: Framed) -> None:
    assert (small.id, small.version, small.tier.name) == ("small", "1", "PUBLIC")
    assert small.indicator("water").values == {"all": 0, "some": 1, "none": 2}
    with translation.override("ar"):
        assert str(small.title) == "صغير"


def test_byte_order_mark_and_windows_lines_do_no_harm(small: Framed) -> None:
    assert framing.parse(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()) == small


@pytest.mark.parametrize(
    ("old", "new", "at", "path", "words"),
    [
        ('unit = "location"', 'unit = "village"', 'unit = "village"', "framework.unit", "is not one of these"),
        ('id = "small"', 'id = "Small One"', 'id = "Small One"', "framework.id", "cannot be an id"),
        ('version = "1"', 'version = "first"', 'version = "first"', "framework.version", "cannot be a version"),
        ('version = "1"', "version = 1", "version = 1", "framework.version", "text in quotation marks"),
        ('title = { en = "Small", ar', "title = { ar", "title = { ar", "framework.title.en", "English text"),
        ("value = 1 }", 'value = "1" }', 'value = "1"', "indicator[water].answer[some].value", "must be a number"),
        ("value = 1 }", "value = nan }", "value = nan", "indicator[water].answer[some].value", "finite"),
        ("value = 1 }", "value = true }", "value = true", "indicator[water].answer[some].value", "must be a number"),
        ("value = 1 }", "weight = 1 }", "weight = 1 }", "indicator[water].answer[some].weight", "no entry “weight”"),
        ('kind = "share"', 'kind = "share"\nwieght = 2', "wieght", "indicator[camps].wieght", "mean “weight”"),
        ('kind = "share"', 'kind = "share"\nweight = -2', "weight = -2", "indicator[camps].weight", "at least 0"),
        (
            'code = "camps"\n',
            "",
            '[[indicator]]\nscale = "services"\ntitle = { en = "In',
            "indicator[2].code",
            "missing",
        ),
        ('met = ["all"]', "met = 1", "met = 1", "indicator[water].standard.met", "list in square brackets"),
        ("[score]", "[scoring]", "[scoring]", "scoring", "no entry “scoring”"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named_with_its_line(
    old: str, new: str, at: str, path: str, words: str
) -> None:
    text = changed(old, new)
    found = problems(text)[-1 if path == "scoring" else 0]
    assert (found.line, found.path) == (line_of(text, at), path)
    assert words in found.message


@pytest.mark.parametrize(
    ("old", "new", "at", "path", "words"),
    [
        (
            'code = "camps"',
            'code = "water"',
            'code = "water"\nscale = "services"\ntitle = { en = "In',
            "indicator[water].code",
            "used already",
        ),
        ('code = "camps"', 'code = "services"', 'code = "services"\nscale', "indicator[services].code", "used already"),
        ('code = "camps"', 'code = "overall"', 'code = "overall"', "indicator[overall].code", "used already"),
        (
            '{ code = "some"',
            '{ code = "all"',
            '{ code = "all", label = { en = "Some"',
            "indicator[water].answer[all].code",
            "used already",
        ),
        (
            'scale = "services"\ntitle = { en = "In camps" }',
            'scale = "shelter"\ntitle = { en = "In camps" }',
            'scale = "shelter"',
            "indicator[camps].scale",
            "no scale “shelter”",
        ),
        (
            'code = "services"\n',
            'code = "services"\nparent = "services"\n',
            "parent",
            "scale[services].parent",
            "circle: services → services",
        ),
        (
            'label = { en = "Some"',
            'label = { en = "EVERYBODY"',
            '{ code = "some"',
            "indicator[water].answer[some].label.en",
            "same label",
        ),
        (
            'label = { en = "Some", ar = "البعض" }, value = 1',
            'label = { en = "Some" }',
            '{ code = "some"',
            "indicator[water].answer[some]",
            "no value and no reason",
        ),
        (
            '{ en = "Don\'t know" }, missing',
            '{ en = "Don\'t know" }, value = 3, missing',
            "value = 3",
            "indicator[water].answer[dont_know]",
            "a value and a reason",
        ),
        ('met = ["all"]', 'met = ["all", "most"]', "met", "indicator[water].standard.met[2]", "no answer “most”"),
        ('met = ["all"]', "at_least = 1", "[indicator.standard]", "indicator[water].standard", "by answers"),
        (
            'met = ["all"]',
            'met = ["all"]\nat_least = 1',
            "[indicator.standard]",
            "indicator[water].standard",
            "either by answers",
        ),
        ("from = 50", "from = 0", 'from = 0\ncolour = "high"', "category[high].from", "not above"),
        ("from = 50", "from = 100", "from = 100", "category[high].from", "would be empty"),
        ('from = 0\ncolour = "low"', 'from = 10\ncolour = "low"', "from = 10", "category[low].from", "lowest score"),
        ('colour = "high"', 'colour = "low"', 'from = 50\ncolour = "low"', "category[high].colour", "same colour"),
        ('aggregation = "arithmetic"', 'weighting = { rule = "fitted" }', "weighting", "score.weighting", "score.fit"),
        (
            'aggregation = "arithmetic"',
            'imputation = { rule = "group_mean" }',
            "imputation",
            "score.imputation",
            "which column",
        ),
        (
            'kind = "share"',
            'kind = "share"\ngoalposts = [1, 0]',
            "goalposts = ",
            "indicator[camps].goalposts",
            "lower goalpost",
        ),
        ('kind = "share"', 'kind = "number"', '[[indicator]]\ncode = "camps"', "indicator[camps]", "needs goalposts"),
        (
            'question = { en = "Which share lives in camps?" }\n',
            "",
            '[[indicator]]\ncode = "camps"',
            "indicator[camps]",
            "needs a question",
        ),
        ('kind = "index"', 'kind = "progress"', "[score]", "score", "Only a framework of the kind"),
    ],
)
def test_entries_that_contradict_each_other_are_named_with_their_line(
    old: str, new: str, at: str, path: str, words: str
) -> None:
    text = changed(old, new)
    found = next(problem for problem in problems(text) if problem.path == path)
    line = line_of(text, at)
    if at.startswith(("from = 0", "from = 50")) and path.endswith(".colour"):
        line += 1
    assert found.line == line
    assert words in found.message


def test_several_mistakes_are_told_at_once_in_the_order_of_lines() -> None:
    text = changed("from = 50", "from = 0").replace('met = ["all"]', 'met = ["never"]')
    text = text.replace('scale = "services"\ntitle = { en = "In', 'scale = "none"\ntitle = { en = "In')
    found = problems(text)
    assert [problem.path for problem in found] == [
        "indicator[water].standard.met[1]",
        "indicator[camps].scale",
        "category[high].from",
    ]
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)


def test_weights_that_sum_to_nothing_are_refused() -> None:
    text = SMALL.replace('scale = "services"\n', 'scale = "services"\nweight = 0\n')
    assert "sum to nothing" in only(text).message
    assert only(text).path == "scale[services]"


def test_scales_that_contain_each_other_are_refused() -> None:
    pair = '[[scale]]\ncode = "one"\nparent = "two"\ntitle = { en = "1" }\n'
    pair += '[[scale]]\ncode = "two"\nparent = "one"\ntitle = { en = "2" }\n'
    text = SMALL.replace("[[indicator]]", pair + "[[indicator]]", 1)
    messages = [problem.message for problem in problems(text)]
    assert any("one → two → one" in message for message in messages)


def test_what_is_explained_is_not_among_what_explains() -> None:
    text = SMALL + '[outcome]\ncode = "water"\ntitle = { en = "Water" }\nkind = "share"\n'
    assert "explain itself" in only(text).message


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[framework]\nid "x"\n', 2, "no “=” follows"),
        ('[framework]\nid = "x\n', 2, "not closed"),
        ('[framework]\nid = "x"\nid = "y"\n', 3, "second time"),
        ("[framework]\nid = [1, 2\n", 2, "not closed"),
        ("[framework]\nid = yes\n", 2, "neither a text"),
        ("[framework]\nid = 1 2\n", 2, "line of its own"),
        ("[framework\nid = 1\n", 1, "not closed"),
        ("[framework]\n[framework]\n", 2, "second time"),
        ("[framework]\n= 1\n", 2, "neither a table"),
    ],
)
def test_text_that_is_no_toml_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    found = only(text)
    assert (found.line, found.path) == (line, "")
    assert words in found.message


def test_nothing_at_all_misses_everything() -> None:
    assert [problem.path for problem in problems("")] == ["framework", "indicator", "scale"]


def test_bytes_that_are_not_utf8_are_refused_with_their_line() -> None:
    (found,) = problems(b'[framework]\nid = "\xff"\n')
    assert found.line == 2
    assert "UTF-8" in found.message


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "a = " + "{ b = " * 5000, "x" * 2_000_000])
def test_monstrous_files_are_refused_at_once(text: str) -> None:
    assert only(text).line == 1


@given(st.binary(max_size=400))
def test_whatever_bytes_come_they_are_read_or_refused(content: bytes) -> None:
    with pytest.raises(BadFramework):
        framing.parse(content)


@given(
    st.integers(0, len(SMALL)), st.integers(0, len(SMALL)), st.sampled_from(["", "[", "]", '"', "=", "{", "\n", "1"])
)
def test_whatever_is_cut_out_the_rest_is_read_or_refused_at_a_line_of_it(one: int, other: int, put: str) -> None:
    text = SMALL[: min(one, other)] + put + SMALL[max(one, other) :]
    lines = text.count("\n") + 1
    assert all(1 <= problem.line <= lines for problem in problems_if_any(text))


def test_a_list_that_is_empty_only_because_of_its_entries_is_not_called_empty() -> None:
    assert {problem.path for problem in problems(changed('code = "services"\n', "kode = 1\n"))} == {
        "scale[1].code",
        "scale[1].kode",
    }


def test_problems_are_told_in_the_readers_language() -> None:
    with translation.override("ar"):
        assert only(changed("value = 1 }", 'value = "1" }')).message == "يجب أن يكون هذا رقماً."


def test_the_specification_scores_as_the_file_says(small: Framed) -> None:
    import pyarrow as pa

    data = pa.table({"unit": ["a", "b", "c"], "water": ["all", "none", "some"], "camps": [0.0, 1.0, None]})
    index = composite.build(data, small.specification())
    top = index.codes.index(framing.OVERALL)
    assert index.scores[:, top].tolist() == pytest.approx([0.0, 100.0, 50.0])
    assert list(index.categories) == ["low", "high", "high"]
