"""What is sent, how it is signed, when it is tried again and given up, and what becomes of receivers that fail."""

import datetime as dt
import itertools
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from hulul.agencies.actions import create_user
from hulul.audit.models import Event
from hulul.kernel.actors import ANONYMOUS, SYSTEM
from hulul.kernel.errors import Conflict, Denied, NotFound
from hulul.publishing import actions, queries, rules
from hulul.publishing.actions import deliveries
from hulul.publishing.models import Delivery, EventKind, Webhook
from tests.publishing.conftest import Clock, Make, Receiver

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "webhooks.md"
PASSWORD = "quiet river 42 stones"
BUSY = b"HTTP/1.1 503 Later\r\nContent-Length: 4\r\n\r\nbusy"
GOOD = b"HTTP/1.1 204 No Content\r\n\r\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def is_genuine() -> Callable[..., bool]:
    """The receiver's side, as the guide shows it."""
    (snippet,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(snippet, names)  # noqa: S102 - our own documentation
    found: Callable[..., bool] = names["is_genuine"]
    return found


def _announce(event: EventKind = EventKind.GENERATION_PUBLISHED, **facts: Any) -> int:
    return actions.announce(SYSTEM, event, lambda: facts or {"generation": 7})


def _deliver() -> int:
    return actions.deliver_due(random.Random(3))  # noqa: S311


def test_what_arrives_is_signed_as_the_guide_says(
    make: Make, receiver: Receiver, is_genuine: Callable[..., bool]
) -> None:
    _, secret = make()
    assert _announce(generation=7, note="حلول") == 1
    assert _deliver() == 1
    (request,) = receiver.requests
    header, delivery = request.headers["hulul-signature"], Delivery.objects.get()
    assert is_genuine(secret, header, request.body)
    assert not is_genuine(secret + "x", header, request.body)
    assert not is_genuine(secret, header, request.body.replace(b"7", b"8"))
    assert not is_genuine(secret, re.sub(r"t=(\d+)", "t=1", header), request.body)
    assert not is_genuine(secret, "", request.body)
    assert request.headers["hulul-event"] == "generation_published"
    assert request.headers["hulul-delivery"] == str(delivery.pk)
    assert request.headers["content-type"] == "application/json; charset=utf-8"
    assert json.loads(request.body) == {
        "id": str(delivery.pk),
        "event": "generation_published",
        "created_at": delivery.created_at.isoformat(),
        "generation": 7,
        "note": "حلول",
    }


def test_a_delivery_that_was_taken_is_not_sent_again(make: Make, receiver: Receiver, time: Clock) -> None:
    make()
    _announce()
    assert _deliver() == 1
    time.pass_by(days=2)
    assert _deliver() == 0
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.last_status) == ("delivered", 1, 200)
    assert delivery.delivered_at is not None
    assert len(receiver.requests) == 1


def test_only_active_webhooks_that_want_the_event_are_told(make: Make, receiver: Receiver) -> None:
    make("rounds", events=("round_accepted",))
    paused, _ = make("paused")
    actions.pause(SYSTEM, paused.pk)
    make("all")
    assert _announce() == 1
    assert Delivery.objects.get().webhook.name == "all"
    assert _announce(EventKind.ROUND_ACCEPTED) == 2


def test_facts_are_asked_for_only_when_somebody_wants_them(db: None) -> None:
    def never() -> dict[str, Any]:
        raise AssertionError

    assert actions.announce(SYSTEM, EventKind.ROUND_ACCEPTED, never) == 0
    assert not Event.objects.filter(verb="announce").exists()


def test_failures_are_tried_again_at_growing_intervals_and_given_up_after_a_day(
    make: Make, receiver: Receiver, time: Clock
) -> None:
    hook, _ = make()
    receiver.answer = BUSY
    started = time.moment
    _announce()
    waits = []
    while (pending := queries.next_due()) is not None:
        waits.append((pending - time.moment).total_seconds())
        time.moment = pending
        assert _deliver() == 1
    delivery = Delivery.objects.get()
    assert delivery.state == "given_up"
    assert delivery.attempts == len(receiver.requests) == len(waits)
    assert 10 <= delivery.attempts <= 17
    assert (delivery.last_status, delivery.last_error) == (503, "busy")
    assert dt.timedelta(hours=19) < time.moment - started <= rules.WINDOW
    assert 24 <= waits[1] <= 36
    assert all(later > earlier for earlier, later in itertools.pairwise(waits[1:9]))
    assert {request.headers["hulul-delivery"] for request in receiver.requests} == {str(delivery.pk)}
    hook.refresh_from_db()
    assert hook.failing_since == started
    assert Event.objects.filter(verb="give_up_delivery", object_id=str(delivery.pk)).count() == 1


def test_each_attempt_is_signed_anew(make: Make, receiver: Receiver, time: Clock) -> None:
    make()
    receiver.answer = BUSY
    _announce()
    _deliver()
    time.pass_by(minutes=1)
    _deliver()
    first, second = (request.headers["hulul-signature"] for request in receiver.requests)
    assert first != second


def test_a_success_ends_the_failing(make: Make, receiver: Receiver, time: Clock) -> None:
    hook, _ = make()
    receiver.answer = BUSY
    _announce()
    _deliver()
    receiver.answer = GOOD
    time.pass_by(minutes=1)
    assert _deliver() == 1
    hook.refresh_from_db()
    assert hook.failing_since is None
    assert Delivery.objects.get().state == "delivered"


def test_a_receiver_that_fails_is_left_alone_until_the_next_attempt(
    make: Make, receiver: Receiver, time: Clock
) -> None:
    make()
    receiver.answer = BUSY
    for number in range(20):
        _announce(generation=number)
    assert _deliver() == 1
    assert len(receiver.requests) == 1
    receiver.answer = GOOD
    time.pass_by(minutes=1)
    assert _deliver() == 20
    assert not Delivery.objects.exclude(state="delivered").exists()


def test_a_receiver_that_fails_does_not_hold_up_another(make: Make, receiver: Receiver, time: Clock) -> None:
    make("nobody there", url="http://127.0.0.1:1025/")
    make("fine")
    for number in range(3):
        _announce(generation=number)
    assert _deliver() == 4
    assert Delivery.objects.filter(webhook__name="fine", state="delivered").count() == 3


def test_after_five_days_of_failures_a_webhook_is_paused_and_administrators_are_told(
    make: Make,
    receiver: Receiver,
    time: Clock,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    create_user(SYSTEM, email="keeper@example.org", name="Keeper", password=PASSWORD, roles=("administrator",))
    hook, _ = make()
    receiver.answer = BUSY
    mail.outbox.clear()
    for _day in range(6):
        _announce()
        with django_capture_on_commit_callbacks(execute=True):
            _deliver()
        time.pass_by(days=1)
    (letter,) = [letter for letter in mail.outbox if letter.to == ["keeper@example.org"]]
    assert hook.name in letter.subject
    assert str(hook.pk) in letter.body
    hook.refresh_from_db()
    assert (hook.is_active, hook.paused_for_failing) == (False, True)
    assert Event.objects.filter(verb="pause_failing_webhook").count() == 1
    asked = len(receiver.requests)
    assert _announce() == 0
    assert _deliver() == 0
    assert len(receiver.requests) == asked
    receiver.answer = GOOD
    actions.resume(SYSTEM, hook.pk)
    assert _deliver() >= 1
    hook.refresh_from_db()
    assert (hook.is_active, hook.paused_for_failing, hook.failing_since) == (True, False, None)


def test_what_waits_for_a_paused_webhook_is_sent_when_it_is_resumed(make: Make, receiver: Receiver) -> None:
    hook, _ = make()
    _announce()
    actions.pause(SYSTEM, hook.pk)
    assert _deliver() == 0
    assert queries.next_due() is None
    actions.resume(SYSTEM, hook.pk)
    assert _deliver() == 1


def test_a_claimed_delivery_belongs_to_one_worker_until_the_claim_ends(
    make: Make, receiver: Receiver, time: Clock
) -> None:
    make()
    _announce()
    assert deliveries._claim() is not None
    assert deliveries._claim() is None
    time.pass_by(seconds=rules.CLAIM.total_seconds())
    again = deliveries._claim()
    assert again is not None
    assert again.attempts == 2


def test_a_claim_outlasts_the_longest_attempt() -> None:
    assert rules.CLAIM.total_seconds() > 3 * rules.TIMEOUT_SECONDS


def test_a_webhook_removed_while_something_is_under_way_takes_its_deliveries_along(
    make: Make, receiver: Receiver
) -> None:
    hook, _ = make()
    _announce()

    claimed = deliveries._claim()
    assert claimed is not None
    actions.remove(SYSTEM, hook.pk)
    outcome = deliveries._send(claimed)
    deliveries._write_down(claimed, outcome, random.Random(1))  # noqa: S311
    assert not Delivery.objects.exists()
    assert not Webhook.objects.exists()


def test_the_installation_says_so_when_its_key_was_changed(
    make: Make, receiver: Receiver, settings: Settings, time: Clock
) -> None:
    hook, old = make()
    settings.SECRET_KEY = "another key"
    _announce()
    _deliver()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.last_error) == ("failed", "refused: secret")
    assert receiver.requests == []
    _, new = actions.renew_secret(SYSTEM, hook.pk)
    assert new != old
    time.pass_by(minutes=1)
    assert _deliver() == 1
    assert Delivery.objects.get().state == "delivered"


def test_an_address_that_moved_inside_is_refused_at_the_attempt(
    make: Make, receiver: Receiver, settings: Settings
) -> None:
    make()
    _announce()
    settings.HULUL_WEBHOOK_PRIVATE = False
    _deliver()
    assert Delivery.objects.get().last_error == "refused: scheme"
    assert receiver.requests == []


def test_a_test_is_a_ping_whatever_the_webhook_subscribes_to(make: Make, receiver: Receiver) -> None:
    hook, _ = make(events=("round_withdrawn",))
    actions.send_test(SYSTEM, hook.pk)
    _deliver()
    assert receiver.requests[0].headers["hulul-event"] == "ping"
    assert json.loads(receiver.requests[0].body)["urls"]["rounds"].endswith("/api/v1/rounds")
    actions.pause(SYSTEM, hook.pk)
    with pytest.raises(Conflict):
        actions.send_test(SYSTEM, hook.pk)


def test_sending_again_keeps_the_number(make: Make, receiver: Receiver, time: Clock) -> None:
    hook, _ = make()
    _announce()
    _deliver()
    time.pass_by(days=3)
    found = actions.send_again(SYSTEM, Delivery.objects.get().pk)
    assert _deliver() == 1
    first, second = (request.headers["hulul-delivery"] for request in receiver.requests)
    assert first == second == str(found.pk)
    actions.pause(SYSTEM, hook.pk)
    with pytest.raises(Conflict):
        actions.send_again(SYSTEM, found.pk)


def test_an_old_delivery_that_fails_again_is_given_up_at_once(make: Make, receiver: Receiver, time: Clock) -> None:
    make()
    receiver.answer = BUSY
    _announce()
    time.pass_by(days=2)
    assert _deliver() == 1
    assert Delivery.objects.get().state == "given_up"


def test_old_records_are_removed_and_what_is_pending_stays(make: Make, receiver: Receiver, time: Clock) -> None:
    hook, _ = make()
    _announce()
    _deliver()
    actions.send_test(SYSTEM, hook.pk)
    time.pass_by(days=31)
    assert actions.forget_old(SYSTEM) == 1
    assert Delivery.objects.get().event == "ping"
    assert Event.objects.filter(verb="forget_old_deliveries").count() == 1
    assert actions.forget_old(SYSTEM) == 0


def test_nobody_without_the_ability_tests_or_sends_again(make: Make) -> None:
    hook, _ = make()
    _announce()
    for action, thing in ((actions.send_test, hook.pk), (actions.send_again, Delivery.objects.get().pk)):
        with pytest.raises(Denied):
            action(ANONYMOUS, thing)
    with pytest.raises(Denied):
        queries.delivery(ANONYMOUS, Delivery.objects.get().pk)
    with pytest.raises(NotFound):
        queries.delivery(SYSTEM, hook.pk)
