"""What is known of the backups that were made: the last good one, and whether the next is due."""

import datetime as dt
from dataclasses import dataclass

from hulul.audit import queries as audit
from hulul.kernel import clock
from hulul.kernel.actors import Actor
from hulul.kernel.jobs import LONGEST
from hulul.kernel.models import Job

KIND = "backup"
RETRY = dt.timedelta(hours=1)


@dataclass(frozen=True)
class LastBackup:
    """A backup that was made and verified: put where, under which name, of so many bytes.

    `missing` stored files were not there and are not in it.
    """

    at: dt.datetime
    name: str
    address: str
    size: int
    missing: int


def last_backup(actor: Actor, place: str = "") -> LastBackup | None:
    """The newest good backup; with `place`, the newest that was put there."""
    for event in audit.events(actor, kind=KIND).filter(verb="make_backup")[:200]:
        if not place or event.detail["place"] == place.rstrip("/"):
            detail = event.detail
            return LastBackup(event.at, detail["name"], detail["address"], detail["bytes"], len(detail["missing"]))
    return None


def failed_since(moment: dt.datetime | None) -> Job | None:
    """The newest attempt after a moment, if it ended badly or was killed on the way."""
    tried = Job.objects.filter(kind=KIND).exclude(state=Job.State.DONE)
    if moment is not None:
        tried = tried.filter(created_at__gt=moment)
    job = tried.first()
    return job if job and (job.state == Job.State.FAILED or not is_fresh(job)) else None


def is_fresh(job: Job) -> bool:
    return job.created_at > clock.now() - LONGEST


def is_due(actor: Actor, place: str, every: dt.timedelta) -> bool:
    """Whether the last good backup there is older than `every`; after a failure it is tried again in an hour."""
    last = last_backup(actor, place)
    if last is not None and clock.now() - last.at < every:
        return False
    failed = failed_since(last.at if last else None)
    return failed is None or clock.now() - failed.created_at >= min(RETRY, every)
