"""What `hulul doctor` checks. Every finding says what was looked at, what was found and how it is mended."""

from collections.abc import Iterator

from hulul.site.doctor import backups, checks, surroundings
from hulul.site.doctor.finding import Finding

__all__ = ["Finding", "examine"]


def examine() -> Iterator[Finding]:
    """Everything, in the order in which trouble causes other trouble; stops where the rest would make no sense."""
    yield checks.key()
    pack = checks.pack()
    yield pack
    if not pack.healthy:
        return
    yield from checks.folders()
    yield surroundings.disk()
    yield surroundings.debug()
    yield from surroundings.address()
    yield surroundings.letters()
    database = checks.database()
    yield database
    if not database.healthy:
        return
    yield checks.journal()
    yield surroundings.database_version()
    migrations = checks.migrations()
    yield migrations
    yield checks.static_files()
    if not migrations.healthy:
        return
    yield surroundings.clocks()
    yield checks.administrator()
    yield checks.worker()
    yield surroundings.timer()
    yield checks.waiting_tasks()
    yield checks.stale_jobs()
    yield checks.generation()
    yield checks.orphans()
    yield backups.backup()
