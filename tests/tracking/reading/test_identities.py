"""Which round a file is: population, date and unit."""

import datetime as dt

import pytest

from tests.tracking.reading.conftest import HEADER, ROWS, changed, csv_bytes, csv_text, workbook

UNDATED = [row[:-1] for row in ROWS]


def renamed(**headers):
    return [headers.get(text, text) for text in HEADER]


@pytest.mark.parametrize(
    ("name", "population"),
    [
        ("IDPs_MasterList_dataset_DTM_IOMApr 01, 2014.csv", "idp"),
        ("Returnee_MasterList_dataset_DTM_IOMApr 14, 2016.csv", "returnee"),
        ("قائمة النازحين.csv", "idp"),
        ("قائمة العائدين.csv", "returnee"),
    ],
)
def test_the_file_name_tells_the_population(read_bytes, name, population):
    table = read_bytes(csv_bytes(), name)
    assert (table.population, table.population_how) == (population, "file_name")


def test_the_header_tells_it_before_the_name(read_bytes):
    table = read_bytes(csv_bytes(header=renamed(Families="Returnee Families")), "list.csv")
    assert (table.population, table.population_how) == ("returnee", "header")
    contradicted = read_bytes(csv_bytes(header=renamed(Families="Returnee Families")), "IDPs.csv")
    assert contradicted.population == "returnee"
    assert contradicted.findings.count("population_conflict") == 1


def test_a_title_or_the_sheet_tells_it(read_bytes, tmp_path):
    table = read_bytes(("Returnee master list" + "," * 16 + "\n" + csv_text()).encode(), "list.csv")
    assert (table.population, table.population_how) == ("returnee", "title")
    content = workbook(tmp_path / "made.xlsx", {"RETURNEE DATASET": [HEADER, *ROWS]})
    table = read_bytes(content, "list.xlsx")
    assert (table.population, table.population_how) == ("returnee", "sheet")


def test_an_unknown_population_is_asked_for(read_bytes):
    for name in ("list.csv", "IDPs and returnees.csv"):
        table = read_bytes(csv_bytes(), name)
        assert (table.population, table.population_how) == (None, "")
        assert table.findings.counts() == {"population_unknown": 1}


def test_the_date_column_tells_the_date_before_the_name(read_bytes):
    table = read_bytes(csv_bytes(), "IDPs Apr 30, 2019.csv")
    assert (table.round_date, table.date_how) == (dt.date(2019, 4, 30), "column")
    assert len(table.findings) == 0
    table = read_bytes(csv_bytes(), "IDPs May 31, 2019.csv")
    assert table.round_date == dt.date(2019, 4, 30)
    assert table.findings.counts() == {"date_conflict": 1}


def test_the_file_name_or_a_title_tells_the_date(read_bytes):
    table = read_bytes(csv_bytes(UNDATED, header=HEADER[:-1]), "IDPs_IOMAug 31, 2019.csv")
    assert (table.round_date, table.date_how) == (dt.date(2019, 8, 31), "file_name")
    titled = "DTM Iraq - ٣١ آب ٢٠١٩" + "," * 15 + "\n" + csv_text(UNDATED, header=HEADER[:-1])
    table = read_bytes(titled.encode())
    assert (table.round_date, table.date_how) == (dt.date(2019, 8, 31), "title")


def test_an_unknown_date_is_asked_for(read_bytes):
    table = read_bytes(csv_bytes(UNDATED, header=HEADER[:-1]))
    assert (table.round_date, table.date_how) == (None, "")
    assert table.findings.counts() == {"date_unknown": 1}


def test_several_dates_refuse_the_file(read_bytes):
    table = read_bytes(csv_bytes(changed(1, date="2019-05-31")))
    assert table.round_date is None
    (found,) = table.findings
    assert (found.code, found.params["count"], found.params["last"]) == ("several_dates", 2, "2019-05-31")
    assert table.findings.refused


def test_a_doubtful_date_is_told(read_bytes):
    rows = [[*row, "04/05/2019"] for row in UNDATED]
    assert read_bytes(csv_bytes(rows)).findings.counts() == {"date_ambiguous": 1}


def test_breakdowns_that_add_up_to_households_count_households(read_bytes):
    table = read_bytes(csv_bytes())
    assert table.unit == "households"
    assert (table.unit_evidence["shelter"].rows, table.unit_evidence["shelter"].equal_households) == (3, 3)


def test_breakdowns_that_add_up_to_individuals_count_individuals(read_bytes):
    rows = [[*row[:10], *(str(int(cell) * 6) for cell in row[10:16]), row[16]] for row in ROWS]
    table = read_bytes(csv_bytes(rows))
    assert table.unit == "individuals"
    assert table.findings.counts() == {"individuals_in_breakdowns": 1}


def test_breakdowns_in_two_units_are_told(read_bytes):
    rows = [[*row[:10], *(str(int(cell) * 6) for cell in row[10:12]), *row[12:]] for row in ROWS]
    assert read_bytes(csv_bytes(rows)).findings.counts() == {"units_differ": 1}


def test_breakdowns_that_add_up_to_nothing_have_no_unit(read_bytes):
    rows = [[*row[:10], *["1"] * 6, row[16]] for row in ROWS]
    assert read_bytes(csv_bytes(rows)).unit is None
