"""Removing files that nothing refers to: what an interrupted import left behind."""

import datetime as dt
from collections.abc import Iterator

from django.core.files.storage import default_storage

from hulul.kernel import clock, files, jobs
from hulul.tracking.models import Import, Version

FOLDERS = ("rounds", "imports", "uploads")
GRACE = dt.timedelta(days=1)


def orphans(grace: dt.timedelta = GRACE) -> list[str]:
    """Files here that no version and no import names, older than `grace`: an import may be writing just now."""
    fields = ("rows_file", "breakdowns_file", "findings_file")
    named = {name for row in Version.objects.values_list(*fields) for name in row}
    named |= {name for row in Import.objects.values_list("stored", "findings_file") for name in row}
    limit = clock.now() - grace
    return [
        name
        for folder in FOLDERS
        for name in _files(folder)
        if name not in named and default_storage.get_modified_time(name) <= limit
    ]


def sweep(grace: dt.timedelta = GRACE) -> int:
    """Delete the orphans; gives how many. None while a backup is being made, which may still be reading them."""
    if jobs.under_way("backup"):
        return 0
    found = orphans(grace)
    for name in found:
        files.delete(name)
    return len(found)


def _files(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, names = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in names)
    for inner in folders:
        yield from _files(f"{folder}/{inner}")
