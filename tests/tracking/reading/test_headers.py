"""Columns by their headers: known in any spelling, confirmed, suggested, missing or twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hulul.kernel import packs
from hulul.kernel.errors import Invalid
from hulul.sheets.headers import match
from hulul.tracking.reading.headers import vocabulary
from tests.tracking.reading.conftest import HEADER, ROWS, changed, csv_bytes

IRAQ = packs.load("iraq").masterlist


def keys(*texts, population="idp", confirmed=None):
    words = vocabulary(IRAQ, population, confirmed or {})
    return [found.key for found in match(texts, words, confirmed or {})]


def test_headers_are_known_however_they_are_written():
    assert keys("Place id", "PLACE_ID", " place  ID ", "Place") == ["place_code"] * 4
    assert keys("Returnee Families", "IDPs families", "Master Families", "Households") == ["households"] * 4
    assert keys("Location name in Arabic", "Arabic_name", "اسم الموقع", "اسم المـــوقع") == ["name_ar"] * 4
    assert keys("عدد الأسر", "عدد الاسر", "ژمارەی خێزان") == ["households"] * 3


@given(st.sampled_from(HEADER[:16]), st.sampled_from(["", " ", "_", "-", "\u0640", "."]), st.booleans())
def test_case_and_separators_never_matter(header, separator, upper):
    spelled = separator.join(header.replace(" ", separator or ""))
    assert keys(spelled.upper() if upper else spelled) == keys(header) != [None]


@given(st.lists(st.text(max_size=30), max_size=30))
def test_any_headers_are_matched_without_trouble_and_in_order(texts):
    found = match(texts, vocabulary(IRAQ, None, {}), {})
    assert [each.text for each in found] == texts
    assert len({each.name for each in found if each.text == ""}) == texts.count("")


def test_breakdowns_are_named_by_dimension_and_category():
    assert keys("Anbar", "Camp", "Pre June14") == ["origin:IQG01", "shelter:camp", "wave:before_2014_06"]


def test_unknown_headers_come_with_suggestions():
    (found,) = match(["Familys"], vocabulary(IRAQ, "idp", {}), {})
    assert (found.key, found.how) == (None, "suggested")
    assert found.suggestions[0][0] == "households"
    (found,) = match(["Qxzw"], vocabulary(IRAQ, "idp", {}), {})
    assert (found.key, found.how, found.suggestions) == (None, "unknown", ())


def test_an_unknown_column_is_told_and_can_be_confirmed(read_bytes):
    header = ["Familys" if text == "Families" else text for text in HEADER]
    table = read_bytes(csv_bytes(header=header))
    assert table.findings.counts() == {"column_unknown": 1, "households_column_missing": 1}
    assert table.findings.refused
    table = read_bytes(csv_bytes(header=header), confirmed={"Familys": "households"})
    assert table.numbers("households").tolist() == [16, 341, 45]
    assert next(h for h in table.headers if h.text == "Familys").how == "confirmed"
    assert len(table.findings) == 0


def test_a_column_can_be_ignored(read_bytes):
    table = read_bytes(
        csv_bytes([[*row, "x"] for row in ROWS], header=[*HEADER, "Remarks"]), confirmed={"Remarks": "ignored"}
    )
    assert "ignored" not in table.columns
    assert len(table.findings) == 0


def test_a_confirmed_key_must_exist(read_bytes):
    with pytest.raises(Invalid) as refused:
        read_bytes(csv_bytes(), confirmed={"Families": "family_count"})
    assert refused.value.code == "unknown_key"


def test_missing_columns_are_named(read_bytes):
    table = read_bytes(b"Governorate,District\nDahuk,Sumel\nAnbar,Falluja\n")
    assert table.findings.count("households_column_missing") == 1
    table = read_bytes(b"Families,Individuals\n16,96\n45,270\n")
    assert table.findings.count("place_column_missing") == 1
    assert table.findings.refused


def test_the_same_column_twice_is_read_once(read_bytes):
    table = read_bytes(csv_bytes([[*row, row[12]] for row in ROWS], header=[*HEADER, "Camp"]))
    assert table.numbers("shelter:camp").tolist() == [0, 300, 0]
    assert [(f.code, f.column, f.value) for f in table.findings] == [
        ("duplicate_column_merged", "shelter:camp", "Camp (2)")
    ]
    assert [h.how for h in table.headers if h.text == "Camp"] == ["known", "duplicate"]


def test_two_columns_that_differ_ask_which_one_counts(read_bytes):
    rows = [[*row, "7"] for row in ROWS]
    table = read_bytes(csv_bytes(rows, header=[*HEADER, "Households"]))
    (found,) = table.findings
    assert (found.code, found.params["count"], found.params["at"]) == ("duplicate_column_differs", 3, 2)
    assert table.findings.refused
    assert "“" not in table.findings.explain(found)
    answered = read_bytes(csv_bytes(rows, header=[*HEADER, "Households"]), confirmed={"Families": "ignored"})
    assert answered.numbers("households").tolist() == [7, 7, 7]
    assert not answered.findings.refused


def test_the_second_of_two_equal_headers_can_be_ignored(read_bytes):
    rows = [[*row, "7"] for row in ROWS]
    table = read_bytes(csv_bytes(rows, header=[*HEADER, "Families"]), confirmed={"Families (2)": "ignored"})
    assert table.numbers("households").tolist() == [16, 341, 45]
    assert not table.findings.refused
    table = read_bytes(csv_bytes(rows, header=[*HEADER, "Families"]), confirmed={"families": "ignored"})
    assert table.numbers("households").tolist() == [7, 7, 7]
    assert not table.findings.refused


def test_two_spellings_of_one_category_are_added_up(read_bytes):
    header = [
        "Rented_houses" if text == "Camp" else "Rented housing" if text == "Hostfamilies" else text for text in HEADER
    ]
    table = read_bytes(csv_bytes(header=header))
    assert table.numbers("shelter:rented").tolist() == [16, 341, 45]
    assert table.findings.counts() == {"columns_added": 1}


def test_a_running_number_without_a_header_is_an_index(read_bytes):
    header, rows = ["", *HEADER], [[str(n), *row] for n, row in enumerate(ROWS)]
    table = read_bytes(csv_bytes(rows, header=header))
    assert table.headers[0].key == "row_number"
    assert len(table.findings) == 0


def test_other_values_without_a_header_are_told(read_bytes):
    table = read_bytes(csv_bytes([["x", *row] for row in ROWS], header=["", *HEADER]))
    assert [(f.code, f.params["position"]) for f in table.findings] == [("column_without_header", 1)]


def test_empty_columns_without_a_header_are_nothing(read_bytes):
    table = read_bytes(csv_bytes([[*row, ""] for row in ROWS], header=[*HEADER, ""]))
    assert len(table.headers) == len(HEADER)
    assert len(table.findings) == 0


def test_a_header_only_returnee_lists_have_counts_there_only(read_bytes):
    header = ["Habitual Residence (Habitable)" if text == "Camp" else text for text in HEADER]
    assert "shelter:habitual_residence_habitable" in read_bytes(csv_bytes(header=header), "Returnee.csv").columns
    assert read_bytes(csv_bytes(header=header), "IDPs.csv").findings.counts() == {"column_unknown": 1}


def test_names_missing_from_a_column_are_null(read_bytes):
    table = read_bytes(csv_bytes(changed(1, Location_Name="  ")))
    assert table.columns["name_en"].to_pylist() == ["Qadish", None, "Mualmeen"]
    assert table.texts("name_ckb") == ["", "", ""]
    assert table.categories("shelter") == ("camp", "host_family")
