"""Delimited text: which delimiter, uneven rows, quotation marks, and row numbers that a spreadsheet would show."""

import pytest

from hulul.sheets.errors import Unreadable
from hulul.sheets.limits import Limits
from tests.tracking.reading.conftest import HEADER, ROWS, changed, csv_bytes, csv_text


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(read_bytes, delimiter):
    table = read_bytes(csv_bytes(delimiter=delimiter))
    assert table.delimiter == delimiter
    assert table.numbers("individuals").tolist() == [96, 2046, 270]


def test_a_first_line_that_names_the_delimiter_is_obeyed(read_bytes):
    table = read_bytes(b"sep=;\n" + csv_bytes(delimiter=";"))
    assert table.delimiter == ";"
    assert table.header_row == 2
    assert table.rows == 3


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_understood(read_bytes, ending):
    assert read_bytes(csv_text().replace("\n", ending).encode()).rows == 3


def test_a_line_break_inside_quotation_marks_does_not_end_the_row(read_bytes):
    table = read_bytes(csv_bytes(changed(0, Location_Name="Qadish\nCollective")))
    assert table.texts("name_en")[0] == "Qadish\nCollective"
    assert table.row_numbers.tolist() == [2, 3, 4]


def test_short_rows_are_filled_up_and_told(read_bytes):
    rows = [ROWS[0], ROWS[1][:10], ROWS[2]]
    table = read_bytes(csv_bytes(rows))
    assert table.numbers("households").tolist() == [16, 341, 45]
    assert [f.row for f in table.findings if f.code == "short_rows"] == [3]


def test_rows_with_too_many_cells_refuse_the_file(read_bytes):
    table = read_bytes(csv_bytes([ROWS[0], [*ROWS[1], "surplus"]]))
    assert table.rows == 2
    assert [(f.code, f.row) for f in table.findings] == [("long_rows", 3)]
    assert table.findings.refused


def test_empty_cells_beyond_the_header_are_nothing(read_bytes):
    table = read_bytes(csv_bytes([[*row, "", ""] for row in ROWS]))
    assert table.rows == 3
    assert len(table.findings) == 0


def test_a_quotation_mark_that_is_never_closed_refuses_the_file(read_bytes):
    table = read_bytes(csv_text().replace("Domiz", '"Domiz').encode())
    assert table.findings.count("unclosed_quotation") == 1
    assert table.findings.refused


def test_plain_prose_is_no_table(read_bytes):
    with pytest.raises(Unreadable) as refusal:
        read_bytes(b"Dear colleagues\nplease find the list attached\n", "list.csv")
    assert refusal.value.code == "no_table"


def test_numbers_without_a_header_are_refused(read_bytes):
    with pytest.raises(Unreadable) as refusal:
        read_bytes("\n".join(",".join(row) for row in [["1", "2", "3"]] * 5).encode())
    assert refusal.value.code == "no_header"


def test_a_million_rows_are_refused_before_they_are_parsed(read_bytes):
    content = ",".join(HEADER).encode() + b"\n" + b",".join([b"1"] * len(HEADER)).join([b"\n"] * 1_000_001)
    with pytest.raises(Unreadable) as refusal:
        read_bytes(content)
    assert refusal.value.code == "too_many_rows"
    assert "250,000" in refusal.value.message


def test_the_limit_of_rows_can_be_raised(read_bytes):
    content = csv_bytes([ROWS[0]] * 3_000)
    assert read_bytes(content, limits=Limits(rows=3_001)).rows == 3_000
    with pytest.raises(Unreadable):
        read_bytes(content, limits=Limits(rows=3_000))


def test_too_many_columns_are_refused(read_bytes):
    with pytest.raises(Unreadable) as refusal:
        read_bytes(csv_bytes(), limits=Limits(columns=10))
    assert refusal.value.code == "too_many_columns"
