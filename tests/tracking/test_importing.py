"""A list that goes in: as a version, as nothing new, as a correction, or not at all."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from hulul.audit.models import Event
from hulul.kernel import events, files
from hulul.kernel.actors import ANONYMOUS, SYSTEM
from hulul.kernel.errors import Denied
from hulul.kernel.tiers import Tier
from hulul.places.models import Place
from hulul.tracking.actions import import_paths
from hulul.tracking.answers import Answers
from hulul.tracking.datasets import BREAKDOWNS, COUNTS, breakdown_files, count_files, round_table
from hulul.tracking.events import RoundAccepted
from hulul.tracking.models import HeaderMapping, Import, Round, Version
from tests.tracking.conftest import Bring
from tests.tracking.lists import row, written

MARCH = "IDP list 30 March 2018.csv"


def codes(version: Version) -> set[str]:
    return set(version.findings)


def test_an_accepted_list_is_a_round_whose_rows_and_breakdowns_lie_in_immutable_files(bring: Bring) -> None:
    result = bring(MARCH, row(11, 10), row(13, 20, Belqoun=5, Ashvala=15))

    assert (result.state, result.outcome, result.round, result.version) == (
        "accepted", "new_round", "dtm-idp-2018-03-30", 1,
    )  # fmt: skip
    version = Version.objects.get()
    assert (version.rows, version.households, version.individuals) == (2, 30, 180)
    rows = pq.read_table(files.local_path(version.rows_file)).to_pylist()
    assert [(r["round"], r["row"], r["place"], r["how"], r["households"], r["individuals"]) for r in rows] == [
        ("dtm-idp-2018-03-30", 2, "dtm-11", "code", 10, 60),
        ("dtm-idp-2018-03-30", 3, "dtm-13", "code", 20, 120),
    ]
    assert [r["name_ar"] for r in rows] == ["حي السلام", "كاني سبي"]
    cells = pq.read_table(files.local_path(version.breakdowns_file)).to_pylist()
    assert {(c["place"], c["dimension"], c["category"], c["households"]) for c in cells} == {
        ("dtm-11", "origin", "XH01", 10), ("dtm-11", "shelter", "host_family", 10), ("dtm-11", "wave", "2017_04", 10),
        ("dtm-13", "origin", "XH01", 15), ("dtm-13", "origin", "XH02", 5),
        ("dtm-13", "shelter", "host_family", 20), ("dtm-13", "wave", "2017_04", 20),
    }  # fmt: skip


def test_acceptance_is_audited_and_told_to_rooms_above(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setitem(events._handlers, RoundAccepted, [told.append])

    bring(MARCH, row(11, 10))

    assert told == [RoundAccepted("dtm-idp-2018-03-30", 1)]
    assert Event.objects.filter(verb="accept_round", object_id="dtm-idp-2018-03-30").count() == 1


def test_the_same_file_again_changes_nothing(bring: Bring) -> None:
    bring(MARCH, row(11, 10))
    again = bring(MARCH, row(11, 10))

    assert (again.outcome, again.version) == ("same_file", 1)
    assert (Version.objects.count(), Import.objects.count()) == (1, 1)


def test_another_file_that_says_the_same_is_noted_beside_the_version(bring: Bring) -> None:
    bring(MARCH, row(11, 10), row(12, 5))
    other = bring("DTM IDPs 2018-03-30.csv", row(12, 5, **{"Location Name": "Qaryat al Nur"}), row(11, 10))

    assert (other.outcome, other.version) == ("same_contents", 1)
    version = Version.objects.get()
    assert {item.file_name for item in version.imports.all()} == {MARCH, "DTM IDPs 2018-03-30.csv"}


def test_a_corrected_file_becomes_a_new_version_and_the_old_one_is_kept(bring: Bring) -> None:
    bring(MARCH, row(11, 10))
    corrected = bring("IDP list 30 March 2018 corrected.csv", row(11, 12))

    assert (corrected.outcome, corrected.version) == ("new_version", 2)
    assert dict(Version.objects.values_list("number", "state")) == {1: "superseded", 2: "accepted"}
    assert round_table().to_pylist()[0]["households"] == 12


def test_a_list_with_errors_is_refused_with_its_findings_and_changes_nothing(bring: Bring) -> None:
    result = bring(MARCH, row(11, 10), row(12, -5))

    assert (result.state, result.errors > 0) == ("checked", True)
    assert not Round.objects.exists()
    assert Import.objects.get().findings_file


@pytest.mark.parametrize(
    ("name", "rows", "expected"),
    [
        ("IDP list 30 March 2099.csv", [row(11, 10)], "date_in_future"),
        ("IDP list 30 March 1999.csv", [row(11, 10)], "date_implausible"),
        (MARCH, [row(n, 5, Latitude=50.0 + n, Longitude=5.0) for n in (11, 12, 13)], "wrong_country"),
    ],
)
def test_what_cannot_be_true_is_an_error(bring: Bring, name: str, rows: list[dict[str, object]], expected: str) -> None:
    result = bring(name, *rows)

    assert result.state == "checked"
    assert expected in Import.objects.get().summary["findings"]


def test_a_file_that_is_no_table_is_told_and_does_not_stop_the_others(country: None, tmp_path: Path) -> None:
    (tmp_path / "IDP 1 March 2018.xlsx").write_text("<html><body>Sign in</body></html>")
    good = written(tmp_path / MARCH, [row(11, 10)])

    results = {r.file_name: r for r in import_paths(SYSTEM, [tmp_path / "IDP 1 March 2018.xlsx", good])}

    assert results["IDP 1 March 2018.xlsx"].state == "failed"
    assert "web page" in results["IDP 1 March 2018.xlsx"].message
    assert results[MARCH].state == "accepted"


def test_files_go_in_by_date_whatever_their_order(country: None, tmp_path: Path) -> None:
    names = ["IDP list 30 April 2018.csv", "IDP list 1 March 2018.csv", "IDP list 31 March 2018.csv"]
    paths = [written(tmp_path / name, [row(11, 10 + number)]) for number, name in enumerate(names)]

    import_paths(SYSTEM, paths)

    assert [r["sequence"] for r in round_table().to_pylist()] == [1, 2, 3]
    assert not any("older_than_latest" in version.findings for version in Version.objects.all())


def test_a_location_that_nobody_knows_is_made_and_found_again_in_the_next_round(bring: Bring) -> None:
    bring(MARCH, row(11, 10), row(99, 7))
    bring("IDP list 30 April 2018.csv", row(11, 10), row(99, 8))

    assert Place.objects.get(code="dtm-99").parent is not None
    first, second = Version.objects.order_by("round__date")
    assert (first.new_places, second.new_places) == (1, 0)
    assert "place_new" in codes(first)


def test_a_column_that_nobody_knows_waits_for_a_person_and_is_remembered(bring: Bring) -> None:
    from hulul.tracking.actions import answer

    waiting = bring(MARCH, row(11, 10, **{"Colour of the roof": "red"}))
    assert waiting.state == "needs_answers"
    item = Import.objects.get()

    answer(
        SYSTEM,
        item.pk,
        Answers(population="idp", headers={"Colour of the roof": "ignored"}),
        learn={"Colour of the roof": "ignored"},
    )

    item.refresh_from_db()
    assert item.state == "checked"
    assert HeaderMapping.objects.get().confirmed_by == SYSTEM.name
    assert bring("IDP list 30 April 2018.csv", row(11, 10, **{"Colour of the ROOF": "red"})).state == "accepted"


def test_population_and_date_are_asked_for_when_the_file_is_silent(country: None, tmp_path: Path) -> None:
    import datetime as dt

    path = written(tmp_path / "list.csv", [row(11, 10)])
    (silent,) = import_paths(SYSTEM, [path])
    assert (silent.state, Import.objects.get().summary["questions"]) == ("needs_answers", ["population", "date"])

    answers = Answers(population="returnee", date=dt.date(2018, 3, 30))
    (told,) = import_paths(SYSTEM, [path], answers=answers)

    assert (told.state, told.round) == ("accepted", "dtm-returnee-2018-03-30")
    assert Import.objects.count() == 1


def test_a_second_source_may_count_by_governorate_and_is_a_series_of_its_own(country: None, tmp_path: Path) -> None:
    bring_dtm = written(tmp_path / "Returnee list 30 September 2018.csv", [row(11, 100), row(13, 50)])
    ministry = tmp_path / "Registered returnees 30 September 2018.csv"
    ministry.write_text("Governorate,Registered families\nAl-Marja,90\nDastan,60\n", "utf-8")

    import_paths(SYSTEM, [bring_dtm])
    (result,) = import_paths(SYSTEM, [ministry], answers=Answers(source="ministry"))

    assert (result.state, result.round) == ("accepted", "ministry-returnee-2018-09-30")
    version = Version.objects.get(round="ministry-returnee-2018-09-30")
    rows = pq.read_table(files.local_path(version.rows_file)).to_pylist()
    assert [(r["place"], r["households"], r["individuals"]) for r in rows] == [("XH01", 90, 540), ("XH02", 60, 360)]
    assert "place_area_only" in codes(version)
    assert [r["sequence"] for r in round_table().to_pylist()] == [1, 1]


def test_individuals_are_computed_where_the_file_has_none_with_the_smaller_size_in_camps(bring: Bring) -> None:
    without = [{**row(11, 10, Camp=4, **{"Host families": 6}), "Individuals": ""}]
    bring("IDP list 30 March 2020.csv", *without)

    version = Version.objects.get()
    assert version.individuals == 6 * 6 + 4 * 5
    assert "individuals_computed" in codes(version)


def test_breakdowns_in_individuals_are_stored_as_households_beside_what_was_stated(bring: Bring) -> None:
    people = {"Ashvala": 60, "Host families": 60, "Apr17 Wave": 60}
    bring(MARCH, row(11, 10, **people), row(12, 20, **{key: 2 * value for key, value in people.items()}))

    version = Version.objects.get()
    assert version.breakdown_unit == "individuals"
    cells = pq.read_table(files.local_path(version.breakdowns_file)).to_pylist()
    assert {(c["place"], c["households"], c["stated"]) for c in cells} == {("dtm-11", 10, 60.0), ("dtm-12", 20, 120.0)}


def test_the_stored_files_have_the_columns_that_the_warehouse_was_promised(bring: Bring) -> None:
    bring(MARCH, row(11, 10))

    for dataset, stored in ((COUNTS, count_files()), (BREAKDOWNS, breakdown_files())):
        (name,) = stored.names
        assert {column.name for column in dataset.columns} <= set(pq.read_schema(files.local_path(name)).names)


def test_a_restricted_round_is_in_no_dataset(country: None, tmp_path: Path) -> None:
    path = written(tmp_path / MARCH, [row(11, 10)])
    import_paths(SYSTEM, [path], answers=Answers(tier=Tier.RESTRICTED))

    assert Version.objects.count() == 1
    assert (count_files().names, round_table().num_rows) == ((), 0)


def test_only_administrators_bring_in_rounds(country: None, tmp_path: Path) -> None:
    with pytest.raises(Denied):
        import_paths(ANONYMOUS, [written(tmp_path / MARCH, [row(11, 10)])])
