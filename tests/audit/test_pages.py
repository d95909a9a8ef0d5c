"""The pages of the record of events: filters, pages by key, one event, the file, and who reads what."""

import csv
import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from hulul.agencies.models import Grant, User
from hulul.audit.actions import SAME_LOOK, record, record_read
from hulul.audit.models import Event
from hulul.audit.queries import Narrowing, count, events, stretch
from hulul.kernel import clock
from hulul.kernel.actors import SYSTEM, Actor

pytestmark = pytest.mark.django_db


def signed_in(name: str, role: str) -> tuple[Client, Actor]:
    user = User.objects.create(email=f"{name.lower()}@example.org", name=name)
    Grant.objects.create(user=user, role=role)
    client = Client()
    client.force_login(user)
    return client, Actor(user_id=user.pk, name=name)


@pytest.fixture
def auditor() -> Client:
    return signed_in("Nadia", "administrator")[0]


@pytest.fixture
def amal() -> tuple[Client, Actor]:
    return signed_in("Amal", "field_officer")


@pytest.fixture
def did(amal: tuple[Client, Actor]) -> Callable[..., Event]:
    return lambda verb, kind, thing="", **detail: record(amal[1], verb, kind, thing, **detail)


def rows(answer_text: str) -> int:
    return answer_text.count("<tr>") - 1


def test_an_auditor_reads_sentences_and_not_codes(auditor: Client, did: Callable[..., Event]) -> None:
    did("accept_round", "round", "dtm-idp-2018-03-30", version=2)
    page = auditor.get("/en/log/").content.decode()
    assert "Round accepted" in page
    assert "version: 2" in page
    assert "/en/rounds/dtm-idp-2018-03-30/" in page


def test_a_verb_that_nobody_named_is_shown_as_it_is(auditor: Client, did: Callable[..., Event]) -> None:
    did("polish_the_floor", "kitchen", 3)
    page = auditor.get("/en/log/").content.decode()
    assert "polish_the_floor" in page
    assert "kitchen 3" in page


@pytest.mark.parametrize(
    "query", ["verb=refuse_import", "kind=import", "about=77", "name=mal&kind=import", "object_id=771&kind=import"]
)
def test_filters_stand_in_the_address(auditor: Client, did: Callable[..., Event], query: str) -> None:
    did("accept_round", "round", "r1")
    did("refuse_import", "import", "771")
    page = auditor.get(f"/en/log/?{query}").content.decode()
    assert "1 event." in page
    assert "File left out</td>" in page
    assert "Round accepted</td>" not in page


def test_days_are_whole_days_of_the_installation(did: Callable[..., Event]) -> None:
    did("accept_round", "round", "r1")
    today = clock.today()
    day = dt.timedelta(days=1)
    for since, until, found in ((today, today, 1), (today + day, None, 0), (None, today - day, 0)):
        assert events(SYSTEM, Narrowing(since=since, until=until)).count() == found


def test_a_filter_that_cannot_be_read_is_said_so_and_narrows_nothing(
    auditor: Client, did: Callable[..., Event]
) -> None:
    did("accept_round", "round", "r1")
    page = auditor.get("/en/log/?since=soon&before=nonsense").content.decode()
    assert "Write the date as year-month-day" in page
    assert "Round accepted</td>" in page
    assert "lies before the first" in auditor.get("/en/log/?since=2026-03-02&until=٢٠٢٦-٠٣-٠١").content.decode()


def test_pages_go_by_key_there_and_back_and_new_events_move_nothing(did: Callable[..., Event]) -> None:
    made = [did("accept_round", "round", number).pk for number in range(7)][::-1]
    everything = events(SYSTEM)

    first = stretch(everything, 3)
    did("accept_round", "round", "meanwhile")
    second = stretch(everything, 3, before=first.older)
    last = stretch(everything, 3, before=second.older)
    back = stretch(everything, 3, after=second.newer)

    assert [event.pk for event in first.events] == made[:3]
    assert [event.pk for event in second.events] == made[3:6]
    assert [event.pk for event in last.events] == made[6:]
    assert (first.newer, last.older) == (None, None)
    assert [event.pk for event in back.events] == made[:3]
    assert back.newer == made[0]


def test_counting_stops_where_a_reader_only_needs_to_know_many(
    did: Callable[..., Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hulul.audit.queries.MANY", 2)
    did("accept_round", "round", 1)
    did("accept_round", "round", 2)
    assert count(events(SYSTEM)) == 2
    did("accept_round", "round", 3)
    assert count(events(SYSTEM)) is None


def test_everybody_reads_what_they_did_themselves_and_nothing_else(
    amal: tuple[Client, Actor], did: Callable[..., Event]
) -> None:
    own = did("accept_round", "round", "mine")
    other = record(SYSTEM, "accept_round", "round", "theirs")
    page = amal[0].get("/en/log/?user=&name=installation").content.decode()
    assert "mine" in page
    assert "theirs" not in page
    assert amal[0].get(f"/en/log/{own.pk}/").status_code == 200
    assert amal[0].get(f"/en/log/{other.pk}/").status_code == 404
    assert "theirs" not in b"".join(amal[0].get("/en/log/log.csv")).decode()


def test_nobody_in_particular_finds_no_log(client: Client) -> None:
    assert client.get("/en/log/").status_code == 404
    assert client.get("/en/log/log.csv").status_code == 404


def test_one_event_tells_all_that_was_written(auditor: Client, did: Callable[..., Event]) -> None:
    told = {"reason": "Counted twice", "version": 3, "valid_until": "2027-01-31", "rows": {"stocks": 4713}}
    event = did("withdraw_round", "round", "r1", **told, ends_at="2026-11-21T20:23:20.314032+00:00", empty=[])
    page = auditor.get(f"/en/log/{event.pk}/").content.decode()
    words = ("Version of a round withdrawn", "Counted twice", "Amal", "31 January 2027", "stocks 4,713")
    for text in (*words, "21 November 2026", "?kind=round&amp;object_id=r1"):
        assert text in page
    assert auditor.get("/en/log/999999/").status_code == 404


def test_the_file_has_what_the_filters_leave_and_no_formula(auditor: Client, did: Callable[..., Event]) -> None:
    did("accept_round", "round", "=1+1")
    did("refuse_import", "import", "9")
    answer = auditor.get("/en/log/log.csv?verb=accept_round")
    text = b"".join(answer).decode("utf-8-sig")
    (head, *found) = list(csv.reader(io.StringIO(text)))
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="log-')
    assert [row[7] for row in found] == ["'=1+1"]
    assert len(head) == len(found[0])


def test_reading_and_downloading_the_whole_log_is_recorded_once_in_a_while(
    auditor: Client, did: Callable[..., Event]
) -> None:
    did("accept_round", "round", "r1")
    for _ in range(2):
        auditor.get("/en/log/?kind=round")
        list(auditor.get("/en/log/log.csv"))
    reads = Event.objects.filter(kind="log").order_by("pk")
    assert [(event.verb, event.detail) for event in reads] == [
        ("read_log", {"asked_kind": "round"}),
        ("download_log", {}),
    ]


def test_the_record_of_reading_holds_no_name_that_was_searched_for(auditor: Client) -> None:
    auditor.get("/en/log/?name=Amal")
    assert Event.objects.get(verb="read_log").detail == {"by_name": True}


def test_the_same_look_is_written_again_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    nadia = Actor(user_id=5, name="Nadia")
    record_read(nadia, "download", "dataset", "alerts", format="csv")
    record_read(nadia, "download", "dataset", "alerts", format="csv")
    record_read(nadia, "download", "dataset", "alerts", format="xlsx")
    later = clock.now() + SAME_LOOK + dt.timedelta(seconds=1)
    monkeypatch.setattr("hulul.audit.actions.clock.now", lambda: later)
    record_read(nadia, "download", "dataset", "alerts", format="csv")
    assert [event.detail["format"] for event in Event.objects.order_by("pk")] == ["csv", "xlsx", "csv"]


def test_a_page_of_the_log_asks_the_database_a_handful_of_times(
    auditor: Client, did: Callable[..., Event], django_assert_max_num_queries: Callable[..., object]
) -> None:
    with transaction.atomic():
        for number in range(60):
            did("accept_round", "round", number)
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        page = auditor.get("/en/log/").content.decode()
    assert rows(page) == 50
    assert "Older" in page
