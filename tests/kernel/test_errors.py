"""Errors carry what a person, a page and a machine need."""

import pytest

from hulul.kernel.errors import Conflict, Denied, HululError, Invalid, NotFound


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [(Invalid, 422, "invalid"), (Denied, 403, "denied"), (NotFound, 404, "not_found"), (Conflict, 409, "conflict")],
)
def test_every_kind_of_error_has_a_status_and_a_code(kind: type[HululError], status: int, code: str) -> None:
    error = kind("It is so.")
    assert (error.status, error.code, error.message, error.hint) == (status, code, "It is so.", "")
    assert str(error) == "It is so."


def test_an_error_may_have_a_code_and_a_hint_of_its_own() -> None:
    error = NotFound("Nothing yet.", code="nothing_published", hint="Import a round.")
    assert (error.code, error.hint) == ("nothing_published", "Import a round.")
    assert NotFound("Other").code == "not_found"
