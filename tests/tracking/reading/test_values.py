"""Numbers of a master list: read however they are written, and told where they are none."""

import math

import pytest

from tests.tracking.reading.conftest import ROWS, changed, csv_bytes


def test_how_numbers_are_written_is_told_once_per_column(read_bytes):
    rows = changed(1, Families="٣٤١", Individuals="2,046")
    table = read_bytes(csv_bytes(rows))
    assert table.numbers("households").tolist() == [16, 341, 45]
    assert table.numbers("individuals").tolist() == [96, 2046, 270]
    assert [(f.code, f.column, f.value, f.params["count"]) for f in table.findings] == [
        ("other_digits", "households", "٣٤١", 1), ("thousands_separators", "individuals", "2,046", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "code"),
    [("#N/A", "error_value"), ("=9+7", "formula_text"), ("sixteen", "not_a_number")],
)
def test_cells_that_are_no_number_are_told_with_row_and_column(read_bytes, cell, code):
    table = read_bytes(csv_bytes(changed(0, Families=cell)))
    assert [(f.code, f.row, f.column, f.value) for f in table.findings] == [(code, 2, "households", cell)]
    assert math.isnan(table.numbers("households")[0])
    assert table.rows == len(ROWS)


def test_negative_and_fractional_numbers_are_kept_for_the_checks(read_bytes):
    table = read_bytes(csv_bytes(changed(0, Families="-16", Individuals="96.5")))
    assert table.numbers("households")[0] == -16
    assert table.numbers("individuals")[0] == 96.5


def test_a_code_in_the_column_of_households_is_impossibly_large(read_bytes):
    table = read_bytes(csv_bytes(changed(0, Families="2105009122")))
    assert [(f.code, f.row) for f in table.findings] == [("huge_count", 2)]


def test_coordinates_that_cannot_be_read_do_not_refuse_the_file(read_bytes):
    table = read_bytes(csv_bytes(changed(0, Latitude="37°06'02\"N")))
    assert [(f.code, f.row) for f in table.findings] == [("coordinate_unreadable", 2)]
    assert not table.findings.refused
