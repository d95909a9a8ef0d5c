"""A database that is built beside the one in use and takes its place at one stroke: a file, or a schema of PostgreSQL.

Until the stroke nothing of the old one is touched; a process that is killed before leaves it as it was, and what it had
built is thrown away by the next.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

from django.db import OperationalError, ProgrammingError, connection, connections, transaction

from hulul.kernel import clock
from hulul.kernel.errors import Conflict, Invalid

BUILT = "hulul_restoring"
REPLACED = "hulul_replaced_"


def holds_something() -> int:
    """How many events the audit log of the database in use has: 0 when nothing was ever done in it."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return 0
    try:
        if "audit_event" not in connection.introspection.table_names():
            return 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM audit_event")
            return int(cursor.fetchone()[0])
    except OperationalError as error:
        raise Invalid(
            f"The database cannot be reached: {str(error).strip()}",
            hint="Check HULUL_DATABASE_URL and that the server runs.",
        ) from error


class Building:
    """The database under construction. `replace` ends it well; otherwise it is thrown away."""

    def __init__(self, live: dict[str, Any]) -> None:
        self.live = live
        self.kept = ""

    def replace(self, *, keep: bool) -> None:
        """Let it be the one in use. The old one is kept aside, as `kept` then says, or is gone."""
        if self.live["ENGINE"].endswith("sqlite3"):
            self._replace_file(keep=keep)
        else:
            self._replace_tables(keep=keep)

    def _replace_file(self, *, keep: bool) -> None:
        built = _single_file(Path(connection.settings_dict["NAME"]))
        _use(self.live)
        target = Path(self.live["NAME"])
        if target.exists():
            _single_file(target)
            if keep:
                aside = target.with_name(f"{target.name}.replaced-{_moment()}")
                os.link(target, aside)
                self.kept = str(aside)
        built.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _replace_tables(self, *, keep: bool) -> None:
        fresh = connection.introspection.table_names()
        _use(self.live)
        aside = REPLACED + _moment()
        quote = connection.ops.quote_name
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '15s'")
                cursor.execute("SELECT current_schema()")
                home = quote(cursor.fetchone()[0])
                old = sorted(set(connection.introspection.table_names(cursor)) & set(fresh))
                cursor.execute(f"CREATE SCHEMA {aside}")
                for table in old:
                    cursor.execute(f"ALTER TABLE {home}.{quote(table)} SET SCHEMA {aside}")
                for table in fresh:
                    cursor.execute(f"ALTER TABLE {BUILT}.{quote(table)} SET SCHEMA {home}")
                cursor.execute(f"DROP SCHEMA {BUILT} CASCADE")
                if not keep or not old:
                    cursor.execute(f"DROP SCHEMA {aside} CASCADE")
        except OperationalError as error:
            raise _in_use(error) from error
        self.kept = f"schema {aside}" if keep and old else ""


@contextmanager
def building() -> Iterator[Building]:
    """An empty database in the place of the default one, for as long as the block lasts or until `replace`."""
    live = deepcopy(connection.settings_dict)
    settings = deepcopy(live)
    if connection.vendor == "sqlite":
        path = Path(live["NAME"])
        settings["NAME"] = path.with_name(f"{path.name}.restoring")
        _remove(settings["NAME"])
    else:
        options = settings["OPTIONS"]
        settings["OPTIONS"] = options | {"options": f"{options.get('options', '')} -c search_path={BUILT}".strip()}
        try:
            _drop_schema()
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE SCHEMA {BUILT}")
        except ProgrammingError as error:
            raise Invalid(
                f"The database user may not make a schema: {str(error).strip()}",
                hint="Let the user own the database: ALTER DATABASE … OWNER TO …",
            ) from error
    _use(settings)
    try:
        yield Building(live)
    finally:
        if connection.settings_dict["NAME"] != live["NAME"] or connection.settings_dict["OPTIONS"] != live["OPTIONS"]:
            _use(live)
        if connection.vendor == "sqlite":  # nothing is left to remove when it took the other's place
            _remove(settings["NAME"])
        else:
            _drop_schema()


def _use(settings: dict[str, Any]) -> None:
    """From now on this is the default database."""
    connections["default"].close()
    del connections["default"]
    connections.databases["default"] = deepcopy(settings)


def _single_file(path: Path) -> Path:
    """Fold the journal into the database file. Conflict while any other process has it open."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 2000")
            mode = cursor.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    except OperationalError as error:
        raise _in_use(error) from error
    if mode != "delete":
        raise _in_use(None)
    connection.close()
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
    return path


def _in_use(error: Exception | None) -> Conflict:
    reason = f" ({str(error).strip()})" if error else ""
    return Conflict(
        f"Something is using the database{reason}. It was not changed.",
        code="in_use",
        hint="Stop the web server, the worker and whatever calls `hulul tick`; then try again.",
    )


def _remove(path: Path) -> None:
    for name in (path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal"))):
        name.unlink(missing_ok=True)


def _drop_schema() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {BUILT} CASCADE")


def _moment() -> str:
    return clock.now().strftime("%Y%m%d%H%M%S")
