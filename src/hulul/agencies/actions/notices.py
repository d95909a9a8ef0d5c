"""Telling people what was done that should not go unnoticed: to their account, or with their data."""

from hulul.agencies import letters
from hulul.agencies.models import BreakGlass, User
from hulul.agencies.queries import to_be_told
from hulul.kernel.letters import send


def second_factor_changed(user: User) -> None:
    send(letters.second_factor_changed(user))


def password_changed(user: User) -> None:
    send(letters.password_changed(user))


def break_glass_opened(session: BreakGlass) -> None:
    for person in to_be_told(session):
        send(letters.break_glass_opened(session, person))
