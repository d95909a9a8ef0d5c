"""Telling people what was changed about their account, so that nobody else changes it unnoticed."""

from hulul.agencies import letters
from hulul.agencies.models import User
from hulul.kernel.letters import send


def second_factor_changed(user: User) -> None:
    send(letters.second_factor_changed(user))


def password_changed(user: User) -> None:
    send(letters.password_changed(user))
