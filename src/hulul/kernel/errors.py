"""Errors whose text a person reads: what happened, that nothing was lost, what to do next.

The message is translated where it is raised (`gettext`), so that page, API and command line show the same sentence.
"""


class HululError(Exception):
    """Base of every error that is the reader's to solve. `code` is stable and machine-readable."""

    status = 400
    code = "error"

    def __init__(self, message: str, *, code: str | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code or type(self).code


class Invalid(HululError):
    """What was given cannot be used as it is."""

    status = 422
    code = "invalid"


class Denied(HululError):
    """The actor may not do this; the message says why and whom to ask."""

    status = 403
    code = "denied"


class NotFound(HululError):
    """There is nothing here, or nothing this actor may know of."""

    status = 404
    code = "not_found"


class Conflict(HululError):
    """Somebody else was faster, or the thing is in another state than the action needs."""

    status = 409
    code = "conflict"
