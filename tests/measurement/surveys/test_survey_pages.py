"""The pages of surveys: upload, preview, answers, decision, the survey and its versions; and who may see them."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult
from python_calamine import CalamineWorkbook

from hulul.measurement import tasks
from hulul.measurement.models import SurveyImport, SurveyVersion
from tests.measurement.surveys.files_of_answers import HEADER, HOUSEHOLD_HEADER, HOUSEHOLD_ROWS, ROWS, write

pytestmark = pytest.mark.usefixtures("asked")

NAME = "Answers 31 May 2024.csv"
CODE = "dtm-conditions-2024-05-31"
HOME = "/en/measurement/surveys/"


def sent(path: Path, header=HEADER, rows=ROWS) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, write(path, header, rows).read_bytes(), "text/csv")


def work() -> None:
    """Do what the worker would do."""
    for waiting in DBTaskResult.objects.filter(task_path__startswith="hulul.measurement").order_by("enqueued_at"):
        getattr(tasks, waiting.task_path.rsplit(".", 1)[1]).func(*waiting.args_kwargs["args"])
        waiting.delete()


def upload(staff: Client, file: SimpleUploadedFile, framework: str = "conditions") -> SurveyImport:
    said = {"source": "dtm", "framework": framework, "answers": file}
    answer = staff.post(f"{HOME}imports/new/", said)
    assert answer.status_code == 302
    work()
    return SurveyImport.objects.latest("created_at")


@pytest.fixture
def uploaded(staff: Client, tmp_path: Path) -> SurveyImport:
    return upload(staff, sent(tmp_path / NAME))


def test_a_file_is_sent_read_in_the_background_shown_and_accepted(uploaded, staff):
    assert (uploaded.state, uploaded.job.state) == ("checked", "done")
    batch = staff.get(f"{HOME}imports/batch/{uploaded.batch}/")
    assert batch.headers["Location"].endswith(f"/surveys/imports/{uploaded.pk}/")
    preview = staff.get(batch.headers["Location"]).content.decode()
    for said in ("Can be accepted", "31 May 2024", "Destroyed homes", "All residents 1", "from the name of the file"):
        assert said in preview
    answer = staff.post(f"{HOME}imports/{uploaded.pk}/accept/", follow=True)
    assert answer.redirect_chain[-1][0] == f"{HOME}{CODE}/"
    assert "gathered 3 rows of answers about 3 places up to 31 May 2024" in answer.content.decode()
    assert "Conditions, 31 May 2024" in answer.content.decode()


def test_accepting_twice_makes_one_version(uploaded, staff):
    first = staff.post(f"{HOME}imports/{uploaded.pk}/accept/")
    second = staff.post(f"{HOME}imports/{uploaded.pk}/accept/")
    assert (first.status_code, second.status_code) == (302, 409)
    assert SurveyVersion.objects.count() == 1


def test_a_file_can_be_left_out(uploaded, staff):
    assert staff.post(f"{HOME}imports/{uploaded.pk}/refuse/").status_code == 302
    assert SurveyImport.objects.get().state == "refused"
    assert staff.post(f"{HOME}imports/{uploaded.pk}/accept/").status_code == 409
    assert not SurveyVersion.objects.exists()


def test_questions_are_asked_with_suggestions_and_answered(staff, tmp_path):
    item = upload(staff, sent(tmp_path / "answers.csv", (*HEADER[:3], "watter", *HEADER[4:])))
    page = staff.get(f"{HOME}imports/{item.pk}/").content.decode()
    assert item.state == "needs_answers"
    assert "Column “watter”" in page
    assert "Water (" in page
    field = next(f"header_{h['position']}" for h in item.summary["headers"] if h["text"] == "watter")
    wrong = {"source": "dtm", "date": "soon", "tier": 0, field: "indicator:water"}
    assert "Write the date" in staff.post(f"{HOME}imports/{item.pk}/", wrong).content.decode()
    staff.post(f"{HOME}imports/{item.pk}/", wrong | {"date": "٣١ أيار ٢٠٢٤"})
    item.refresh_from_db()
    assert (item.state, item.summary["survey"]) == ("checked", CODE)


def test_a_file_with_errors_says_which_and_cannot_be_accepted(staff, tmp_path):
    item = upload(staff, sent(tmp_path / NAME, rows=[("11", "", "", "plenty", "1", "0.1", "3"), *ROWS[1:]]))
    page = staff.get(f"{HOME}imports/{item.pk}/").content.decode()
    assert "Has errors" in page
    assert "An answer outside the list" in page
    assert "plenty" in page
    assert staff.post(f"{HOME}imports/{item.pk}/accept/").status_code == 422


def test_a_file_about_persons_says_which_columns_without_showing_them(
    staff, tmp_path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        item = upload(staff, sent(tmp_path / NAME, (*HEADER, "Phone"), [(*row, "0770 123 4567") for row in ROWS]))
    page = staff.get(f"{HOME}imports/{item.pk}/").content.decode()
    assert "was not kept" in page
    assert "A column about persons" in page
    assert "0770" not in page


def test_an_archive_is_opened_and_all_its_good_files_accepted_at_once(staff, tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for day in ("31 May 2024", "30 June 2024"):
            archive.write(write(tmp_path / f"Answers {day}.csv"), f"Answers {day}.csv")
        archive.write(write(tmp_path / "Bad 1 July 2024.csv", HEADER, [ROWS[0], ROWS[0]]), "Bad 1 July 2024.csv")
    item = upload(staff, SimpleUploadedFile("answers.zip", packed.getvalue()))
    assert "Accept all 2 files without errors" in staff.get(f"{HOME}imports/batch/{item.batch}/").content.decode()
    staff.post(f"{HOME}imports/batch/{item.batch}/accept/")
    work()
    assert SurveyVersion.objects.count() == 2
    assert sorted(SurveyImport.objects.values_list("state", flat=True)) == ["accepted", "accepted", "checked"]


def test_the_list_of_surveys_can_be_narrowed_to_a_framework(staff, uploaded):
    staff.post(f"{HOME}imports/{uploaded.pk}/accept/")
    assert CODE in staff.get(HOME).content.decode()
    assert CODE in staff.get(f"{HOME}?framework=conditions").content.decode()
    assert CODE not in staff.get(f"{HOME}?framework=progress").content.decode()


def test_a_version_is_withdrawn_with_a_reason_and_restored(staff, uploaded):
    staff.post(f"{HOME}imports/{uploaded.pk}/accept/")
    assert staff.post(f"{HOME}{CODE}/1/withdraw/", {"reason": " "}).status_code == 422
    page = staff.post(f"{HOME}{CODE}/1/withdraw/", {"reason": "Wrong sheet."}, follow=True).content.decode()
    assert "Wrong sheet." in page
    page = staff.post(f"{HOME}{CODE}/1/restore/", follow=True).content.decode()
    assert "The version stands again." in page
    assert SurveyVersion.objects.get().state == "accepted"


def test_findings_can_be_taken_away_as_files(staff, tmp_path):
    item = upload(staff, sent(tmp_path / NAME, rows=[(*row[:3], "all", *row[4:]) for row in ROWS]))
    body = staff.get(f"{HOME}imports/{item.pk}/findings.csv").content.decode("utf-8-sig")
    assert "The same answer everywhere" in body
    staff.post(f"{HOME}imports/{item.pk}/accept/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(staff.get(f"{HOME}{CODE}/1/findings.xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert any("The same answer everywhere" in row for row in rows)


def test_households_are_seen_by_readers_of_restricted_data_only(staff, client, tmp_path):
    item = upload(staff, sent(tmp_path / NAME, HOUSEHOLD_HEADER, HOUSEHOLD_ROWS), "progress")
    preview = staff.get(f"{HOME}imports/{item.pk}/").content.decode()
    assert "Everybody" not in preview
    answer = staff.post(f"{HOME}imports/{item.pk}/accept/", follow=True)
    assert "asked 3 households" in answer.content.decode()
    assert client.get(f"{HOME}dtm-progress-2024-05-31/").status_code == 404


def test_everybody_reads_a_public_survey_and_only_staff_its_imports(uploaded, staff, client):
    staff.post(f"{HOME}imports/{uploaded.pk}/accept/")
    page = client.get(f"{HOME}{CODE}/").content.decode()
    assert "Withdraw" not in page
    assert "Amina" not in page
    for path in ("imports/", "imports/new/", f"imports/{uploaded.pk}/", f"imports/batch/{uploaded.batch}/"):
        assert client.get(HOME + path).status_code == 404
    assert client.post(f"{HOME}{CODE}/1/withdraw/", {"reason": "x"}).status_code == 404


def test_the_page_of_a_survey_names_the_builds_made_from_it(uploaded, staff):
    staff.post(f"{HOME}imports/{uploaded.pk}/accept/")
    assert "Nothing was built yet" in staff.get(f"{HOME}{CODE}/").content.decode()


@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_pages_are_whole_in_other_languages(uploaded, staff, language):
    staff.post(f"{HOME}imports/{uploaded.pk}/accept/")
    for path in ("", "imports/", "imports/new/", f"imports/{uploaded.pk}/", f"{CODE}/"):
        page = staff.get(f"/{language}/measurement/surveys/{path}")
        assert page.status_code == 200
        assert 'dir="rtl"' in page.content.decode()


def test_a_file_that_is_too_large_is_not_kept(staff, tmp_path, settings):
    settings.HULUL_UPLOAD_LIMIT_MB = 0
    said = {"source": "dtm", "framework": "conditions", "answers": sent(tmp_path / NAME)}
    assert staff.post(f"{HOME}imports/new/", said).status_code == 422
    assert not SurveyImport.objects.exists()


def test_before_any_framework_is_in_use_the_upload_page_says_what_to_do(staff):
    from hulul.measurement.models import Framework, FrameworkVersion

    FrameworkVersion.objects.all().delete()
    Framework.objects.all().delete()
    assert "Load and activate one first" in staff.get(f"{HOME}imports/new/").content.decode()
