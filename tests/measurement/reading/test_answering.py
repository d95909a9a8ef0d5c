"""Answers by code or label in any language, shares, numbers, and the two ways of having none."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hulul.measurement.framing import parse
from hulul.measurement.reading.answering import words_of
from tests.measurement.reading.conftest import HEADER, codes
from tests.measurement.reading.frameworks import LOCATIONS

WATER = parse(LOCATIONS).indicator("water")


def one(read_rows, cell, column="water", **arguments):
    """One answer and the findings about it."""
    header = ("Place ID", column, "Informants asked")
    table = read_rows([("11", cell, "1"), ("12", cell, "2")], header, **arguments)
    return table.answers[column], codes(table)


@pytest.mark.parametrize("cell", ["all", "ALL", "All residents", " all  RESIDENTS ", "جميع السكان", "هەموو دانیشتووان"])
def test_an_answer_is_known_by_code_and_label_in_any_language(read_rows, cell):
    found, told = one(read_rows, cell)
    assert found.codes.tolist() == ["all", "all"]
    assert "answer_unknown" not in told


@pytest.mark.parametrize("cell", ["2", "٢", "۲", "Some residents"])
def test_codes_may_be_written_in_digits_of_any_script(read_rows, cell):
    assert one(read_rows, cell, "jobs")[0].codes.tolist() == ["2", "2"]


def test_none_is_an_answer_where_the_framework_says_so(read_rows):
    found, told = one(read_rows, "None")
    assert found.codes.tolist() == ["none", "none"]
    assert not found.not_asked.any()
    assert "answer_unknown" not in told


@pytest.mark.parametrize("cell", ["plenty", "residents", "4", "??"])
def test_an_answer_outside_the_list_is_told_with_its_row_and_refuses(read_rows, cell):
    table = read_rows([("11", "all", "1"), ("12", cell, "2")], ("Place ID", "water", "Informants asked"))
    (found,) = [finding for finding in table.findings if finding.code == "answer_unknown"]
    assert (found.row, found.column, found.value) == (3, "indicator:water", cell)
    assert table.findings.refused
    assert table.answers["water"].codes.tolist() == ["all", ""]


@pytest.mark.parametrize("cell", ["", "-", "n/a", "#N/A", "No answer", "رفض"])
def test_what_nobody_answered_is_missing(read_rows, cell):
    found, told = one(read_rows, cell)
    assert not found.given.any()
    assert not found.not_asked.any()
    assert "answer_unknown" not in told


def test_a_label_for_not_knowing_is_kept_as_that_answer(read_rows):
    assert one(read_rows, "Don't know")[0].codes.tolist() == ["dont_know", "dont_know"]


@pytest.mark.parametrize(("cell", "code"), [("Not asked", "not_asked"), ("لا ينطبق", "not_asked")])
def test_a_question_that_did_not_arise_is_not_a_missing_answer(read_rows, cell, code):
    found, _told = one(read_rows, cell)
    assert found.codes.tolist() == [code, code]
    assert found.not_asked.all()


def test_the_frameworks_own_code_for_a_question_that_did_not_arise_is_used(read_rows):
    for cell in ("Not applicable", "Nobody looks for work"):
        found, _told = one(read_rows, cell, "jobs")
        assert found.codes.tolist() == ["not_needed", "not_needed"]
        assert found.not_asked.all()


def test_an_empty_cell_means_what_the_framework_says(read_rows, households):
    table = read_rows([("idp", "yes", ""), ("idp", "", "yes")], ("population", "food", "school"), framed=households)
    assert table.answers["food"].not_asked.tolist() == [False, False]
    assert table.answers["school"].not_asked.tolist() == [True, False]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (("0.1", "0.4"), [0.1, 0.4]), (("10%", "40 %"), [0.1, 0.4]), (("10", "40"), [0.1, 0.4]),
        (("٪١٠", "٤٠٪"), [0.1, 0.4]), (("1", "0"), [1, 0]), (("0,5", "0,25"), [0.5, 0.25]),
    ],
)  # fmt: skip
def test_a_share_is_understood_as_people_write_it(read_rows, cells, values):
    table = read_rows([("11", cells[0]), ("12", cells[1])], ("Place ID", "destroyed"))
    assert table.answers["destroyed"].values.tolist() == values
    assert not table.findings.refused


@pytest.mark.parametrize("cell", ["-1", "120%", "101"])
def test_what_is_no_share_is_told_and_left_out(read_rows, cell):
    table = read_rows([("11", cell)], ("Place ID", "destroyed"))
    assert codes(table)["share_out_of_range"] == 1
    assert math.isnan(table.answers["destroyed"].values[0])


def test_a_number_that_is_none_is_told_with_its_row(read_rows):
    table = read_rows([("11", "3"), ("12", "many")], ("Place ID", "Informants asked"))
    assert [(f.code, f.row) for f in table.findings if f.severity == "error"] == [("not_a_number", 3)]


@given(st.sampled_from(sorted(words_of(WATER))), st.booleans(), st.sampled_from(["", " ", "_", "."]))
def test_case_and_separators_never_matter(word, upper, separator):
    from hulul.measurement.reading.answering import folded

    spelled = separator.join(word.upper() if upper else word)
    assert words_of(WATER)[folded(spelled)] == words_of(WATER)[word]


def test_repeated_headers_and_blank_rows_are_no_answers(read_rows):
    rows = [("11", "all", "", "", "", ""), ("",) * 6, HEADER, ("12", "none", "", "", "", "")]
    table = read_rows(rows)
    assert table.row_numbers.tolist() == [2, 5]
    assert (codes(table)["blank_rows"], codes(table)["repeated_header"]) == (1, 1)
