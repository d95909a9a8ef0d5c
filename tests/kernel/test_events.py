"""Events: a lower room tells, upper rooms hear, all in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from hulul.kernel import events


@dataclass(frozen=True, slots=True)
class Told:
    word: str


@dataclass(frozen=True, slots=True)
class Other:
    word: str


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    for kind in (Told, Other):
        events._handlers.pop(kind, None)


def test_whoever_subscribed_hears_events_of_that_type_in_order() -> None:
    heard: list[str] = []
    events.subscribe(Told, lambda event: heard.append(f"first {event.word}"))
    events.subscribe(Told, lambda event: heard.append(f"second {event.word}"))
    events.publish(Other("nothing"))
    events.publish(Told("rain"))
    assert heard == ["first rain", "second rain"]


def test_subscribing_the_same_handler_twice_changes_nothing() -> None:
    heard: list[str] = []

    def hear(event: Told) -> None:
        heard.append(event.word)

    events.subscribe(Told, hear)
    events.subscribe(Told, hear)
    events.publish(Told("once"))
    assert heard == ["once"]


def test_a_failing_handler_fails_the_publisher() -> None:
    def fail(event: Told) -> None:
        raise ValueError(event.word)

    events.subscribe(Told, fail)
    with pytest.raises(ValueError, match="rain"):
        events.publish(Told("rain"))
