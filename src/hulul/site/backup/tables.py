"""Rows as lines of text that either database takes: which tables are data, and how a row is written and read back."""

import base64
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, BinaryIO
from uuid import UUID

from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models
from django.db.models import Value
from django.db.models.sql import InsertQuery
from django.utils.duration import duration_string

from hulul.kernel.errors import Invalid
from hulul.site.backup.encryption import damaged

# Sessions and locks belong to the machine that gave them; the rest is made from the code by migrations.
EXCLUDED_APPS = frozenset({"sessions", "usersessions", "axes", "contenttypes", "auth"})
BATCH_ROWS, BATCH_BYTES = 500, 4 * 2**20

Model = type[models.Model]


def data_models(apps: Apps) -> dict[str, Model]:
    """The tables that are data, by the name of their model ("places.place"), in the order of their names."""
    found = {
        model._meta.label_lower: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and not model._meta.swapped
        and model._meta.app_label not in EXCLUDED_APPS
    }
    return dict(sorted(found.items()))


def columns(model: Model) -> list[str]:
    return [field.attname for field in model._meta.local_concrete_fields]


def write_rows(model: Model, out: BinaryIO, using: str) -> int:
    """Every row as a line, in the order of the primary key; gives how many. Holds some rows in memory, not all."""
    large = any(isinstance(field, models.BinaryField) for field in model._meta.local_concrete_fields)
    rows = model._base_manager.using(using).order_by("pk").values_list(*columns(model))
    count = 0
    for row in rows.iterator(chunk_size=20 if large else 1000):
        out.write(as_text(row).encode("utf-8") + b"\n")
        count += 1
    return count


def as_text(row: Sequence[Any]) -> str:
    return json.dumps(row, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> object:
    """A value that JSON does not know. Times are in UTC, bytes in base64."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return duration_string(value)
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(f"{type(value).__name__} has no form in an archive")


def load_rows(model: Model, stated: Sequence[str], lines: Iterable[bytes]) -> int:
    """Insert the rows of an archive, read each back and compare it; gives how many.

    Values go in as they are: no default, no signal, no clock changes them. Invalid when a row does not fit the table
    or comes back as something else.
    """
    known = {field.attname: field for field in model._meta.local_concrete_fields}
    if sorted(stated) != sorted(known):
        raise damaged(f"the columns of {model._meta.label_lower} are not those of its version")
    fields = [known[name] for name in stated]
    count = 0
    for batch in _batches(lines):
        _insert(model, fields, batch)
        _compare(model, fields, batch)
        count += len(batch)
    return count


def _batches(lines: Iterable[bytes]) -> Iterator[list[list[Any]]]:
    batch: list[list[Any]] = []
    size = 0
    for line in lines:
        try:
            row = json.loads(line)
        except ValueError as error:
            raise damaged("a row cannot be understood") from error
        if not isinstance(row, list):
            raise damaged("a row cannot be understood")
        batch.append(row)
        size += len(line)
        if len(batch) == BATCH_ROWS or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _insert(model: Model, fields: list[Any], batch: list[list[Any]]) -> None:
    try:
        rows = [
            model(**{field.attname: _value(field, value) for field, value in zip(fields, row, strict=True)})
            for row in batch
        ]
        most = connection.ops.bulk_batch_size(fields, rows)
        for start in range(0, len(rows), most):
            query = InsertQuery(model)
            query.insert_values(fields, rows[start : start + most], raw=True)
            query.get_compiler(connection.alias).execute_sql()
    except (ValidationError, ValueError, TypeError, DatabaseError) as error:
        name, first, last = model._meta.label_lower, str(batch[0][:1])[:60], str(batch[-1][:1])[:60]
        reason = " ".join(str(error).split())[:300]
        raise Invalid(
            f"Rows {first} to {last} of {name} do not fit this database: {reason}", code="row_does_not_fit"
        ) from error


def _value(field: Any, value: Any) -> Any:
    if isinstance(field, models.JSONField):
        return Value(None, models.JSONField()) if value is None and not field.null else value
    return None if value is None else field.to_python(value)


def _compare(model: Model, fields: list[Any], batch: list[list[Any]]) -> None:
    """The database must give back what it was given."""
    names = [field.attname for field in fields]
    key = names.index(model._meta.pk.attname)
    # In no order: that of the model may go through a table whose rows are not there yet.
    read = model._base_manager.filter(pk__in=[row[key] for row in batch]).order_by().values_list(*names)
    found = {str(row[key]): row for row in (json.loads(as_text(row)) for row in read)}
    for row in batch:
        if found.get(str(row[key])) != row:
            raise Invalid(
                f"Row {row[key]} of {model._meta.label_lower} came back from the database as something else.",
                code="row_does_not_fit",
            )


def reset_sequences(found: Iterable[Model]) -> None:
    """The next row of each table gets a number that none has."""
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(found)):
            cursor.execute(statement)
