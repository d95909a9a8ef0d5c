"""The audit log: written with the change it records, never changed, read by administrators."""

import pytest
from django.db import transaction

from hulul.audit.actions import record
from hulul.audit.models import Event
from hulul.audit.queries import events
from hulul.kernel.actors import ANONYMOUS, SYSTEM, Actor

AMAL = Actor(user_id=7, name="Amal")


@pytest.mark.django_db
def test_an_event_says_who_did_what_to_which() -> None:
    record(AMAL, "accept_round", "round", "dtm-idp-2018-03-30", version=2)
    event = events(SYSTEM).get()
    assert (event.user_id, event.actor_name, event.verb) == (7, "Amal", "accept_round")
    assert (event.kind, event.object_id, event.detail) == ("round", "dtm-idp-2018-03-30", {"version": 2})


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_a_programming_error() -> None:
    with pytest.raises(RuntimeError, match="belongs in the transaction of its action"):
        record(AMAL, "accept_round", "round")
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_event_is_rolled_back_with_what_it_records() -> None:
    def fail() -> None:
        with transaction.atomic():
            record(AMAL, "accept_round", "round")
            raise ValueError("the change failed")

    with pytest.raises(ValueError, match="the change failed"):
        fail()
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_events_can_be_neither_changed_nor_deleted() -> None:
    event = record(AMAL, "accept_round", "round")
    event.verb = "other"
    for change in (event.save, event.delete, Event.objects.all().delete, lambda: Event.objects.update(verb="other")):
        with pytest.raises(TypeError, match="never"):
            change()
    assert Event.objects.get().verb == "accept_round"


@pytest.mark.django_db
def test_administrators_read_the_whole_log_newest_first_and_others_what_they_did() -> None:
    for number in (1, 2):
        record(AMAL, "accept_round", "round", number)
    record(AMAL, "load_places", "place", 1)
    assert [event.object_id for event in events(SYSTEM, kind="round")] == ["2", "1"]
    assert [event.verb for event in events(SYSTEM, kind="place", object_id="1")] == ["load_places"]
    record(SYSTEM, "load_places", "place", 2)
    assert [event.object_id for event in events(AMAL)] == ["1", "2", "1"]
    assert not events(Actor(user_id=8, name="Amal")).exists()
    assert not events(ANONYMOUS).exists()
