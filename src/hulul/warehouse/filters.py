"""A question's narrowing as text, as it stands in an address: `place=IQG01&place=IQG02&date=2018-01-01..2018-12-31`.

A column given several times is "one of"; `a..b` is a range of numbers or dates, with either end left out; nothing
after `=` is "has no value" (of a text: empty). Digits of any script are read.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from hulul.kernel.datasets import Column, Dataset
from hulul.kernel.errors import Invalid
from hulul.kernel.numerals import parse_number, western
from hulul.warehouse.questions import Range

_YES_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def where_from(dataset: Dataset, texts: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The narrowing of a `Question`. Invalid for a column the dataset does not have or a value that does not fit it."""
    columns = {column.name: column for column in dataset.columns}
    where: dict[str, Any] = {}
    for name, given in texts.items():
        if name not in columns:
            raise Invalid(
                _("%(dataset)s has no column %(column)s. Its columns: %(columns)s.")
                % {"dataset": dataset.name, "column": name, "columns": ", ".join(columns)},
                code="unknown_column",
            )
        values = [_value(columns[name], text) for text in given]
        where[name] = values[0] if len(values) == 1 else tuple(values)
    return where


def _value(column: Column, text: str) -> Any:
    since, dots, until = text.partition("..")
    if dots and column.type in ("date", "integer", "number"):
        return Range(_one(column, since), _one(column, until))
    return _one(column, text)


def _one(column: Column, text: str) -> Any:
    plain = text.strip()
    if column.type == "text":
        return plain
    if not plain:
        return None
    value: Any = None
    match column.type:
        case "date":
            value = _date(plain)
        case "boolean":
            value = _YES_NO.get(western(plain).lower())
        case "integer":
            number = parse_number(plain)
            value = int(number) if number is not None and number.is_integer() and abs(number) < 2**63 else None
        case "number":
            value = parse_number(plain)
    if value is None:
        raise Invalid(
            _("%(value)s is not a value of %(column)s.") % {"value": plain, "column": column.name}, code="bad_value"
        )
    return value


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(western(text))
    except ValueError:
        return None
