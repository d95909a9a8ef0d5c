"""Files of answers become versions of surveys, once, completely, and with everything that was noticed."""

import datetime as dt
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from hulul.kernel import files
from hulul.kernel.actors import SYSTEM
from hulul.kernel.errors import Conflict, Denied, Invalid, NotFound
from hulul.measurement import actions, queries
from hulul.measurement.models import Survey, SurveyImport, SurveyVersion
from hulul.measurement.reading.answers import SurveyAnswers
from hulul.sheets.kept import read_findings
from tests.measurement.surveys.files_of_answers import HEADER, HOUSEHOLD_HEADER, HOUSEHOLD_ROWS, ROWS, write

pytestmark = pytest.mark.usefixtures("asked")

NAME = "Answers 31 May 2024.csv"
CODE = "dtm-conditions-2024-05-31"


def bring(path: Path, framework: str = "conditions", **said) -> actions.SurveyResult:
    (result,) = actions.import_surveys(SYSTEM, [path], SurveyAnswers(framework, **said))
    return result


def found_in(path: Path, *, rows=ROWS, header=HEADER, framework="conditions", **said) -> dict[str, int]:
    """What was noticed in a file, by code."""
    write(path, header, rows)
    bring(path, framework, **said)
    return SurveyImport.objects.latest("created_at").summary["findings"]


def changed(row: int, **cells: str) -> list[list[str]]:
    rows = [list(each) for each in ROWS]
    for header, value in cells.items():
        rows[row][HEADER.index(header.replace("_", " "))] = value
    return rows


def test_a_file_without_errors_becomes_a_survey(tmp_path):
    result = bring(write(tmp_path / NAME))
    assert (result.state, result.outcome, result.survey, result.version) == ("accepted", "new_survey", CODE, 1)
    assert (result.rows, result.places) == (3, 3)
    version = SurveyVersion.objects.get()
    assert (version.survey_id, version.households_file, version.tier) == (CODE, "", 0)
    answers = pq.read_table(files.local_path(version.answers_file))
    assert answers.column_names == ["survey", "row", "place", "informant", "indicator", "answer", "value"]
    assert answers.num_rows == 3 * 4
    assert set(answers["survey"].to_pylist()) == {CODE}
    assert set(answers["informant"].to_pylist()) == {""}
    first = answers.select(["row", "indicator", "answer", "value"]).slice(0, 4).to_pylist()
    assert [tuple(line.values()) for line in first] == [
        (2, "water", "all", None), (2, "jobs", "1", None), (2, "destroyed", None, 0.1), (2, "informants", None, 3),
    ]  # fmt: skip


def test_rows_find_the_locations_that_master_lists_find(tmp_path):
    from hulul.places.models import Place

    bring(write(tmp_path / NAME))
    answers = pq.read_table(files.local_path(SurveyVersion.objects.get().answers_file))
    names = dict(Place.objects.filter(level=4).values_list("code", "name_en"))
    assert [names[code] for code in dict.fromkeys(answers["place"].to_pylist())] == [
        "Hay Al-Salam", "Qaryat Al-Nur", "Kani Spi",
    ]  # fmt: skip


def test_the_same_file_again_changes_nothing(tmp_path):
    path = write(tmp_path / NAME)
    bring(path)
    again = bring(path)
    assert (again.state, again.outcome, again.version) == ("accepted", "same_file", 1)
    assert (SurveyVersion.objects.count(), SurveyImport.objects.count()) == (1, 1)


def test_the_same_answers_in_another_file_are_recognised(tmp_path):
    bring(write(tmp_path / NAME))
    other = write(tmp_path / "Other 31 May 2024.csv", HEADER, ROWS[::-1])
    assert bring(other).outcome == "same_contents"
    assert SurveyVersion.objects.count() == 1


def test_a_correction_is_a_new_version_and_the_old_one_is_kept(tmp_path):
    bring(write(tmp_path / NAME))
    result = bring(write(tmp_path / "Corrected 31 May 2024.csv", HEADER, changed(2, water="some")))
    assert (result.outcome, result.version) == ("new_version", 2)
    states = dict(SurveyVersion.objects.values_list("number", "state"))
    assert states == {1: "superseded", 2: "accepted"}


def test_a_withdrawn_version_falls_back_and_can_be_restored(tmp_path):
    bring(write(tmp_path / NAME))
    bring(write(tmp_path / "Corrected 31 May 2024.csv", HEADER, changed(2, water="some")))
    actions.withdraw_survey(SYSTEM, CODE, 2, "Wrong sheet.")
    assert queries.survey_version(SYSTEM, CODE).number == 1
    actions.withdraw_survey(SYSTEM, CODE, 1, "Wrong survey.")
    assert not queries.surveys(SYSTEM).exists()
    actions.restore_survey(SYSTEM, CODE, 2)
    assert queries.survey_version(SYSTEM, CODE).number == 2
    with pytest.raises(Conflict):
        actions.restore_survey(SYSTEM, CODE, 2)
    with pytest.raises(Invalid):
        actions.withdraw_survey(SYSTEM, CODE, 2, "  ")


def test_a_file_that_was_withdrawn_does_not_come_back_by_itself(tmp_path):
    path = write(tmp_path / NAME)
    bring(path)
    actions.withdraw_survey(SYSTEM, CODE, 1, "Not ready.")
    assert bring(path).state == "refused"
    assert SurveyVersion.objects.get().state == "withdrawn"


def test_a_file_without_a_date_waits_for_an_answer(tmp_path):
    result = bring(write(tmp_path / "answers.csv"))
    assert result.state == "needs_answers"
    item = SurveyImport.objects.get()
    assert item.summary["questions"] == ["date"]
    assert bring(tmp_path / "answers.csv", date=dt.date(2024, 5, 31)).survey == CODE
    assert SurveyImport.objects.count() == 1


def test_a_column_that_was_explained_once_is_known_in_later_files(tmp_path):
    header = ("Place ID", "Governorate", "Location Name", "enough to drink", *HEADER[4:])
    bring(write(tmp_path / NAME, header))
    item = SurveyImport.objects.get()
    assert item.state == "needs_answers"
    said = SurveyAnswers("conditions", headers={"enough to drink": "indicator:water"})
    assert actions.answer_survey(SYSTEM, item.pk, said).pk == item.pk
    actions.accept_survey(SYSTEM, item.pk)
    later = bring(write(tmp_path / "Answers 30 June 2024.csv", header))
    assert (later.state, later.survey) == ("accepted", "dtm-conditions-2024-06-30")


def test_every_open_question_is_asked_before_anything_is_accepted(tmp_path):
    bring(write(tmp_path / "answers.csv"))
    item = SurveyImport.objects.get()
    with pytest.raises(Invalid):
        actions.accept_survey(SYSTEM, item.pk)
    assert not Survey.objects.exists()


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (changed(0, water="plenty"), "answer_unknown"),
        ([*ROWS, ROWS[0]], "location_twice"),
        (changed(0, destroyed="140"), "share_out_of_range"),
        (changed(0, informants="many"), "not_a_number"),
    ],
)
def test_errors_refuse_a_file_and_name_what_is_wrong(tmp_path, rows, code):
    assert code in found_in(tmp_path / NAME, rows=rows)
    assert not Survey.objects.exists()
    item = SurveyImport.objects.get()
    assert (item.state, item.errors > 0) == ("checked", True)
    with pytest.raises(Invalid):
        actions.accept_survey(SYSTEM, item.pk)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (changed(0, Place_ID="999", Location_Name="Nowhere", Governorate=""), "unknown_location"),
        ([[*row[:3], "", *row[4:]] for row in ROWS], "indicator_all_missing"),
        ([[*row[:3], "all", *row[4:]] for row in ROWS], "indicator_constant"),
    ],
)
def test_warnings_are_kept_with_the_survey(tmp_path, rows, code):
    assert code in found_in(tmp_path / NAME, rows=rows)
    version = SurveyVersion.objects.get()
    assert code in version.findings
    assert code in {finding.code for finding in read_findings(version.findings_file)}


def test_a_row_of_an_unknown_location_is_left_out_and_told_with_its_number(tmp_path):
    found_in(tmp_path / NAME, rows=changed(1, Place_ID="999", Location_Name="Nowhere", Governorate=""))
    version = SurveyVersion.objects.get()
    assert (version.rows, version.places) == (2, 2)
    (told,) = [each for each in read_findings(version.findings_file) if each.code == "unknown_location"]
    assert (told.row, told.value) == (3, "Nowhere / 999")


def test_a_file_of_another_country_is_refused(tmp_path):
    rows = [[str(900 + n), "", f"Nowhere {n}", *row[3:]] for n, row in enumerate(ROWS)]
    assert "mostly_unknown" in found_in(tmp_path / NAME, rows=rows)
    assert not Survey.objects.exists()


def test_a_survey_from_the_future_is_refused(tmp_path):
    assert "date_to_come" in found_in(tmp_path / "Answers 31 May 2099.csv")


def test_a_file_without_any_question_of_the_framework_is_refused(tmp_path):
    header = (*HEADER[:3], "a", "b", "c", "d")
    said = dict.fromkeys("abcd", "ignored")
    assert "indicators_not_found" in found_in(tmp_path / NAME, header=header, headers=said)


def test_several_informants_of_a_place_are_numbered_and_their_own_codes_dropped(tmp_path):
    header, rows = ("Key informant", *HEADER), [("KI-7", *ROWS[0]), ("KI-9", *ROWS[0]), ("KI-7", *ROWS[1])]
    found_in(tmp_path / NAME, header=header, rows=rows)
    answers = pq.read_table(files.local_path(SurveyVersion.objects.get().answers_file))
    assert answers["informant"].to_pylist()[::4] == ["1", "2", "1"]
    assert "informant_twice" in found_in(tmp_path / "Twice 1 June 2024.csv", header=header, rows=[rows[0], rows[0]])


def test_a_file_with_columns_about_persons_is_refused_and_not_kept(tmp_path, django_capture_on_commit_callbacks):
    path = write(tmp_path / NAME, (*HEADER, "Phone"), [(*row, "0770 123 4567") for row in ROWS])
    with django_capture_on_commit_callbacks(execute=True):
        result = bring(path)
    assert result.state == "failed"
    item = SurveyImport.objects.get()
    assert (item.stored, item.summary["findings"]["personal_column"]) == ("", 1)
    assert not any("0770" in finding.value for finding in read_findings(item.findings_file))
    digest = files.sha256(path)
    assert not files.exists(f"survey-uploads/{digest}.csv")
    with pytest.raises(Conflict):
        actions.accept_survey(SYSTEM, item.pk)


def test_households_are_kept_by_row_with_weights_and_never_public(tmp_path):
    path = write(tmp_path / NAME, HOUSEHOLD_HEADER, HOUSEHOLD_ROWS)
    result = bring(path, "progress")
    assert (result.state, result.survey) == ("accepted", "dtm-progress-2024-05-31")
    version = SurveyVersion.objects.get()
    assert version.tier == 1
    households = pq.read_table(files.local_path(version.households_file)).to_pylist()
    assert households[1] == {
        "survey": version.survey_id, "row": 3, "place": "XH02", "population": "returnee", "weight": 2.0,
        "stratum": "out", "cluster": "2", "indicator:food": "no", "indicator:school": None, "indicator:income": 120.0,
        "not_asked": ["school"],
    }  # fmt: skip
    assert households[2]["population"] == "idp"
    assert households[2]["indicator:food"] is None
    assert households[2]["not_asked"] == ["school", "income"]
    answers = pq.read_table(files.local_path(version.answers_file)).to_pylist()
    assert [row["answer"] for row in answers[6:]] == [None, "not_asked", "not_asked"]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("weight", "0", "weights_not_positive"), ("weight", "-1", "weights_not_positive"),
        ("weight", "", "weights_not_positive"), ("population", "visitors", "population_unclear"),
        ("Governorate", "Nowhere", "household_without_place"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_households_is_named(tmp_path, column, cell, code):
    rows = [list(row) for row in HOUSEHOLD_ROWS]
    rows[0][HOUSEHOLD_HEADER.index(column)] = cell
    assert code in found_in(tmp_path / NAME, header=HOUSEHOLD_HEADER, rows=rows, framework="progress")


def test_households_without_weights_count_alike_and_that_is_told(tmp_path):
    header = ("population", "Governorate", "food")
    found = found_in(tmp_path / NAME, header=header, rows=[("idp", "Dastan", "yes")], framework="progress")
    assert "weights_not_given" in found
    households = pq.read_table(files.local_path(SurveyVersion.objects.get().households_file))
    assert households["weight"].to_pylist() == [1.0]


def test_households_of_nobody_knows_which_group_are_refused(tmp_path):
    found = found_in(tmp_path / NAME, header=("Governorate", "food"), rows=[("Dastan", "yes")], framework="progress")
    assert "population_not_given" in found


def test_every_finding_explains_itself(tmp_path):
    from hulul.measurement.reading import KINDS
    from hulul.sheets.explaining import lines_of

    found_in(tmp_path / NAME, rows=[*changed(0, water="plenty", Place_ID="999", Location_Name="x"), ROWS[1]])
    item = SurveyImport.objects.get()
    lines = list(lines_of(read_findings(item.findings_file), KINDS))
    assert len(lines) == 3
    assert not any("%(" in text for line in lines for text in line[1:])


def test_a_framework_that_nobody_loaded_is_refused(tmp_path):
    with pytest.raises(NotFound):
        bring(write(tmp_path / NAME), "stability")


def test_only_those_who_may_measure_bring_surveys_in(tmp_path):
    from hulul.kernel.actors import ANONYMOUS

    with pytest.raises((Denied, NotFound)):
        actions.import_surveys(ANONYMOUS, [write(tmp_path / NAME)], SurveyAnswers("conditions"))
    assert not SurveyImport.objects.exists()


def test_files_of_an_archive_come_in_the_oldest_first(tmp_path):
    with zipfile.ZipFile(tmp_path / "surveys.zip", "w") as archive:
        for day in ("30 June 2024", "31 May 2024"):
            path = write(tmp_path / f"Answers {day}.csv")
            archive.write(path, path.name)
            path.unlink()
    results = actions.import_surveys(SYSTEM, [tmp_path / "surveys.zip"], SurveyAnswers("conditions"))
    assert [result.survey for result in results] == [CODE, "dtm-conditions-2024-06-30"]


def test_what_was_done_is_in_the_record_of_events(tmp_path):
    from hulul.audit.models import Event

    bring(write(tmp_path / NAME))
    actions.withdraw_survey(SYSTEM, CODE, 1, "Wrong.")
    assert list(Event.objects.filter(object_id=CODE).order_by("pk").values_list("verb", flat=True)) == [
        "accept_survey", "withdraw_survey",
    ]  # fmt: skip
