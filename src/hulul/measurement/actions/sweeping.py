"""Clearing away what interrupted work left: files that nothing refers to, and builds that were killed."""

import datetime as dt
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel import clock, files, jobs
from hulul.kernel.actors import Actor
from hulul.measurement.access import check_may_measure
from hulul.measurement.models import Build, SurveyImport, SurveyVersion

FOLDERS = ("builds", "surveys", "survey-uploads", "survey-imports")
GRACE = dt.timedelta(days=1)


def orphans(grace: dt.timedelta = GRACE) -> list[str]:
    """Files here that no build, survey or import names, older than `grace`: a build may be writing just now."""
    fields = ("answers_file", "households_file", "findings_file")
    named = {name for row in SurveyVersion.objects.values_list(*fields) for name in row}
    named |= {name for row in SurveyImport.objects.values_list("stored", "findings_file") for name in row}
    for row in Build.objects.values_list("inputs", "files"):
        named |= {kept["name"] for kind in row for kept in kind.values()}
    limit = clock.now() - grace
    return [
        name
        for folder in FOLDERS
        for name in _files(folder)
        if name not in named and default_storage.get_modified_time(name) <= limit
    ]


def sweep(actor: Actor, grace: dt.timedelta = GRACE) -> int:
    """Delete the orphans and mark builds failed that were killed; gives how many of both.

    No file is deleted while a backup is being made, which may still be reading it.
    """
    check_may_measure(actor)
    failed = _fail_killed(actor)
    if jobs.under_way("backup"):
        return failed
    found = orphans(grace)
    for name in found:
        files.delete(name)
    return failed + len(found)


@transaction.atomic
def _fail_killed(actor: Actor) -> int:
    moment = clock.now()
    killed = Build.objects.filter(state=Build.State.RUNNING, created_at__lt=moment - jobs.LONGEST)
    for build in killed:
        build.state = Build.State.FAILED
        build.message = _("This was interrupted. Please start it again.")
        build.finished_at = moment
        build.save()
        record(actor, "fail_build", "build", build.pk, assessment=build.assessment)
    return len(killed)


def _files(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, names = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in names)
    for inner in folders:
        yield from _files(f"{folder}/{inner}")
