"""People and organisations for the tests of access."""

import datetime as dt
from itertools import count

from hulul.agencies import actions
from hulul.agencies.access import actor_for
from hulul.agencies.models import Agency, Grant, User
from hulul.kernel.actors import SYSTEM, Actor

NOON = dt.datetime(2026, 3, 10, 9, 0, tzinfo=dt.UTC)
TODAY = NOON.date()
REASON = "A family waits at the checkpoint and nobody else can be reached."
_numbers = count(1)


def person(name: str = "", *, agency: Agency | None = None, **grants: str) -> User:
    """A user; `role="XH01"` grants a role in a place, `role=""` in the whole country."""
    number = next(_numbers)
    user = User.objects.create(email=f"person{number}@example.org", name=name or f"Person {number}", agency=agency)
    for role, place in grants.items():
        Grant.objects.create(user=user, role=role, place=place)
    return user


def acting(name: str = "", *, agency: Agency | None = None, **grants: str) -> Actor:
    return actor_for(person(name, agency=agency, **grants))


def organisation(code: str, *sources: str) -> Agency:
    return actions.create_agency(SYSTEM, code=code, name=code.upper(), kind="un", sources=sources)
