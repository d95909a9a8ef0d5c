"""Making, changing, pausing and removing webhooks: what may stand, who may do it, what is recorded."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import translation

from hulul.agencies.models import Agency
from hulul.audit import labels
from hulul.audit.models import Event
from hulul.kernel.actors import ANONYMOUS, SYSTEM, Actor
from hulul.kernel.errors import Conflict, Denied, Invalid, NotFound
from hulul.publishing import actions, queries
from hulul.publishing.labels import EVENTS, REFUSALS
from hulul.publishing.models import Webhook
from tests.publishing.conftest import Make

pytestmark = pytest.mark.django_db

FACTS: dict[str, Any] = {"name": "Cluster", "url": "https://example.org/in", "events": ("round_accepted",)}


def test_a_webhook_is_made_with_a_secret_that_the_database_cannot_read() -> None:
    agency = Agency.objects.create(code="xa", name="Example Agency")
    made, secret = actions.add(SYSTEM, **FACTS, agency=agency)
    assert len(secret) > 40
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM publishing_webhook")
        row = cursor.fetchone()
    kept = b"".join(bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in row)
    assert secret.encode() not in kept
    assert secret.removeprefix("whsec_").encode() not in kept
    assert str(Event.objects.get(verb="create_webhook").detail).find(secret) == -1
    assert (made.agency, made.events, made.is_active) == (agency, ["round_accepted"], True)


def test_two_secrets_are_never_alike() -> None:
    _, first = actions.add(SYSTEM, **FACTS)
    _, second = actions.add(SYSTEM, **{**FACTS, "name": "Other"})
    assert first != second


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "  "}, "name"),
        ({"url": "http://example.org/"}, "url"),
        ({"url": "https://user:word@example.org/"}, "url"),
        ({"url": "https://example.org:22/"}, "url"),
        ({"url": "example.org"}, "url"),
        ({"events": ()}, "events"),
        ({"events": ("unknown",)}, "events"),
        ({"events": ("ping",)}, "events"),
    ],
)
def test_what_cannot_stand_is_refused_with_the_field(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.add(SYSTEM, **{**FACTS, **change})
    assert refused.value.code == code
    assert not Webhook.objects.exists()


def test_a_name_is_used_once() -> None:
    actions.add(SYSTEM, **FACTS)
    other, _ = actions.add(SYSTEM, **{**FACTS, "name": "Other"})
    with pytest.raises(Invalid):
        actions.add(SYSTEM, **FACTS)
    with pytest.raises(Invalid):
        actions.change(SYSTEM, other.pk, **FACTS)
    assert actions.change(SYSTEM, other.pk, **{**FACTS, "name": "Other"}).url == FACTS["url"]


def test_every_reason_to_refuse_has_a_sentence() -> None:
    assert set(REFUSALS) == {"address", "scheme", "user", "port", "private", "secret"}
    assert all(str(sentence) for sentence in REFUSALS.values())


def test_pausing_and_resuming_are_for_webhooks_in_the_other_state(make: Make) -> None:
    hook, _ = make()
    with pytest.raises(Conflict):
        actions.resume(SYSTEM, hook.pk)
    assert not actions.pause(SYSTEM, hook.pk).is_active
    with pytest.raises(Conflict):
        actions.pause(SYSTEM, hook.pk)
    assert actions.resume(SYSTEM, hook.pk).is_active


OPERATIONS: tuple[Callable[[Actor, Webhook], object], ...] = (
    lambda actor, hook: actions.add(actor, **FACTS),
    lambda actor, hook: actions.change(actor, hook.pk, **FACTS),
    lambda actor, hook: actions.pause(actor, hook.pk),
    lambda actor, hook: actions.resume(actor, hook.pk),
    lambda actor, hook: actions.renew_secret(actor, hook.pk),
    lambda actor, hook: actions.remove(actor, hook.pk),
    lambda actor, hook: queries.webhooks(actor),
    lambda actor, hook: queries.webhook(actor, hook.pk),
    queries.deliveries,
)


@pytest.mark.parametrize("number", range(len(OPERATIONS)))
def test_nobody_without_the_ability_does_any_of_it(make: Make, number: int) -> None:
    hook, _ = make()
    reader = Actor(user_id=7, name="Reader", roles=frozenset({"information_manager"}))
    for actor in (ANONYMOUS, reader):
        with pytest.raises(Denied):
            OPERATIONS[number](actor, hook)


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        actions.pause(SYSTEM, uuid4())


def test_everything_done_to_a_webhook_is_recorded_under_names_that_people_read(make: Make) -> None:
    hook, _ = make()
    actions.change(SYSTEM, hook.pk, **FACTS)
    actions.renew_secret(SYSTEM, hook.pk)
    actions.send_test(SYSTEM, hook.pk)
    actions.pause(SYSTEM, hook.pk)
    actions.resume(SYSTEM, hook.pk)
    actions.remove(SYSTEM, hook.pk)
    events = Event.objects.filter(kind="webhook", object_id=str(hook.pk)).order_by("id")
    assert [event.verb for event in events] == [
        "create_webhook", "change_webhook", "renew_webhook_secret", "test_webhook", "pause_webhook", "resume_webhook",
        "remove_webhook",
    ]  # fmt: skip
    assert all(labels.is_named(event.verb) for event in Event.objects.filter(kind__in=("webhook", "delivery")))
    with translation.override("en"):
        assert labels.kind("webhook") == "webhook"


def test_the_events_to_choose_from_are_all_but_the_test() -> None:
    assert set(EVENTS) == {"generation_published", "round_accepted", "round_withdrawn"}
