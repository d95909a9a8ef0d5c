"""Workbooks: which sheet, what is in its cells, and those that cannot be opened."""

import datetime as dt
import re
import zipfile

import pytest
import xlsxwriter

from hulul.sheets.errors import Unreadable
from hulul.sheets.limits import Limits
from tests.tracking.reading.conftest import HEADER, ROWS, csv_bytes, workbook


@pytest.fixture
def content(tmp_path):
    return workbook(tmp_path / "made.xlsx", {"Sheet": [HEADER, *ROWS]})


def rewritten(path, target, change):
    """A copy of a workbook with its first sheet's XML changed."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, change(data) if part == "xl/worksheets/sheet1.xml" else data)
    return target.read_bytes()


def test_a_workbook_reads_like_the_same_list_as_text(read_bytes, content):
    table = read_bytes(content, "Returnee_list.xlsx")
    assert table.numbers("households").tolist() == [16, 341, 45]
    assert table.texts("place_code") == ["7862", "25622", "122"]
    assert table.texts("name_ar") == ["قدش", "دوميز", "حي المعلمين"]
    assert table.numbers("lat").tolist() == [37.1005, 36.7876, 33.3549]
    assert (table.sheet, table.sheets, table.delimiter) == ("Sheet", ("Sheet",), None)
    assert table.row_numbers.tolist() == [2, 3, 4]


def test_the_sheet_most_like_a_master_list_is_read(read_bytes, tmp_path):
    sheets = {
        "Read me": [["About this file"]],
        "Camp": [["Camp", "District"], ["A", "B"]],
        "DTM DATASET": [HEADER, *ROWS],
    }
    table = read_bytes(workbook(tmp_path / "made.xlsx", sheets), "list.xlsx")
    assert table.sheet == "DTM DATASET"
    assert table.sheets == ("Read me", "Camp", "DTM DATASET")
    assert table.findings.count("sheet_chosen") == 1


def test_a_sheet_can_be_chosen_and_a_wrong_name_names_the_right_ones(read_bytes, tmp_path):
    content = workbook(tmp_path / "made.xlsx", {"One": [HEADER, ROWS[0]], "Two": [HEADER, *ROWS]})
    assert read_bytes(content, "list.xlsx", sheet="One").rows == 1
    with pytest.raises(Unreadable) as refused:
        read_bytes(content, "list.xlsx", sheet="Three")
    assert refused.value.code == "no_sheet"
    assert "One, Two" in refused.value.message


def test_rows_keep_their_numbers_under_an_empty_top(read_bytes, tmp_path):
    content = workbook(tmp_path / "made.xlsx", {"Sheet": [[], [], ["DTM Iraq, 30 April 2019"], HEADER, *ROWS]})
    table = read_bytes(content, "list.xlsx")
    assert table.header_row == 4
    assert table.row_numbers.tolist() == [5, 6, 7]


def test_dates_and_booleans_in_cells_become_text(read_bytes, tmp_path):
    path = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Place ID", "Families", "Location Name", "date"])
        sheet.write_row(1, 0, [122, 45.0])
        sheet.write_boolean(1, 2, True)
        sheet.write_datetime(1, 3, dt.datetime(2019, 4, 30), book.add_format({"num_format": "dd/mm/yy"}))  # noqa: DTZ001
    table = read_bytes(path.read_bytes(), "list.xlsx")
    assert table.texts("date") == ["2019-04-30"]
    assert table.round_date == dt.date(2019, 4, 30)
    assert table.texts("name_en") == ["True"]


def test_stored_values_of_formulas_are_read_and_told(read_bytes, tmp_path):
    path = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Place ID", "Families", "Individuals"])
        sheet.write_row(1, 0, [122, 45])
        sheet.write_formula(1, 2, "=B2*6", value=270)
    table = read_bytes(path.read_bytes(), "list.xlsx")
    assert table.numbers("individuals").tolist() == [270]
    assert [(f.code, f.params["count"]) for f in table.findings if f.code.startswith("formulas")] == [("formulas", 1)]


def test_formulas_without_a_stored_value_are_told(read_bytes, tmp_path):
    path = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Place ID", "Families", "Individuals"])
        sheet.write_row(1, 0, [122, 45])
        sheet.write_formula(1, 2, "=B2*6", value=270)
    content = rewritten(path, tmp_path / "bare.xlsx", lambda xml: re.sub(rb"</f><v>270</v>", b"</f>", xml))
    table = read_bytes(content, "list.xlsx")
    assert table.findings.count("formulas_without_value") == 1
    assert str(table.numbers("individuals")) == "[nan]"


def test_errors_of_the_spreadsheet_are_empty_cells_with_a_warning(read_bytes, tmp_path):
    path = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Place ID", "Families", "Individuals"])
        sheet.write_row(1, 0, [122, 45])
        sheet.write_formula(1, 2, "=NA()", value="#N/A")
    table = read_bytes(path.read_bytes(), "list.xlsx")
    assert str(table.numbers("individuals")) == "[nan]"
    assert [f.params["cells"] for f in table.findings if f.code == "error_cells"] == ["C2"]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_cut_off_workbook_is_damaged(read_bytes, content, share):
    with pytest.raises(Unreadable) as refused:
        read_bytes(content[: int(len(content) * share)], "list.xlsx")
    assert refused.value.code == "workbook_damaged"


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(read_bytes, tmp_path, content):
    (tmp_path / "made.xlsx").write_bytes(content)
    bomb = rewritten(tmp_path / "made.xlsx", tmp_path / "bomb.xlsx", lambda xml: xml + b" " * 50_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(Unreadable) as refused:
        read_bytes(bomb, "list.xlsx")
    assert refused.value.code == "archive_bomb"


def test_an_empty_workbook_says_so(read_bytes, tmp_path):
    with pytest.raises(Unreadable) as refused:
        read_bytes(workbook(tmp_path / "made.xlsx", {"Sheet": []}), "list.xlsx")
    assert refused.value.code == "empty"


def test_a_workbook_with_too_many_rows_is_refused(read_bytes, tmp_path):
    content = workbook(tmp_path / "made.xlsx", {"Sheet": [HEADER, *ROWS * 10]})
    with pytest.raises(Unreadable) as refused:
        read_bytes(content, "list.xlsx", limits=Limits(rows=30))
    assert refused.value.code == "too_many_rows"


def test_a_list_is_read_whatever_its_name_says(read_bytes, tmp_path):
    assert read_bytes(csv_bytes(), "list.xlsx").rows == 3
    content = workbook(tmp_path / "made.xlsx", {"Sheet": [["Place ID", "Families"], [122, 45]]})
    assert read_bytes(content, "list.csv").numbers("households").tolist() == [45]
