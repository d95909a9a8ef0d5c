"""The database as it was at one moment, while others go on writing, and which version its tables are of."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps.registry import Apps
from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from hulul.kernel.errors import Invalid
from hulul.site.backup.tables import Model, data_models

ALIAS = "backup_snapshot"

Migration = tuple[str, str]


@dataclass(frozen=True)
class Snapshot:
    """`using` is the connection that sees the moment, `models` the tables as the database has them."""

    using: str
    vendor: str
    migrations: list[Migration]
    models: dict[str, Model]


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """One moment of the database. Nobody waits for it: SQLite reads beside the journal, PostgreSQL an old version."""
    live = connections["default"]
    connections[ALIAS] = live.copy(ALIAS)
    options = connections[ALIAS].settings_dict["OPTIONS"]
    if live.vendor == "postgresql":
        from psycopg import IsolationLevel

        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    else:
        options["transaction_mode"] = "DEFERRED"  # reading, it must not wait for writers nor make them wait
    try:
        with transaction.atomic(using=ALIAS):
            if live.vendor == "postgresql":
                with connections[ALIAS].cursor() as cursor:
                    cursor.execute("SET TRANSACTION READ ONLY")
            migrations = applied(ALIAS)  # the first question fixes the moment
            yield Snapshot(ALIAS, live.vendor, migrations, data_models(tables_at(migrations)))
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]


def applied(using: str) -> list[Migration]:
    """Migrations of a database in the order in which they were applied."""
    recorder = MigrationRecorder(connections[using])
    return list(recorder.migration_qs.order_by("id").values_list("app", "name"))


def tables_at(migrations: Iterable[Migration]) -> Apps:
    """The models as they were after these migrations, so that a database of an older version is read as it is."""
    loader = MigrationLoader(None)
    return loader.project_state(last_of_each(loader, migrations)).apps


def last_of_each(loader: MigrationLoader, migrations: Iterable[Migration]) -> list[Migration]:
    """The last migration of each app. Invalid when one of them is unknown here."""
    asked = set(migrations)
    unknown = sorted(asked - set(loader.disk_migrations))
    if unknown:
        shown = ", ".join(f"{app} {name}" for app, name in unknown[:3])
        raise Invalid(
            f"It was made by a version of Hulul that this one does not know: {shown}.",
            code="archive_newer",
            hint="Install the version that made it or a newer one.",
        )
    known = asked & set(loader.graph.nodes)
    return sorted(
        node
        for node in known
        if not any(child.key in known and child.key[0] == node[0] for child in loader.graph.node_map[node].children)
    )
