"""The demo country and everybody who may look at it."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.matrix.conftest import values  # noqa: F401 - a fixture

AsRole = Callable[..., Client]


@pytest.fixture
def as_role(db: None) -> AsRole:
    """A browser in which somebody with this role in the whole country is signed in, or nobody."""
    from hulul.agencies.models import Grant, User

    def browser(role: str, **arguments: object) -> Client:
        client = Client(raise_request_exception=False, **arguments)  # type: ignore[arg-type]
        if role != "anonymous":
            user, _new = User.objects.get_or_create(email=f"{role}@reader.example", defaults={"name": role})
            Grant.objects.get_or_create(user=user, role=role)
            client.force_login(user)
        return client

    return browser
