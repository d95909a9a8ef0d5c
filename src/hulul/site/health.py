"""Whether this installation can serve now: what monitors ask, and what the doctor and the error pages use."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from hulul.kernel.errors import NotFound
from hulul.warehouse.queries import current_generation

WORKER_SILENT_SECONDS = 60

Migration = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Schema:
    """Migrations, as (app, name), that this version has and the database has not, and the other way round."""

    waiting: frozenset[Migration]
    unknown: frozenset[Migration]

    @property
    def is_current(self) -> bool:
        return not self.waiting and not self.unknown

    @property
    def state(self) -> str:
        """ "ok", "older" than this version of the program, or "newer"; older when it is both."""
        return "older" if self.waiting else "newer" if self.unknown else "ok"


@cache
def _known() -> frozenset[Migration]:
    """Those on disk; read once, because a running process does not change its version."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def schema() -> Schema:
    """How the database's tables and this version stand to each other, by one query. DatabaseError when it is away."""
    known = _known()
    apps = {app for app, _name in known}
    applied = frozenset(key for key in MigrationRecorder(connection).applied_migrations() if key[0] in apps)
    return Schema(known - applied, applied - known)


@dataclass(frozen=True, slots=True)
class Readiness:
    """`worker_seconds` since a worker beside this server was last alive; None where none ever was."""

    database: str
    migrations: str
    worker: str
    worker_seconds: int | None
    published_at: datetime | None

    @property
    def status(self) -> str:
        """Pages cannot be answered when unavailable; when degraded they can, but nothing new is read or published."""
        if self.database != "ok" or self.migrations != "ok":
            return "unavailable"
        return "ok" if self.worker == "ok" else "degraded"


def readiness() -> Readiness:
    """Everything a monitor may know. Of a database that cannot be asked, the rest stays unknown."""
    from hulul.site.worker import seconds_since_heartbeat

    silent = seconds_since_heartbeat()
    worker = "never" if silent is None else "ok" if silent < WORKER_SILENT_SECONDS else "silent"
    seconds = None if silent is None else int(silent)
    try:
        state = schema().state
        published = _published_at() if state == "ok" else None
    except DatabaseError:
        return Readiness("unreachable", "unknown", worker, seconds, None)
    return Readiness("ok", state, worker, seconds, published)


def _published_at() -> datetime | None:
    try:
        return current_generation().published_at
    except NotFound:
        return None
