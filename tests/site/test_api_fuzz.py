"""Schemathesis over the whole API, as anonymous and as each role: no server error, and answers as they are described.

The number of examples for each operation and role is HULUL_TEST_FUZZ_EXAMPLES (2, so that the ordinary suite stays
short; a thorough run takes 25 and more); HULUL_TEST_FUZZ_SEED repeats another run.
"""

import datetime as dt
import os
from collections.abc import Iterator
from functools import cache
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from hulul.agencies import actions
from hulul.agencies.access import actor_for
from hulul.agencies.models import Grant, User
from hulul.agencies.rules import GRANTABLE
from hulul.kernel import clock
from hulul.site.api import api

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.slow]

EXAMPLES = int(os.environ.get("HULUL_TEST_FUZZ_EXAMPLES", "2"))
SEED = int(os.environ.get("HULUL_TEST_FUZZ_SEED", "20180115"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SETTINGS = hypothesis.settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def _headers(role: str) -> dict[str, str]:
    """A token of somebody who holds the role, for everything that a token of theirs can be for."""
    plain = {"Accept-Encoding": "identity"}  # the checks read what was sent
    if role == "anonymous":
        return plain
    user = User.objects.create(email=f"{role}@example.org", name=role)
    Grant.objects.create(user=user, role=role)
    scopes = ["read", "rounds"] if role in ("information_manager", "administrator") else ["read"]
    ends = clock.now() + dt.timedelta(days=1)
    _token, secret = actions.create_token(actor_for(user), name="Fuzzing", scopes=scopes, expires_at=ends)
    return plain | {"Authorization": f"Bearer {secret}"}


def _operations() -> list[str]:
    return [f"{method.upper()} {path}" for path, each in api.get_openapi_schema()["paths"].items() for method in each]


@pytest.fixture(autouse=True)
def _connection_stays_open(db: None) -> Iterator[None]:
    """As Django's own test client does: the end of a request must not close the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@cache
def _schema() -> Any:
    """The description, asked for once: it is the same for everybody."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.mark.parametrize("role", ["anonymous", *GRANTABLE])
@pytest.mark.parametrize("name", _operations())
def test_whatever_is_asked_is_answered_as_described(name: str, role: str) -> None:
    method, path = name.split()
    headers = _headers(role)

    @hypothesis.seed(SEED)
    @SETTINGS
    @given(case=_schema()[path][method].as_strategy())
    def ask(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    print(f"{name} as {role}: HULUL_TEST_FUZZ_SEED={SEED}")  # noqa: T201 - shown when it fails
    ask()
