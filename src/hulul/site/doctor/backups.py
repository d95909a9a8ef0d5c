"""Whether the installation could be brought back: the age and size of the last good backup, and one that failed."""

from datetime import timedelta

from django.conf import settings

from hulul.kernel import clock
from hulul.kernel.actors import SYSTEM
from hulul.site.backup import destinations, queries
from hulul.site.doctor.finding import Finding

LATE = timedelta(hours=1)


def backup() -> Finding:
    """In trouble when backups are scheduled and the last good one is too old, incomplete or gone, or a later failed."""
    place, every = settings.HULUL_BACKUP_TO, timedelta(hours=settings.HULUL_BACKUP_EVERY)
    scheduled = bool(place and every)
    last = queries.last_backup(SYSTEM, place if scheduled else "")
    failed = queries.failed_since(last.at if last else None)
    if last is None:
        said = "none was ever made" if scheduled else "none was ever made, and none is scheduled"
    else:
        hours = (clock.now() - last.at).total_seconds() / 3600
        said = f"the last good one is {hours:.1f} hours old and has {last.size / 2**20:,.1f} MB: {last.address}"
    if failed is not None:
        why = failed.message or "it was interrupted"
        return Finding(
            "backup", False, f"one failed at {failed.created_at:%Y-%m-%d %H:%M} UTC: {why} And {said}.", _RETRY
        )
    if last is not None and last.missing:
        return Finding("backup", False, f"{said}; it lacks {last.missing} stored files that were missing", _MISSING)
    if not scheduled:
        return Finding("backup", True, said)
    if last is None or clock.now() - last.at > 2 * every + LATE:
        return Finding("backup", False, said, _LATE)
    there = destinations.find(place).size(last.name)
    if there != last.size:
        return Finding("backup", False, f"{said}, but it is {'gone' if there is None else 'cut short'}", _GONE)
    return Finding("backup", True, said)


_RETRY = "Mend what it says, and run `hulul backup`; the log has the whole story."
_MISSING = "Put the files back from an older backup, and run `hulul backup` again."
_LATE = "Let a timer call `hulul tick`, or run `hulul backup`."
_GONE = "Find out who removed it, and run `hulul backup`."
