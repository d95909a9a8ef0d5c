"""How a lower room tells upper rooms that something happened, without knowing them.

An event is a frozen dataclass in the publishing room's `events.py`. Upper rooms subscribe in `AppConfig.ready()`.
Handlers run at once, inside the publisher's transaction: if one fails, everything is rolled back. Work that may take
long is enqueued by the handler as a background task.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")

_handlers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event_type: type[E], handler: Callable[[E], None]) -> None:
    """Register once; registering the same handler again changes nothing."""
    if handler not in _handlers[event_type]:
        _handlers[event_type].append(handler)


def publish(event: object) -> None:
    for handler in _handlers[type(event)]:
        handler(event)
