"""Making a backup, thinning out old ones, and restoring one."""

import fcntl
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from hulul.audit.actions import record
from hulul.kernel import clock, jobs
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Denied
from hulul.kernel.jobs import Progress, silent
from hulul.kernel.models import Job
from hulul.site import first_run
from hulul.site.backup import destinations, naming, retention
from hulul.site.backup.archives import Contents
from hulul.site.backup.building import building
from hulul.site.backup.checking import check_restorable
from hulul.site.backup.encryption import Key
from hulul.site.backup.filling import fill, put_files, put_key
from hulul.site.backup.making import make
from hulul.site.backup.queries import KIND
from hulul.site.backup.verifying import verify


@dataclass(frozen=True)
class Made:
    """A backup: where it is, what is in it, how many bytes it has and how many seconds it took."""

    address: str
    contents: Contents
    size: int
    seconds: float


def back_up(actor: Actor, place: str, *, key: Key | None, progress: Progress = silent) -> Made:
    """Write one archive of the installation to a FILE, a FOLDER or s3://bucket/prefix, and verify it.

    It gets its name only when it has been read back and every checksum and count was right. Nobody has to stop writing
    meanwhile. Conflict while another backup is being made on this machine.
    """
    if not actor.may(Ability.OPERATE):
        raise Denied(_("Only whoever operates the installation may do this."))
    started = time.monotonic()
    destination = destinations.find(place)
    with _alone():
        title = _("Backup on %(machine)s") % {"machine": socket.gethostname()[:40]}
        jobs.fail_left(KIND, title)
        job = jobs.start(actor, KIND, title)
        with jobs.running(job.pk) as (follow, result), ExitStack() as cleaning:

            def both(done: int, total: int, message: str = "") -> None:
                progress(done, total, message)
                follow(done, total, message)

            destination.check()
            destination.sweep()
            name = destination.fixed or naming.archive_name(clock.now(), encrypted=key is not None)
            path = destination.beginning(name)
            cleaning.callback(path.unlink, missing_ok=True)
            contents = make(path, key, both)
            size = path.stat().st_size
            address = destination.place(path, name)
            result.update({"address": address, "bytes": size})
            made = Made(address, contents, size, time.monotonic() - started)
            with transaction.atomic():
                _record(actor, place, name, made, encrypted=key is not None)
    return made


def _record(actor: Actor, place: str, name: str, made: Made, *, encrypted: bool) -> None:
    manifest = made.contents.manifest
    record(
        actor,
        "make_backup",
        KIND,
        name[:64],
        place=place.rstrip("/"),
        name=name,
        address=made.address,
        bytes=made.size,
        rows=manifest.rows,
        files=manifest.files,
        missing=manifest.missing[:20],
        encrypted=encrypted,
        seconds=round(made.seconds, 1),
    )


@contextmanager
def _alone() -> Iterator[None]:
    """Conflict while another process of this machine makes or restores a backup. Ends with the process, however."""
    with (Path(settings.HULUL_HOME) / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict("Another backup or restore is under way on this machine.", code="under_way") from error
        yield


def thin_out(actor: Actor, place: str, policy: dict[str, int]) -> list[str]:
    """Delete the archives of this installation that the policy does not keep; gives their names."""
    destination = destinations.find(place)
    found = naming.moments(destination.names())
    kept = retention.kept(found, policy)
    gone = [name for moment, name in sorted(found.items()) if moment not in kept]
    for name in gone:
        destination.delete(name)
    if gone:
        with transaction.atomic():
            record(actor, "thin_out_backups", KIND, place=place, deleted=gone)
    return gone


@dataclass(frozen=True)
class Restored:
    """What came back. `kept` says where the database is that was replaced, "" when there was none."""

    contents: Contents
    kept: str
    with_key: bool


def restore(
    actor: Actor, path: Path, *, key: Key | None, replace: bool = False, progress: Progress = silent
) -> Restored:
    """Bring an installation back from an archive: database, stored files and, if it is in it, the secret key.

    Everything is verified first. The database is built beside the one in use, its rows are read back and compared, it
    is brought to this version's tables, and takes the other's place at one stroke. When this is killed before, nothing
    has changed but that files were added that nobody refers to; given again, it starts anew and keeps those files.
    """
    contents = verify(path, key, lambda done, total, message="": progress(done, 3 * total, f"verifying {message}"))
    check_restorable(contents, replace=replace)
    first_run.prepare_home()
    steps = 2 * len(contents.checksums)

    def follow(done: int, message: str = "") -> None:
        progress(steps // 2 + done, steps * 3 // 2, message)

    with _alone(), building() as built:
        fill(path, key, contents, follow)
        first_run.migrate()
        _settle(actor, path.name, contents)
        put_files(path, key, contents, follow)
        if contents.manifest.secret_key:
            put_key(path, key, contents)
        built.replace(keep=replace)
    progress(steps * 3 // 2, steps * 3 // 2)
    return Restored(contents, built.kept, contents.manifest.secret_key)


@transaction.atomic
def _settle(actor: Actor, name: str, contents: Contents) -> None:
    """Let go of work that only the old machine could finish, and tell the log what happened."""
    left = Job.objects.filter(kind=KIND).exclude(state__in=(Job.State.DONE, Job.State.FAILED))
    left.update(state=Job.State.DONE, finished_at=clock.now())  # the job that made this very archive
    DBTaskResult.objects.running().update(status="READY", worker_ids=[])
    manifest = contents.manifest
    record(
        actor,
        "restore_backup",
        KIND,
        name[:64],
        made_at=manifest.made_at.isoformat(),
        hulul=manifest.hulul,
        vendor=manifest.vendor,
        rows=manifest.rows,
        files=manifest.files,
    )
