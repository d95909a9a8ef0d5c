"""Whether an archive that was found whole can be restored here, and what to do when it cannot."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from hulul.kernel.errors import Conflict, Invalid
from hulul.site.backup.archives import Contents
from hulul.site.backup.building import holds_something
from hulul.site.backup.manifest import Manifest
from hulul.site.backup.snapshots import last_of_each
from hulul.site.worker import HEARTBEAT_SECONDS, seconds_since_heartbeat


def check_restorable(contents: Contents, *, replace: bool) -> None:
    """Whether this archive can be restored here; Invalid or Conflict, with what to do, when not. Changes nothing."""
    manifest = contents.manifest
    if manifest.pack != settings.HULUL_PACK:
        raise Invalid(
            f"The archive is of the country pack “{manifest.pack}”, this installation of “{settings.HULUL_PACK}”.",
            hint=f"Set HULUL_PACK={manifest.pack}.",
        )
    last_of_each(MigrationLoader(None), manifest.migrations)
    silent = seconds_since_heartbeat()
    if silent is not None and silent < 3 * HEARTBEAT_SECONDS:
        raise Conflict(
            f"A worker was alive here {silent:.0f} s ago.",
            code="in_use",
            hint="Stop the web server and the worker, wait a quarter of a minute, and try again.",
        )
    events = holds_something()
    if events and not replace:
        raise Conflict(
            f"There is an installation here already: its audit log has {events:,} events.",
            code="not_empty",
            hint="Name a new HULUL_HOME or an empty database; or give --replace, which keeps the old database aside.",
        )
    home = Path(settings.HULUL_HOME)
    free = shutil.disk_usage(next(folder for folder in (home, *home.parents) if folder.exists())).free
    needed = _required_space(manifest)
    if free < needed:
        raise Conflict(f"There are {free / 2**20:,.0f} MB free in {home}, and {needed / 2**20:,.0f} MB may be needed.")


def _required_space(manifest: Manifest) -> int:
    """Bytes of disk that a restore takes at most, roughly: files, and tables with their indexes."""
    return manifest.file_bytes + 3 * sum(table.bytes for table in manifest.tables.values())
