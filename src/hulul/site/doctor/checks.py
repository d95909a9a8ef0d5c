"""The parts of the installation itself: key, pack, folders, database, worker, tasks, generation, files."""

import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from hulul import __version__
from hulul.kernel import clock, files, packs
from hulul.kernel.actors import SYSTEM
from hulul.kernel.errors import Invalid, NotFound
from hulul.kernel.models import Job
from hulul.site import actions, first_run, health
from hulul.site.doctor.finding import Finding
from hulul.site.queries import LONGEST_TASK, lost_tasks, publication_is_due

TASK_WAITS = timedelta(minutes=5)
SHORTEST_KEY = 32
FEWEST_LETTERS = 10


def pack() -> Finding:
    try:
        return Finding("country pack", True, f"{packs.current().name.en} ({settings.HULUL_PACK})")
    except Invalid as error:
        return Finding("country pack", False, error.message, "Correct the pack, or set HULUL_PACK to another one.")


def key() -> Finding:
    path = Path(settings.HULUL_HOME) / "secret_key"
    if not settings.HULUL_INITIALISED:
        return Finding("secret key", False, "there is none", "Run `hulul init`.")
    if len(settings.SECRET_KEY) < SHORTEST_KEY or len(set(settings.SECRET_KEY)) < FEWEST_LETTERS:
        return Finding(
            "secret key",
            False,
            "it can be guessed",
            f"Give HULUL_SECRET_KEY at least {SHORTEST_KEY} random characters: `openssl rand -base64 48` makes some. "
            "Everybody has to sign in again then.",
        )
    if not path.is_file():
        return Finding("secret key", True, "from HULUL_SECRET_KEY")
    mode = stat.S_IMODE(path.stat().st_mode)
    return Finding(
        "secret key",
        mode & 0o077 == 0,
        f"{path} has mode {mode:04o}",
        f"Others can read it: chmod 600 {path}",
        lambda: path.chmod(0o600),
    )


def folders() -> Iterator[Finding]:
    for name in (".", "files", "tmp"):
        folder = (Path(settings.HULUL_HOME) / name).resolve()
        yield Finding(
            "folder",
            folder.is_dir() and _is_writable(folder),
            str(folder),
            "It is missing or cannot be written: run `hulul init` as the user that serves, or mend its owner.",
        )


def _is_writable(folder: Path) -> bool:
    probe = folder / ".doctor"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Finding("database", False, str(error).strip(), "Check HULUL_DATABASE_URL and that the server runs.")
    return Finding("database", True, f"{connection.vendor} answers")


def journal() -> Finding:
    if connection.vendor != "sqlite":
        return Finding("journal", True, f"{connection.vendor} keeps its own")
    with connection.cursor() as cursor:
        mode = str(cursor.execute("PRAGMA journal_mode").fetchone()[0])
    return Finding(
        "journal",
        mode in ("wal", "memory"),
        f"SQLite journal mode is {mode}",
        "Readers and writers block each other without WAL: move HULUL_HOME to a local disk, not a network share.",
    )


def migrations() -> Finding:
    schema = health.schema()
    if schema.waiting:
        return Finding(
            "migrations",
            False,
            f"{len(schema.waiting)} not applied",
            "Run `hulul init`; make a backup first.",
            first_run.migrate,
        )
    return Finding(
        "migrations",
        not schema.unknown,
        "all applied" if schema.is_current else f"{len(schema.unknown)} of a newer version of Hulul",
        f"This is Hulul {__version__}: install the version that the database was brought to, and start it again.",
    )


def static_files() -> Finding:
    version = first_run.static_version()
    return Finding(
        "static files",
        version == __version__,
        f"of version {version}" if version else "there are none",
        f"Run `hulul init` to put those of version {__version__} in place.",
        first_run.collect_static,
    )


def administrator() -> Finding:
    there = first_run.has_administrator()
    return Finding("administrator", there, "there is one" if there else "there is none", "Run `hulul init`.")


def worker() -> Finding:
    from hulul.site.worker import seconds_since_heartbeat

    silent = seconds_since_heartbeat()
    alive = silent is not None and silent < health.WORKER_SILENT_SECONDS
    return Finding(
        "worker",
        alive,
        "never ran here" if silent is None else f"was alive {silent:.0f} s ago",
        "Imports and publishing wait for it: start `hulul serve`, or `hulul worker` beside another web server.",
    )


def waiting_tasks() -> Finding:
    from django_tasks_db.models import DBTaskResult

    lost = lost_tasks()
    late = DBTaskResult.objects.ready().filter(enqueued_at__lt=clock.now() - TASK_WAITS).count()
    return Finding(
        "tasks",
        not lost and not late,
        f"{late} waiting for longer than {TASK_WAITS.seconds // 60} minutes, {len(lost)} lost by a dead worker",
        "Start a worker; `hulul tick` puts lost tasks back.",
        lambda: actions.requeue_lost_tasks(SYSTEM),
    )


def stale_jobs() -> Finding:
    open_jobs = Job.objects.exclude(state__in=(Job.State.DONE, Job.State.FAILED))
    count = open_jobs.filter(created_at__lt=clock.now() - LONGEST_TASK).count()
    return Finding(
        "jobs",
        count == 0,
        f"{count} have been under way for longer than any can",
        "`hulul tick` marks them as failed; start them again.",
        lambda: actions.fail_stale_jobs(SYSTEM),
    )


def generation() -> Finding:
    from hulul.warehouse.queries import current_generation

    if publication_is_due(SYSTEM):
        return Finding("generation", False, "rounds or places changed since the last one", "Run `hulul publish`.")
    try:
        generation = current_generation()
    except NotFound:
        return Finding("generation", True, "nothing was published yet, and nothing waits for it")
    stored = [file for entry in generation.manifest.values() for file in entry["files"]]
    bad = sorted(file["name"] for file in stored if not _is_whole(file["name"], file["sha256"]))
    return Finding(
        "generation",
        not bad,
        f"{generation.number}, {len(stored)} files, {', '.join(bad) or 'none'} missing or damaged",
        "Put the files back from a backup.",
    )


def _is_whole(name: str, digest: str) -> bool:
    try:
        return files.sha256(files.local_path(name)) == digest
    except OSError:
        return False


def orphans() -> Finding:
    from hulul.tracking.actions import orphans, sweep

    found = orphans()
    return Finding(
        "stored files",
        not found,
        f"{len(found)} that nothing refers to",
        "An import was interrupted: `hulul tick` removes what it left behind.",
        sweep,
    )
