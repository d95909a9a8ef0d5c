"""The pages: upload, preview, answers, decision, rounds, findings, panels; and who may see them."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult
from python_calamine import CalamineWorkbook

from hulul.agencies.models import User
from hulul.kernel.models import Job
from hulul.tracking import actions, tasks
from hulul.tracking.models import HeaderMapping, Import, Version
from tests.tracking.conftest import Bring
from tests.tracking.lists import row, written

MARCH = "IDP list 30 March 2018.csv"
CODE = "dtm-idp-2018-03-30"


def sent(tmp_path: Path, name: str, *rows: dict[str, object]) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, written(tmp_path / name, rows).read_bytes(), "text/csv")


def work() -> None:
    """Do what the worker would do."""
    for waiting in DBTaskResult.objects.filter(task_path__startswith="hulul.tracking").order_by("enqueued_at"):
        getattr(tasks, waiting.task_path.rsplit(".", 1)[1]).func(*waiting.args_kwargs["args"])
        waiting.delete()


@pytest.fixture
def uploaded(country: None, staff: Client, tmp_path: Path) -> Import:
    answer = staff.post("/en/rounds/imports/new/", {"source": "dtm", "lists": sent(tmp_path, MARCH, row(11, 10))})
    assert answer.status_code == 302
    work()
    return Import.objects.get()


def test_a_file_is_sent_read_in_the_background_shown_and_accepted(uploaded: Import, staff: Client) -> None:
    assert uploaded.state == "checked"
    assert Job.objects.get(kind="tracking.examine").state == "done"
    batch = staff.get(f"/en/rounds/imports/batch/{uploaded.batch}/")
    assert batch.headers["Location"].endswith(f"/rounds/imports/{uploaded.pk}/")
    preview = staff.get(batch.headers["Location"]).content.decode()
    assert "Can be accepted" in preview
    assert "30 March 2018" in preview

    answer = staff.post(f"/en/rounds/imports/{uploaded.pk}/accept/", follow=True)

    assert answer.redirect_chain[-1][0] == f"/en/rounds/{CODE}/"
    assert "10 households, 60 individuals" in answer.content.decode()


def test_accepting_twice_makes_one_version(uploaded: Import, staff: Client) -> None:
    first = staff.post(f"/en/rounds/imports/{uploaded.pk}/accept/")
    second = staff.post(f"/en/rounds/imports/{uploaded.pk}/accept/")

    assert (first.status_code, second.status_code) == (302, 409)
    assert Version.objects.count() == 1


def test_a_file_can_be_left_out(uploaded: Import, staff: Client) -> None:
    assert staff.post(f"/en/rounds/imports/{uploaded.pk}/refuse/").status_code == 302
    assert Import.objects.get().state == "refused"
    assert staff.post(f"/en/rounds/imports/{uploaded.pk}/accept/").status_code == 409
    assert not Version.objects.exists()


def test_questions_are_asked_and_the_column_is_remembered(country: None, staff: Client, tmp_path: Path) -> None:
    file = sent(tmp_path, "list.csv", row(11, 10, Families=10, Roof="red"))
    staff.post("/en/rounds/imports/new/", {"source": "dtm", "lists": file})
    work()
    item = Import.objects.get()
    page = staff.get(f"/en/rounds/imports/{item.pk}/").content.decode()
    assert item.state == "needs_answers"
    assert "Roof" in page
    field = next(f"header_{h['position']}" for h in item.summary["headers"] if h["text"] == "Roof")
    wrong = {"source": "dtm", "population": "idp", "date": "soon", "tier": 0, field: "ignored"}
    assert "Write the date" in staff.post(f"/en/rounds/imports/{item.pk}/", wrong).content.decode()

    staff.post(f"/en/rounds/imports/{item.pk}/", wrong | {"date": "٣٠ آذار ٢٠١٨"})

    item.refresh_from_db()
    assert (item.state, item.summary["round"]) == ("checked", CODE)
    assert list(HeaderMapping.objects.values_list("header", "key")) == [("roof", "ignored")]


def test_an_archive_is_opened_and_all_its_good_lists_accepted_at_once(
    country: None, staff: Client, tmp_path: Path
) -> None:
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for month in (3, 4):
            name = f"IDP list 30 {('March', 'April')[month - 3]} 2018.csv"
            archive.write(written(tmp_path / name, [row(11, 10 * month)]), name)
        archive.write(written(tmp_path / "IDP list 30 May 2018.csv", [row(11, -1)]), "IDP list 30 May 2018.csv")
    staff.post(
        "/en/rounds/imports/new/", {"source": "dtm", "lists": SimpleUploadedFile("lists.zip", packed.getvalue())}
    )
    work()
    batch = Import.objects.first().batch  # type: ignore[union-attr]
    page = staff.get(f"/en/rounds/imports/batch/{batch}/").content.decode()
    assert "Accept all 2 files without errors" in page

    staff.post(f"/en/rounds/imports/batch/{batch}/accept/")
    work()

    assert sorted(Version.objects.values_list("round_id", flat=True)) == [CODE, "dtm-idp-2018-04-30"]
    assert sorted(Import.objects.values_list("state", flat=True)) == ["accepted", "accepted", "checked"]


def test_a_file_that_is_too_large_is_not_kept(country: None, staff: Client, tmp_path: Path, settings: object) -> None:
    settings.HULUL_UPLOAD_LIMIT_MB = 0  # type: ignore[attr-defined]
    answer = staff.post("/en/rounds/imports/new/", {"source": "dtm", "lists": sent(tmp_path, MARCH, row(11, 10))})

    assert answer.status_code == 422
    assert not Import.objects.exists()


@pytest.mark.parametrize("path", ["", "new/"])
def test_only_those_who_bring_rounds_in_are_shown_imports_and_others_are_told_whom_to_ask(
    db: None, client: Client, path: str
) -> None:
    address = f"/en/rounds/imports/{path}"
    assert client.get(address).status_code == 404
    client.force_login(User.objects.create(email="partner@example.org", name="Partner"))
    answer = client.get(address)
    assert answer.status_code == 403
    assert "Ask an administrator" in answer.content.decode()


def test_the_public_reads_rounds_with_filters_and_sorting(bring: Bring, client: Client) -> None:
    bring(MARCH, row(11, 10))
    bring("IDP list 30 April 2018.csv", row(11, 30))
    bring("Returnee list 30 April 2018.csv", row(12, 20))

    everything = client.get("/en/rounds/?sort=-households").content.decode()
    assert [
        everything.index(f"/en/rounds/{code}/") for code in ("dtm-idp-2018-04-30", "dtm-returnee-2018-04-30", CODE)
    ] == sorted(
        everything.index(f"/en/rounds/{code}/") for code in ("dtm-idp-2018-04-30", "dtm-returnee-2018-04-30", CODE)
    )
    returnees = client.get("/en/rounds/?population=returnee&sort=nonsense").content.decode()
    assert "dtm-returnee-2018-04-30" in returnees
    assert CODE not in returnees
    assert "Bring in files" not in everything


def test_a_round_shows_its_file_its_findings_and_its_change(bring: Bring, client: Client) -> None:
    bring("IDP list 28 February 2018.csv", row(11, 20))
    bring(MARCH, row(11, 10, Belqoun=3), row(12, 0))
    page = client.get(f"/en/rounds/{CODE}/").content.decode()

    assert MARCH in page
    assert "50.0% fewer individuals than on 28 February 2018" in page
    assert "Breakdown does not add up" in page
    assert "Withdraw" not in page


def test_findings_come_as_csv_and_xlsx_with_their_rows(bring: Bring, client: Client) -> None:
    bring(MARCH, row(11, 10), row(12, 0))
    text = client.get(f"/en/rounds/{CODE}/1/findings.csv").content.decode("utf-8-sig").splitlines()
    assert text[1].startswith("3,households,info,No households")
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"/ar/rounds/{CODE}/1/findings.xlsx").content))
    assert book.get_sheet_by_index(0).to_python()[1][0] == 3


def test_text_of_a_file_is_never_a_formula_in_the_findings(bring: Bring, client: Client) -> None:
    bring(MARCH, row(11, 10), row(12, 10, **{"Location ID": "=1+1", "Place ID": "=cmd", "Arabic Name": ""}))
    lines = client.get(f"/en/rounds/{CODE}/1/findings.csv").content.decode("utf-8-sig")
    assert ",=" not in lines


def test_staff_withdraw_with_a_reason_and_restore(bring: Bring, staff: Client, client: Client) -> None:
    bring(MARCH, row(11, 10))
    assert staff.post(f"/en/rounds/{CODE}/1/withdraw/", {"reason": ""}).status_code == 422
    page = staff.post(f"/en/rounds/{CODE}/1/withdraw/", {"reason": "Wrong month"}, follow=True).content.decode()
    assert "Wrong month" in page
    assert client.get(f"/en/rounds/{CODE}/").status_code == 404

    staff.post(f"/en/rounds/{CODE}/1/restore/")

    assert client.get(f"/en/rounds/{CODE}/").status_code == 200
    assert client.post(f"/en/rounds/{CODE}/1/withdraw/", {"reason": "x"}).status_code == 404
    assert Version.objects.get().state == "accepted"


def test_the_difference_between_versions_is_a_page(bring: Bring, staff: Client) -> None:
    bring(MARCH, row(11, 10), row(12, 5))
    bring("IDP list 30 March 2018 corrected.csv", row(11, 14), row(13, 1))
    page = staff.get(f"/en/rounds/{CODE}/1/2/").content.decode()

    assert "1 places came, 1 went and 1 have another number" in page
    assert "Hay Al-Salam" in page


def test_the_place_page_tells_where_its_numbers_come_from_and_how_good_they_are(bring: Bring, client: Client) -> None:
    bring(MARCH, row(12, 1), row(11, 10, Belqoun=2))
    provenance = client.get("/en/rounds/panels/provenance/dtm-11/", headers={"HX-Request": "true"}).content.decode()
    assert MARCH in provenance
    assert ">3<" in provenance
    assert "<html" not in provenance
    quality = client.get("/en/rounds/panels/quality/XH01/").content.decode()
    assert "1 of 2 rows have a remark" in quality
    assert "<html" in quality
    assert client.get("/en/rounds/panels/quality/nowhere/").status_code == 404


def test_machines_read_rounds_and_versions(bring: Bring, client: Client) -> None:
    bring(MARCH, row(11, 10))
    listed = client.get("/api/v1/rounds", {"population": "idp"}).json()
    assert (listed["count"], listed["rounds"][0]["individuals"], listed["rounds"][0]["date"]) == (1, 60, "2018-03-30")
    assert client.get(f"/api/v1/rounds/{CODE}").json()["versions"][0]["number"] == 1


def test_an_interrupted_reading_goes_on_where_it_stopped(country: None, staff: Client, tmp_path: Path) -> None:
    from hulul.kernel.actors import SYSTEM

    names = [MARCH, "IDP list 30 April 2018.csv"]
    staff.post(
        "/en/rounds/imports/new/", {"source": "dtm", "lists": [sent(tmp_path, name, row(11, 5)) for name in names]}
    )
    batch = Import.objects.first().batch  # type: ignore[union-attr]
    Import.objects.filter(file_name=MARCH).update(state="checked")

    actions.examine_batch(SYSTEM, batch)

    assert set(Import.objects.values_list("state", flat=True)) == {"checked"}
