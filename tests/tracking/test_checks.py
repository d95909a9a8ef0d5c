"""Each rule on a list that breaks it, and none on a list that does not."""

import pytest

from hulul.tracking.models import Import, Version
from tests.tracking.conftest import Bring
from tests.tracking.lists import row

MARCH = "IDP list 30 March 2018.csv"
APRIL = "IDP list 30 April 2018.csv"


def found(bring: Bring, *rows: dict[str, object], name: str = MARCH) -> dict[str, int]:
    bring(name, *rows)
    return dict(Import.objects.order_by("-created_at").first().summary["findings"])  # type: ignore[union-attr]


def test_a_list_that_is_right_has_no_findings(bring: Bring) -> None:
    assert found(bring, row(11, 10), row(12, 20), row(13, 30)) == {}


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ("individuals_differ", [row(11, 10, Individuals=61)]),
        ("breakdown_sum_differs", [row(11, 10), row(12, 10, Belqoun=1), row(13, 10)]),
        ("count_negative", [row(11, 10), row(12, 10, Belqoun=-1)]),
        ("count_fractional", [row(11, 10), row(12, 10, Individuals=60.5)]),
        ("households_missing", [row(11, 10), row(12, 10, Families="")]),
        ("households_zero", [row(11, 10), row(12, 0)]),
        ("duplicate_place", [row(11, 10), row(11, 5), row(12, 1)]),
        ("codes_not_one_to_one", [row(11, 10), row(12, 5, **{"Location ID": "101011"})]),
        ("name_missing", [row(11, 10), row(12, 5, **{"Location Name": "", "Arabic Name": ""})]),
        ("coordinates_swapped", [row(11, 10), row(12, 5, Latitude=61.4, Longitude=11.2)]),
        ("coordinates_outside_country", [row(11, 1), row(13, 1), row(12, 5, Latitude=1.0, Longitude=2.0)]),
        ("district_conflict", [row(11, 10, District="Karwan", Governorate="Dastan")]),
        ("place_new", [row(11, 10), row(98, 5)]),
    ],
)
def test_a_rule_finds_what_breaks_it(bring: Bring, code: str, rows: list[dict[str, object]]) -> None:
    assert code in found(bring, *rows)


def test_a_row_of_which_nothing_says_where_it_is_counts_for_the_country(bring: Bring) -> None:
    nowhere = {"Governorate": "", "District": "", "Location Name": "", "Arabic Name": "", "Location ID": ""}
    codes = found(bring, row(11, 10), {**row(0, 5), "Place ID": "", "Latitude": "", "Longitude": "", **nowhere})

    assert codes.get("place_unknown") == 1
    assert Version.objects.get().households == 15


def test_a_total_row_that_does_not_fit_is_told_and_not_counted(bring: Bring) -> None:
    total = dict.fromkeys(row(11, 1), "") | {"Place ID": "Total", "Families": 31, "Individuals": 180}

    assert found(bring, row(11, 10), row(12, 20), total).get("total_differs") == 1
    assert Version.objects.get().households == 30


def test_every_row_of_the_file_is_either_stored_or_reported(bring: Bring) -> None:
    blank = dict.fromkeys(row(11, 1), "")
    total = blank | {"Place ID": "Total", "Families": 30, "Individuals": 180}
    bring(MARCH, row(11, 10), row(12, 10, Families=""), blank, row(13, 20), total)

    version = Version.objects.get()
    assert (version.rows, version.reported_rows) == (2, 3)


def test_a_breakdown_that_is_mostly_unknown_is_told(bring: Bring) -> None:
    unknown = {"Host families": 0, "Unknown shelter type": 10}
    assert "breakdown_mostly_unknown" in found(bring, row(11, 10, **unknown))


def test_a_breakdown_that_the_file_does_not_have_is_told(bring: Bring) -> None:
    columns = tuple(name for name in row(11, 1) if not name.endswith("Wave"))
    bring(MARCH, row(11, 10), columns=columns)

    assert Version.objects.get().findings == {"breakdown_absent": 1}


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("change_large", [row(11, 200), row(12, 300)], [row(11, 80), row(12, 300)]),
        ("place_not_in_previous", [row(11, 10)], [row(11, 10), row(12, 1)]),
        ("place_vanished", [row(11, 10), row(12, 1)], [row(11, 10)]),
        ("rows_changed", [row(11, 10), row(12, 1), row(13, 1)], [row(11, 12)]),
        ("total_changed", [row(11, 10)], [row(11, 30)]),
        ("code_changed", [row(11, 10)], [row(11, 10, **{"Location ID": "999999"})]),
    ],
)
def test_a_rule_compares_with_the_round_before(
    bring: Bring, code: str, before: list[dict[str, object]], after: list[dict[str, object]]
) -> None:
    assert code not in found(bring, *before)
    assert code in found(bring, *after, name=APRIL)


def test_a_small_place_may_change_much_without_a_warning(bring: Bring) -> None:
    found(bring, row(11, 10), row(12, 500))
    assert "change_large" not in found(bring, row(11, 40), row(12, 500), name=APRIL)


def test_the_other_population_is_another_series(bring: Bring) -> None:
    found(bring, row(11, 1000))
    assert "total_changed" not in found(bring, row(11, 10), name="Returnee list 30 April 2018.csv")


def test_gaps_and_late_rounds_are_told(bring: Bring) -> None:
    found(bring, row(11, 10))
    assert "gap_before" in found(bring, row(11, 10), name="IDP list 30 March 2019.csv")
    assert "older_than_latest" in found(bring, row(11, 11), name="IDP list 30 June 2018.csv")


def test_every_finding_explains_itself(bring: Bring) -> None:
    from hulul.sheets.explaining import lines_of
    from hulul.tracking import contents
    from hulul.tracking.explaining import ALL_KINDS, grouped

    found(bring, row(11, 200), row(12, 10))
    found(bring, row(11, 80, Individuals=1, Belqoun=3), row(11, 3), row(99, 4), name=APRIL)
    version = Version.objects.get(round__date__month=4)

    lines = list(lines_of(contents.findings_of(version), ALL_KINDS))
    assert len(lines) == sum(version.findings.values()) > 5
    assert not any("%(" in text for line in lines for text in line[1:])
    assert sum(group.count for group in grouped(contents.findings_of(version))) == len(lines)
