"""The pages of frameworks as readers and information managers use them."""

import csv
import datetime as dt
import html
import io
import re

import pyarrow as pa
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from hulul.agencies.models import Grant, User
from hulul.kernel import clock
from hulul.kernel.actors import SYSTEM
from hulul.measurement import framing
from hulul.measurement.actions import frameworks as actions
from hulul.measurement.models import FrameworkVersion, Survey, SurveyVersion
from hulul.measurement.stored import keep_table
from tests.measurement.framing.test_parsing import SMALL

pytestmark = pytest.mark.django_db

RETURN_INDEX = framing.shipped_texts()["return-index"]
LIST = "/en/measurement/frameworks/"
LOAD = f"{LIST}load/"


def _client(role: str) -> Client:
    user = User.objects.create(email=f"{role}@example.org", name="Amina")
    Grant.objects.create(user=user, role=role)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def manager(db: None) -> Client:
    return _client("information_manager")


@pytest.fixture
def in_use(db: None) -> FrameworkVersion:
    actions.load_framework(SYSTEM, RETURN_INDEX)
    return actions.activate(SYSTEM, "return-index", "3")


def _page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return html.unescape(answer.content.decode())


def _posted(client: Client, path: str, **data: object) -> str:
    answer = client.post(path, data, follow=True)
    assert answer.status_code == 200, path
    return html.unescape(answer.content.decode())


def test_the_list_says_what_is_measured_and_how_far_it_is_published(client: Client, in_use: FrameworkVersion) -> None:
    page = _page(client, LIST)
    assert "1 framework says what is measured and how." in page
    assert 'href="/en/measurement/frameworks/return-index/"' in page
    assert "Not published in full" in page
    assert "Load a framework" not in page


def test_an_empty_list_says_what_to_do(client: Client, manager: Client) -> None:
    assert "Frameworks appear here" in _page(client, LIST)
    page = _page(manager, LIST)
    assert "They come with Hulul and are not loaded yet" in page
    assert page.count('name="id"') == len(framing.shipped())


def test_the_page_of_a_framework_says_all_of_it(client: Client, in_use: FrameworkVersion) -> None:
    page = _page(client, f"{LIST}return-index/")
    framed = framing.parse(RETURN_INDEX)
    assert str(framed.framework.purpose) in page
    assert "Its results are labelled “Hulul re-implementation”" in page
    for indicator in framed.indicators:
        assert str(indicator.question) in page
        assert all(str(answer.label) in page for answer in indicator.answers)
    assert "A regression on “Return of families” finds how much each answer counts." in page
    assert "from 25, below 50" in page
    assert "Results are restricted" in page
    assert "counts as missing" in page
    assert "Minimum standard: All residents have enough water" in page
    assert "Not to be compared with versions 1 · 2" in page
    assert all(str(limit) in page for limit in framed.framework.limits)


@pytest.mark.parametrize("code", sorted(framing.shipped_texts()))
def test_every_framework_that_comes_with_hulul_has_a_page(client: Client, code: str) -> None:
    framed = framing.parse(framing.shipped_texts()[code])
    actions.load_framework(SYSTEM, framing.shipped_texts()[code])
    actions.activate(SYSTEM, code, framed.version)
    for language in ("en", "ckb"):
        assert framed.title.get(language) in _page(client, f"/{language}/measurement/frameworks/{code}/")


def test_a_page_in_arabic_speaks_arabic(client: Client, in_use: FrameworkVersion) -> None:
    page = _page(client, "/ar/measurement/frameworks/return-index/")
    assert "كفاية المياه" in page
    assert "Water sufficiency" not in page


def test_the_file_can_be_taken_away_as_it_came(client: Client, in_use: FrameworkVersion) -> None:
    answer = client.get(f"{LIST}return-index/3/framework.toml")
    assert answer.content.decode() == RETURN_INDEX
    assert 'filename="return-index-3.toml"' in answer["Content-Disposition"]


def test_questions_can_be_taken_away_as_an_xlsform(client: Client, in_use: FrameworkVersion) -> None:
    answer = client.get(f"{LIST}return-index/3/questions.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["survey", "choices", "settings"]
    survey = book.get_sheet_by_name("survey").to_python()
    head, rows = survey[0], survey[1:]
    assert head[:3] == ["type", "name", "label::English (en)"]
    kinds = [str(row[0]) for row in rows]
    assert kinds.count("begin_group") == kinds.count("end_group") == 2
    assert len([kind for kind in kinds if kind.startswith("select_one ")]) == 16
    lists = {row[0] for row in book.get_sheet_by_name("choices").to_python()[1:]}
    assert {kind.removeprefix("select_one ") for kind in kinds if kind.startswith("select_one ")} == lists


def test_groups_of_a_form_are_closed_where_scales_lie_inside_scales(client: Client) -> None:
    actions.load_framework(SYSTEM, framing.shipped_texts()["iris"])
    actions.activate(SYSTEM, "iris", "1")
    answer = client.get(f"{LIST}iris/1/questions.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name("survey").to_python()
    depth, deepest = 0, 0
    for row in rows:
        depth += (row[0] == "begin_group") - (row[0] == "end_group")
        deepest = max(deepest, depth)
        assert depth >= 0
    assert (depth, deepest) == (0, 2)


def test_questions_can_be_taken_away_as_one_list(client: Client, in_use: FrameworkVersion) -> None:
    answer = client.get(f"{LIST}return-index/3/questions.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    water = [row for row in rows if row["indicator"] == "water"]
    assert [row["answer"] for row in water] == ["", "all", "most", "some", "none", "dont_know"]
    assert [row["value"] for row in water] == ["", "0", "1", "2", "3", ""]
    assert "كم من السكان" in water[0]["label::العربية (ar)"]


def test_a_mistake_is_shown_beside_its_line(manager: Client) -> None:
    text = SMALL.replace("value = 1 }", 'value = "1" }')
    page = _posted(manager, LOAD, source=text, do="check")
    line = text[: text.index('value = "1"')].count("\n") + 1
    assert "1 problem must be corrected. Nothing was kept." in page
    assert f'href="#line-{line}"' in page
    assert "indicator[water].answer[some].value" in page
    marked = page[page.index(f'id="line-{line}"') :]
    assert 'class="line-wrong"' in marked[:60]
    assert "This must be a number." in marked[: marked.index("</li>")]
    assert not FrameworkVersion.objects.exists()


def test_a_file_that_is_no_text_is_refused_in_words(manager: Client) -> None:
    page = _posted(manager, LOAD, file=SimpleUploadedFile("x.toml", b"\xff\xfe\x00"), do="check")
    assert "The file is not UTF-8 text. Save it as UTF-8." in page


def test_a_form_without_anything_asks_for_a_file(manager: Client) -> None:
    assert "Choose a file, or paste the text of a framework." in _posted(manager, LOAD, do="check")


def test_checking_keeps_nothing_and_shows_what_was_read(manager: Client) -> None:
    page = _posted(manager, LOAD, file=SimpleUploadedFile("small.toml", SMALL.encode()), do="check")
    assert "“Small”, version 1, has no errors. Nothing was kept yet." in page
    assert "No version of this framework is in use yet." in page
    assert "There is no survey of this framework yet" in page
    assert 'id = "small"' in page
    assert not FrameworkVersion.objects.exists()


def test_what_would_change_is_said_before_anything_is_kept(manager: Client) -> None:
    actions.load_framework(SYSTEM, SMALL)
    actions.activate(SYSTEM, "small", "1")
    text = SMALL.replace('version = "1"', 'version = "2"').replace("from = 50", "from = 60")
    page = _posted(manager, LOAD, source=text, do="check")
    assert "From version 1 to version 2" in page
    assert "The categories or their limits are others." in page


def test_a_framework_goes_from_file_to_use_and_out_of_it(client: Client, manager: Client) -> None:
    page = _posted(manager, LOAD, source=SMALL, do="save")
    assert "The framework is kept as a draft." in page
    assert "From then on its text can never be changed" in page
    assert client.get(f"{LIST}small/").status_code == 404
    page = _posted(manager, f"{LIST}small/1/activate/")
    assert "This version is in use now, and will never change." in page
    assert "Nothing uses this version yet" not in _page(client, f"{LIST}small/")
    page = _posted(manager, f"{LIST}small/1/retire/")
    assert "This version is no longer in use." in page
    assert FrameworkVersion.objects.get().state == "retired"


def test_another_text_for_an_activated_version_is_refused_in_words(manager: Client) -> None:
    actions.load_framework(SYSTEM, SMALL)
    actions.activate(SYSTEM, "small", "1")
    page = _posted(manager, LOAD, source=SMALL.replace("from = 50", "from = 60"), do="save")
    assert "was activated already, with another text." in page
    assert "Give the changed file a new version." in page
    assert "from = 60" in page
    assert "from = 50" in FrameworkVersion.objects.get().text


def test_the_matrix_of_judgements_is_led_to_by_those_who_may_read_it(client: Client) -> None:
    actions.load_framework(SYSTEM, framing.shipped_texts()["svd"])
    actions.activate(SYSTEM, "svd", "1")
    link = 'href="/en/measurement/matrices/svd/"'
    assert link not in _page(client, f"{LIST}svd/")
    assert link in _page(_client("coordinator"), f"{LIST}svd/")


def test_the_parts_of_measurement_lead_to_each_other(client: Client) -> None:
    paths = (LIST, "/en/measurement/surveys/", "/en/measurement/builds/")
    for path in paths:
        page = _page(client, path)
        assert f'<a href="{path}" aria-current="page">' in page
        assert all(f'<li><a href="{other}">' in page for other in paths if other != path)


def test_what_comes_with_hulul_is_loaded_by_its_name(manager: Client) -> None:
    page = _posted(manager, f"{LOAD}shipped/", id="svd")
    assert "The framework is kept as a draft." in page
    assert FrameworkVersion.objects.get().framework_id == "svd"
    assert manager.post(f"{LOAD}shipped/", {"id": "../../secret"}).status_code == 404


def test_versions_stand_with_what_changed_between_them(client: Client, in_use: FrameworkVersion) -> None:
    newer = RETURN_INDEX.replace('version = "3"', 'version = "4"').replace("from = 25", "from = 30")
    newer = newer.replace('not_comparable = ["1", "2"]', 'not_comparable = ["1", "2", "3"]')
    actions.load_framework(SYSTEM, newer)
    actions.activate(SYSTEM, "return-index", "4")
    page = _page(client, f"{LIST}return-index/")
    assert "From version 3 to version 4" in page
    assert "Not comparable" in page
    assert "Nothing new is built with this version" in _page(client, f"{LIST}return-index/3/")


def _survey(answers: list[tuple[str, str, str | None, float | None]]) -> None:
    """A survey of the small framework: place, indicator, answer, value."""
    names = ("place", "indicator", "answer", "value")
    table = pa.table(
        {
            "survey": ["dtm-small-2024-05-31"] * len(answers),
            "row": [int(place[-1]) for place, *_rest in answers],
            "informant": [""] * len(answers),
            **{name: [answer[at] for answer in answers] for at, name in enumerate(names)},
        },
        schema=pa.schema(
            [(name, pa.string()) for name in ("survey", "place", "informant", "indicator", "answer")]
            + [("row", pa.int64()), ("value", pa.float64())]
        ),
    )
    kept = keep_table(table, "surveys/tests", "answers")
    survey = Survey.objects.create(
        code="dtm-small-2024-05-31", source="dtm", framework_id="small", date=dt.date(2024, 5, 31)
    )
    SurveyVersion.objects.create(
        survey=survey, number=1, answers_file=kept["name"], sha256=kept["sha256"], contents=kept["sha256"],
        rows=2, places=2, accepted_by="Amina", accepted_at=clock.now(), file_name="small.csv",
    )  # fmt: skip


def test_a_framework_is_tried_on_the_latest_survey_before_it_is_kept(manager: Client) -> None:
    actions.load_framework(SYSTEM, SMALL)
    _survey([("XH1", "water", "all", None), ("XH1", "camps", None, 0.0), ("XH2", "water", "none", None)])
    page = _posted(manager, LOAD, source=SMALL.replace('version = "1"', 'version = "2"'), do="check")
    assert "The latest survey (dtm-small-2024-05-31, 31 May 2024, 2 places) would be scored like this:" in page
    counts = re.findall(
        r'<th scope="row" dir="auto">(Low|High)<td class="number" data-raw="(\d+)"', re.sub("</t[hd]>", "", page)
    )
    assert counts == [("Low", "1"), ("High", "1")]
    assert not FrameworkVersion.objects.filter(version="2").exists()


def test_answers_that_the_new_text_does_not_know_are_named(manager: Client) -> None:
    actions.load_framework(SYSTEM, SMALL)
    _survey([("XH1", "water", "plenty", None), ("XH2", "water", "all", None)])
    page = _posted(manager, LOAD, source=SMALL, do="check")
    assert "“water” has answers that the framework does not know: plenty." in page


def test_only_who_may_measure_may_load(client: Client) -> None:
    assert client.get(LOAD).status_code in (403, 404)
    partner = _client("partner")
    assert partner.get(LOAD).status_code == 403
    for path in (LOAD, f"{LOAD}shipped/", f"{LIST}small/1/activate/"):
        assert partner.post(path, {"source": SMALL, "id": "svd", "do": "save"}).status_code in (403, 404)
    assert not FrameworkVersion.objects.exists()
