"""What is wrong with each parameter of a request to the API, in the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

# By the type that pydantic gives its errors; each gets the limits that were broken.
_WORDS: dict[str, Callable[[], str]] = {
    "missing": lambda: _("It must be given."),
    "greater_than_equal": lambda: _("It must be at least %(ge)s."),
    "less_than_equal": lambda: _("It must be at most %(le)s."),
    "int_parsing": lambda: _("It must be a whole number."),
    "int_parsing_size": lambda: _("It must be a whole number that is not so large."),
    "int_from_float": lambda: _("It must be a whole number."),
    "date_from_datetime_parsing": lambda: _("It must be a date such as 2018-03-31."),
    "date_parsing": lambda: _("It must be a date such as 2018-03-31."),
    "date_from_datetime_inexact": lambda: _("It must be a date such as 2018-03-31."),
    "uuid_parsing": lambda: _("It must be an identifier such as 00000000-0000-4000-8000-000000000000."),
    "literal_error": lambda: _("It must be one of: %(expected)s."),
    "string_too_long": lambda: _("It may have at most %(max_length)s characters."),
    "string_too_short": lambda: _("It must not be empty."),
    "string_pattern_mismatch": lambda: _("It has characters that are not allowed here."),
    "too_long": lambda: _("At most %(max_length)s values can be given."),
}


def wrong_parameters(errors: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Name and sentence of each error of a pydantic validation."""
    return [{"name": _name(error["loc"]), "message": _message(error)} for error in errors]


def _name(location: Iterable[Any]) -> str:
    names = [part for part in location if isinstance(part, str)]
    return names[-1] if names else ""


def _message(error: Mapping[str, Any]) -> str:
    words = _WORDS.get(error["type"])
    return words() % dict(error.get("ctx", {})) if words else _("It cannot be understood.")
