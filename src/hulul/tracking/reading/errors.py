"""The one error of reading: the file cannot become a table at all."""

from hulul.kernel.errors import Invalid


class Unreadable(Invalid):
    """The file is not a table that can be read; the message says what it is instead and what to do."""

    code = "unreadable"
