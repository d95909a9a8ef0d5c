"""Titles, headers, blank rows and totals: every row of the file is either data or told."""

import pytest

from tests.tracking.reading.conftest import HEADER, ROWS, csv_bytes, csv_text

TOTAL = ["", "", "", "", "", "", "", "", "402", "2412", "46", "356", "300", "102", "353", "49", ""]


def codes(table):
    return table.findings.counts()


@pytest.mark.parametrize("titles", [0, 1, 2, 3, 4])
def test_rows_above_the_header_are_titles(read_bytes, titles):
    above = "".join(f"DTM Iraq, line {number}{',' * 16}\n" for number in range(titles))
    table = read_bytes((above + csv_text()).encode())
    assert table.header_row == titles + 1
    assert table.row_numbers.tolist() == [titles + 2, titles + 3, titles + 4]
    assert table.findings.count("title_rows") == (1 if titles else 0)


def test_two_header_rows_are_read_as_one(read_bytes):
    upper = [*HEADER[:10], "Governorate of origin", "", "Shelter", "", "Period", "", "date"]
    lower = [
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "Anbar",
        "Ninewa",
        "Camp",
        "Hostfamilies",
        "Pre June14",
        "August14",
        "",
    ]
    table = read_bytes(csv_bytes([lower, *ROWS], header=upper))
    assert {"households", "origin:IQG01", "origin:IQG15", "shelter:camp", "wave:2014_08"} <= set(table.columns)
    assert (table.header_row, table.first_data_row) == (1, 3)
    assert codes(table) == {"two_header_rows": 1}
    assert table.rows == 3


def test_a_group_title_completes_the_header_under_it(read_bytes):
    upper = [""] * 14 + ["Pre June14", "August14", ""]
    header = [*HEADER[:14], "Period of displacement", "Period of displacement", "date"]
    table = read_bytes(csv_bytes([header, *ROWS], header=upper))
    assert {"wave:before_2014_06", "wave:2014_08"} <= set(table.columns)


def test_a_row_of_hxl_tags_is_no_data(read_bytes):
    tags = [
        "#loc+code",
        "",
        "#adm1+name",
        "#adm2+name",
        "#loc+name",
        "",
        "#geo+lat",
        "#geo+lon",
        "#affected+hh",
        *[""] * 8,
    ]
    table = read_bytes(csv_bytes([tags, *ROWS]))
    assert table.rows == 3
    assert codes(table) == {"tag_row": 1}


def test_blank_rows_are_counted_and_named(read_bytes):
    dated = [""] * 16 + ["2019-04-30"]
    table = read_bytes(csv_bytes([ROWS[0], [""] * 17, ["  ", *[""] * 16], ROWS[1], dated]))
    assert table.row_numbers.tolist() == [2, 5]
    (found,) = table.findings
    assert (found.code, found.params["count"], found.params["rows"]) == ("blank_rows", 3, "3, 4, 6")


def test_lines_without_any_delimiter_are_blank_rows_too(read_bytes):
    table = read_bytes(csv_text().replace("\n1103010", "\n\n\n1103010").encode())
    assert table.row_numbers.tolist() == [2, 5, 6]
    assert table.findings[0].params["count"] == 2


@pytest.mark.parametrize("label", ["Total", "Totals: Locations:3", "Grand Total", "المجموع", "الإجمالي", "کۆی گشتی"])
@pytest.mark.parametrize("column", [0, 4])
def test_a_total_row_at_the_end_is_used_as_a_total(read_bytes, label, column):
    total = [*TOTAL]
    total[column] = label
    table = read_bytes(csv_bytes([*ROWS, total]))
    assert table.rows == 3
    assert table.totals == {
        "households": 402, "individuals": 2412, "origin:IQG01": 46, "origin:IQG15": 356, "shelter:camp": 300,
        "shelter:host_family": 102, "wave:before_2014_06": 353, "wave:2014_08": 49,
    }  # fmt: skip
    assert [(f.code, f.row) for f in table.findings] == [("total_row", 5)]


def test_a_total_row_at_the_beginning_is_used_too(read_bytes):
    table = read_bytes(csv_bytes([["Total", *TOTAL[1:]], *ROWS]))
    assert table.totals["households"] == 402
    assert table.row_numbers.tolist() == [3, 4, 5]


def test_a_total_over_the_header_is_used_too(read_bytes):
    table = read_bytes((",".join(["Total", *TOTAL[1:]]) + "\n" + csv_text()).encode())
    assert table.totals["individuals"] == 2412
    assert table.rows == 3


def test_a_last_row_of_sums_is_a_total_even_without_the_word(read_bytes):
    table = read_bytes(csv_bytes([*ROWS, TOTAL]))
    assert table.totals["households"] == 402
    assert table.rows == 3


def test_a_last_row_that_adds_up_nothing_stays_data(read_bytes):
    table = read_bytes(csv_bytes([*ROWS, [*TOTAL[:8], "7", *[""] * 8]]))
    assert table.rows == 4
    assert table.totals == {}


def test_subtotals_are_left_out_and_told(read_bytes):
    subtotal = ["", "", "Dahuk total", "", "", "", "", "", "357", "2142", *[""] * 7]
    table = read_bytes(csv_bytes([*ROWS[:2], subtotal, ROWS[2], ["Total", *TOTAL[1:]]]))
    assert [(f.code, f.row) for f in table.findings] == [("subtotal_row", 4), ("total_row", 6)]
    assert table.numbers("households").sum() == 402


def test_a_location_called_total_is_a_location(read_bytes):
    named = [*ROWS[2]]
    named[4] = "Total camp"
    assert read_bytes(csv_bytes([*ROWS[:2], named])).rows == 3


def test_a_repeated_header_among_the_rows_is_told(read_bytes):
    table = read_bytes(csv_bytes([ROWS[0], HEADER, ROWS[1]]))
    assert table.row_numbers.tolist() == [2, 4]
    assert [(f.code, f.row) for f in table.findings] == [("repeated_header", 3)]


def test_rows_in_are_rows_returned_or_told(read_bytes):
    rows = [ROWS[0], [""] * 17, HEADER, ROWS[1], ["", "", "Dahuk total", *TOTAL[3:]], ROWS[2], ["Total", *TOTAL[1:]]]
    table = read_bytes(csv_bytes(rows))
    told = sum(f.params.get("count", 1) for f in table.findings)
    assert table.rows + told == len(rows)
