"""Numbers as people type them: Arabic-Indic and Persian digits, separators of several countries."""

import math

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬−", "01234567890123456789.,-")  # noqa: RUF001 - the point of this table


def western(text: str) -> str:
    """The text with its digits, decimal mark and separators as in English."""
    return text.translate(_DIGITS)


def parse_number(text: str) -> float | None:
    """A finite number from text, or None. Spaces, no-break spaces and commas between thousands are accepted."""
    plain = western(text).strip().replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", "")
    if not plain or "_" in plain:
        return None
    try:
        number = float(plain)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
