"""What happened is announced with it or not at all, and nothing that is not for everybody."""

import json
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from hulul.audit.models import Event
from hulul.kernel.actors import SYSTEM
from hulul.kernel.events import publish
from hulul.publishing import queries, tasks
from hulul.publishing.models import Delivery
from hulul.tracking import actions as tracking
from hulul.tracking.events import RoundAccepted
from hulul.tracking.models import Version
from hulul.warehouse.actions import publish as publish_generation
from hulul.warehouse.models import Generation
from tests.publishing.conftest import Clock, Make, Receiver
from tests.tracking.conftest import Bring
from tests.tracking.lists import row

pytestmark = pytest.mark.django_db

LIST = "IDP list 30 March 2018.csv"
CODE = "dtm-idp-2018-03-30"


def _sent(event: str) -> list[dict[str, object]]:
    found = Delivery.objects.filter(event=event).order_by("created_at", "pk")
    return [delivery.payload for delivery in found]


def test_an_accepted_round_is_announced_with_public_facts(make: Make, bring: Bring, settings: Settings) -> None:
    settings.HULUL_ADDRESS = "https://hulul.example"
    make()
    bring(LIST, row(11, 40), row(12, 2))
    assert _sent("round_accepted") == [
        {
            "round": CODE,
            "source": "dtm",
            "population": "idp",
            "date": "2018-03-30",
            "version": 1,
            "households": 42,
            "stands": 1,
            "generation": None,
            "urls": {
                "round": f"https://hulul.example/api/v1/rounds/{CODE}",
                "stocks": "https://hulul.example/api/v1/stocks",
            },
        }
    ]


def test_the_addresses_in_an_announcement_answer(make: Make, bring: Bring, settings: Settings) -> None:
    settings.HULUL_ADDRESS = ""
    make()
    bring(LIST, row(11, 40))
    publish_generation(SYSTEM)
    urls = {
        url: event
        for event in ("round_accepted", "generation_published")
        for payload in _sent(event)
        for url in payload["urls"].values()  # type: ignore[attr-defined]
    }
    assert len(urls) >= 4
    for url in urls:
        assert Client().get(url).status_code == 200, url


def test_a_withdrawal_says_which_version_stands_instead(make: Make, bring: Bring) -> None:
    make()
    bring(LIST, row(11, 40))
    bring(LIST, row(11, 41))
    tracking.versions.withdraw(SYSTEM, CODE, 2, "wrong")
    tracking.versions.withdraw(SYSTEM, CODE, 1, "wrong too")
    told = [(payload["version"], payload["stands"]) for payload in _sent("round_withdrawn")]
    assert sorted(told, key=str) == [(1, None), (2, 1)]
    tracking.versions.restore(SYSTEM, CODE, 1)
    assert [payload["version"] for payload in _sent("round_accepted")].count(1) == 2


def test_a_restricted_round_is_not_announced_and_not_named(make: Make, bring: Bring) -> None:
    make()
    bring(LIST, row(11, 40))
    Delivery.objects.all().delete()
    Version.objects.update(tier=1)
    with transaction.atomic():
        publish(RoundAccepted(CODE, 1))
    tracking.versions.withdraw(SYSTEM, CODE, 1, "wrong")
    assert not Delivery.objects.exists()


def test_a_restricted_version_that_stands_is_not_named_when_a_public_one_goes(make: Make, bring: Bring) -> None:
    make()
    bring(LIST, row(11, 40))
    bring(LIST, row(11, 41))
    Version.objects.filter(number=1).update(tier=1)
    tracking.versions.withdraw(SYSTEM, CODE, 2, "wrong")
    assert [payload["stands"] for payload in _sent("round_withdrawn")] == [None]


def test_nothing_is_announced_of_what_was_rolled_back(
    make: Make,
    bring: Bring,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    make()
    bring(LIST, row(11, 40))
    Delivery.objects.all().delete()

    def withdrawn_in_vain() -> None:
        with transaction.atomic():
            tracking.versions.withdraw(SYSTEM, CODE, 1, "wrong")
            assert Delivery.objects.count() == 1
            raise ConnectionError

    with django_capture_on_commit_callbacks(execute=True) as callbacks, pytest.raises(ConnectionError):
        withdrawn_in_vain()
    assert callbacks == []
    assert not Delivery.objects.exists()
    assert Version.objects.get().state == "accepted"


def test_what_cannot_be_announced_does_not_happen(
    make: Make,
    bring: Bring,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make()
    bring(LIST, row(11, 40))

    def broken(code: str, number: int) -> None:
        raise ConnectionError

    monkeypatch.setattr(queries, "round_payload", broken)
    with pytest.raises(ConnectionError):
        tracking.versions.withdraw(SYSTEM, CODE, 1, "wrong")
    assert Version.objects.get().state == "accepted"


def test_a_published_generation_is_announced(make: Make, bring: Bring, receiver: Receiver) -> None:
    make(events=("generation_published",))
    bring(LIST, row(11, 40))
    generation = publish_generation(SYSTEM)
    (payload,) = _sent("generation_published")
    assert payload["generation"] == generation.number
    assert payload["published_at"] == Generation.objects.get().published_at.isoformat()  # type: ignore[union-attr]
    assert tasks.deliver.call() == 1
    assert json.loads(receiver.requests[0].body)["generation"] == generation.number
    assert Event.objects.filter(verb="announce").count() == 1


Waiting = Callable[[], int]


@pytest.fixture
def waiting() -> Waiting:
    """How many delivery tasks wait for a worker."""
    return lambda: DBTaskResult.objects.filter(task_path=tasks.deliver.module_path, status="READY").count()


def test_announcing_asks_for_one_task_however_much_there_is_to_send(
    make: Make,
    bring: Bring,
    waiting: Waiting,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    make()
    with django_capture_on_commit_callbacks(execute=True):
        bring(LIST, row(11, 40))
        bring(LIST, row(11, 41))
    assert Delivery.objects.count() == 2
    assert waiting() == 1


def test_a_task_waits_for_the_next_attempt(make: Make, receiver: Receiver, time: Clock, waiting: Waiting) -> None:
    hook, _ = make()
    receiver.answer = b"HTTP/1.1 500 Oops\r\n\r\n"
    tasks.actions.send_test(SYSTEM, hook.pk)
    tasks.deliver.call()
    task = DBTaskResult.objects.get(task_path=tasks.deliver.module_path)
    assert task.run_after == Delivery.objects.get().next_attempt_at
    assert tasks.request_next() == 0
    assert waiting() == 1
    time.pass_by(minutes=1)
    assert tasks.request_next() == 0


def test_housekeeping_asks_for_what_a_dead_process_left(make: Make, waiting: Waiting) -> None:
    from hulul.site.housekeeping import chores

    hook, _ = make()
    tasks.actions.send_test(SYSTEM, hook.pk)
    chore = next(chore for chore in chores() if chore.title == "Webhook deliveries asked for")
    assert waiting() == 0
    assert chore.run() == 1
    assert chore.run() == 0
    assert waiting() == 1


def test_housekeeping_has_nothing_to_ask_for_when_nothing_waits(db: None) -> None:
    assert tasks.request_next() == 0
