"""Judgements on conditions: written with evidence, reviewed by somebody else, published as a statement, taken back."""

import datetime as dt
from importlib import resources

import pytest
from django.test import Client

from hulul.agencies.access import actor_for
from hulul.agencies.models import User
from hulul.audit.models import Event
from hulul.kernel import datasets
from hulul.kernel.actors import SYSTEM
from hulul.kernel.errors import Conflict, Denied, Invalid, NotFound
from hulul.measurement import actions, queries
from hulul.measurement.models import Judgement
from hulul.places.models import Place
from tests.agencies.people import acting, person

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 5, 31)
SECRET = "A teacher told us of arrests on the road"
STATEMENT = "Arrests on the road were reported."


@pytest.fixture(autouse=True)
def _country() -> None:
    country = Place.objects.create(code="QX", level=0, kind="country", path="QX/", name_en="Quarx")
    north = Place.objects.create(
        code="QX01", level=1, kind="area", parent=country, path="QX/QX01/", name_en="North", name_ar="الشمال"
    )
    for code, name in (("QX0101", "Upper Vale"), ("QX0102", "Lower Vale")):
        Place.objects.create(code=code, level=2, kind="area", parent=north, path=f"QX/QX01/{code}/", name_en=name)
    text = (resources.files("hulul.measurement") / "frameworks" / "svd.toml").read_text("utf-8")
    version = actions.load_framework(SYSTEM, text)
    actions.activate(SYSTEM, "svd", version.version)


@pytest.fixture
def writer() -> User:
    return person("Dilan", coordinator="")


@pytest.fixture
def reviewer() -> User:
    return person("Huda", information_manager="")


def _judge(who: User, place: str = "QX0101", concern: str = "safe", **changes: str) -> Judgement:
    facts = {"rating": "high", "evidence": SECRET, **changes}
    return actions.judge(actor_for(who), "svd", DAY, place, concern, **facts)


def _published(writer: User, reviewer: User) -> Judgement:
    made = _judge(writer)
    actions.review_judgement(actor_for(reviewer), made.pk)
    return actions.publish_judgement(actor_for(reviewer), made.pk, STATEMENT)


def _rows(name: str) -> list[dict[str, object]]:
    source = datasets.get(name).source
    assert source is not None
    rows: list[dict[str, object]] = source().to_pylist()  # type: ignore[union-attr]
    return rows


def test_a_judgement_has_its_writers_name_and_is_a_draft_until_somebody_else_reviews_it(
    writer: User, reviewer: User
) -> None:
    made = _judge(writer)
    assert (made.state, made.author) == ("draft", "Dilan")
    with pytest.raises(Denied, match="Somebody else has to review it"):
        actions.review_judgement(actor_for(writer), made.pk)
    reviewed = actions.review_judgement(actor_for(reviewer), made.pk)
    assert (reviewed.state, reviewed.reviewer) == ("reviewed", "Huda")
    with pytest.raises(Conflict, match="already"):
        actions.review_judgement(actor_for(reviewer), made.pk)
    verbs = list(Event.objects.filter(kind="judgement", object_id=str(made.pk)).values_list("verb", flat=True))
    assert sorted(verbs) == ["judge", "review_judgement"]


def test_a_draft_is_written_anew_and_what_was_reviewed_is_not(writer: User, reviewer: User) -> None:
    first = _judge(writer)
    again = _judge(writer, rating="low", evidence="It became calm")
    assert (again.pk, again.rating) == (first.pk, "low")
    actions.review_judgement(actor_for(reviewer), first.pk)
    with pytest.raises(Conflict, match="Take it back first"):
        _judge(writer)
    actions.withdraw_judgement(actor_for(reviewer), first.pk)
    assert _judge(writer).reviewer == ""


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"concern": "gossip"}, "no concern called"),
        ({"rating": "extreme"}, "low, medium or high"),
        ({"evidence": "  "}, "rests on"),
        ({"place": "QX01"}, "no such district"),
        ({"place": "nowhere"}, "no such district"),
        ({"evidence": "x" * 4001}, "At most"),
    ],
    ids=["unknown concern", "unknown rating", "no evidence", "a governorate", "unknown place", "too long"],
)
def test_what_is_no_judgement_is_refused(writer: User, changes: dict[str, str], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        _judge(writer, **changes)


def test_nobody_judges_the_future_and_nobody_judges_what_is_scored(writer: User) -> None:
    actor = actor_for(writer)
    with pytest.raises(Invalid, match="future"):
        actions.judge(actor, "svd", dt.date(2999, 1, 1), "QX0101", "safe", rating="low", evidence=SECRET)
    text = (resources.files("hulul.measurement") / "frameworks" / "critical-shelter.toml").read_text("utf-8")
    actions.load_framework(SYSTEM, text)
    with pytest.raises(NotFound, match="not judged"):
        queries.matrix(SYSTEM, "critical-shelter")


def test_the_public_reads_rating_and_statement_and_never_evidence_or_names(writer: User, reviewer: User) -> None:
    _judge(reviewer, place="QX0102")
    assert _rows("judgements_published") == []
    _published(writer, reviewer)
    (row,) = _rows("judgements_published")
    assert (row["place"], row["rating"], row["statement"]) == ("QX0101", "high", STATEMENT)
    assert not {"evidence", "reviewer"} & set(row)
    (restricted,) = _rows("judgements")
    assert (restricted["evidence"], restricted["reviewer"]) == (SECRET, "Huda")
    assert [column.name for column in datasets.get("judgements").columns if column.name == "author"] == []


def test_what_is_taken_back_is_no_longer_published(writer: User, reviewer: User) -> None:
    made = _published(writer, reviewer)
    actions.withdraw_judgement(actor_for(writer), made.pk)
    assert _rows("judgements_published") == _rows("judgements") == []


def test_only_what_was_reviewed_can_be_published(writer: User, reviewer: User) -> None:
    made = _judge(writer)
    with pytest.raises(Conflict, match="reviewed"):
        actions.publish_judgement(actor_for(reviewer), made.pk, STATEMENT)
    with pytest.raises(Conflict, match="nothing to take back"):
        actions.withdraw_judgement(actor_for(reviewer), made.pk)


def test_readers_of_public_data_neither_judge_nor_read(writer: User) -> None:
    made = _judge(writer)
    donor = acting(government="")
    with pytest.raises(Denied):
        actions.judge(donor, "svd", DAY, "QX0101", "safe", rating="low", evidence=SECRET)
    with pytest.raises(NotFound):
        queries.judgement(donor, made.pk)
    assert list(queries.judgements(donor, "svd")) == []


def test_the_matrix_shows_every_district_and_says_what_nobody_judged(writer: User, client: Client) -> None:
    made = _judge(writer)
    client.force_login(writer)
    page = client.get("/en/measurement/matrices/svd/").content.decode()
    assert "On 31 May 2025, 1 district was judged; in 1 at least one concern is high." in page
    assert page.count("not judged") == 2 * 8 - 1
    assert f"/en/measurement/judgements/{made.pk}/" in page
    assert SECRET not in page


def test_a_judgement_goes_from_form_to_publication_in_the_pages(writer: User, reviewer: User, client: Client) -> None:
    client.force_login(writer)
    form = {"place": "QX0101", "concern": "safe", "date": "٢٠٢٥-٠٥-٣١", "rating": "medium", "evidence": SECRET}
    assert client.post("/en/measurement/matrices/svd/judge/", {**form, "evidence": ""}).status_code == 422
    answer = client.post("/en/measurement/matrices/svd/judge/", form)
    made = Judgement.objects.get()
    address = f"/en/measurement/judgements/{made.pk}/"
    assert (answer.status_code, answer["Location"], made.date) == (302, address, DAY)
    assert "Somebody else has to review it" in client.get(address).content.decode()
    client.force_login(reviewer)
    assert client.post(f"{address}review/").status_code == 302
    assert client.post(f"{address}publish/", {"statement": ""}).status_code == 422
    assert client.post(f"{address}publish/", {"statement": STATEMENT}).status_code == 302
    page = client.get(address).content.decode()
    assert STATEMENT in page
    assert "Huda" in page
    assert client.post(f"{address}withdraw/").status_code == 302
    made.refresh_from_db()
    assert (made.state, made.statement) == ("draft", "")


def test_pages_of_judgements_do_not_exist_for_the_anonymous(writer: User, client: Client) -> None:
    made = _judge(writer)
    assert client.get("/en/measurement/matrices/svd/").status_code == 404
    assert client.get(f"/en/measurement/judgements/{made.pk}/").status_code == 404
    client.force_login(person("Of the government", government=""))
    assert client.get("/en/measurement/matrices/svd/").status_code == 403
