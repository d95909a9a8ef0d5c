"""Sign-in is looked at on the specimen's addresses: no room above `agencies` is needed."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.core.cache import cache
from pytest_django import Settings

from tests.ui.conftest import specimen

if TYPE_CHECKING:
    from hulul.agencies.models import User

__all__ = ["specimen"]

PASSWORD = "twelve-letters-and-more"


@pytest.fixture(autouse=True)
def nobody_was_counted() -> Iterator[None]:
    """Rates per minute are counted in memory, and tests are faster than people."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def sara() -> "User":
    """An administrator."""
    from hulul.agencies.actions import create_user
    from hulul.kernel.actors import SYSTEM

    return create_user(SYSTEM, email="sara@example.org", name="Sara", password=PASSWORD, roles=("administrator",))


@pytest.fixture
def post(
    settings: Settings, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> Callable[[], AbstractContextManager[object]]:
    """`with post():` does at once what would follow in the background; the letters are in `mail.outbox`."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    mail.outbox.clear()
    return lambda: django_capture_on_commit_callbacks(execute=True)
