"""The upload page's way in: files are kept at once, read in the background, asked about, then accepted or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel import clock, files
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Invalid
from hulul.kernel.jobs import Progress, silent
from hulul.kernel.models import Job
from hulul.kernel.packs import fold_header
from hulul.sheets.errors import Unreadable
from hulul.sheets.kept import as_named, keep_findings
from hulul.sheets.sources import SourceFile, sources
from hulul.tracking import queries
from hulul.tracking.access import check_may_import
from hulul.tracking.actions.accepting import accept_assessment
from hulul.tracking.actions.examining import fail, note
from hulul.tracking.actions.originals import keep_original, original
from hulul.tracking.answers import Answers
from hulul.tracking.assessing import Assessment, Assessor
from hulul.tracking.models import HeaderMapping, Import, Version


@dataclass(frozen=True)
class Upload:
    """A file somebody sent: where it lies for now and the name it had."""

    path: Path
    name: str


@transaction.atomic
def stage(actor: Actor, uploads: Sequence[Upload], *, answers: Answers | None = None, job: Job | None = None) -> UUID:
    """Keep files that were sent and open an import for each; `examine_batch` reads them. Gives the batch."""
    check_may_import(actor)
    if not uploads:
        raise Invalid(_("No file was chosen. Choose one or more files and send them again."))
    limit = settings.HULUL_UPLOAD_LIMIT_MB
    batch = uuid4()
    for upload in uploads:
        source = as_named(upload.path, upload.name)
        if source.size > limit * 1_000_000:
            message = _("“%(name)s” is larger than %(limit)s megabytes. Send it in parts, or import it on the server.")
            raise Invalid(message % {"name": upload.name, "limit": limit})
        _open(actor, source, batch, answers or Answers(), job)
    record(actor, "stage_imports", "import_batch", batch, files=[upload.name for upload in uploads])
    return batch


def examine_batch(actor: Actor, batch: UUID, progress: Progress = silent) -> None:
    """Unpack archives and read every file of a batch that was not read yet; goes on where an earlier run stopped."""
    check_may_import(actor)
    _unpack(actor, batch)
    waiting = list(queries.imports(actor, state=Import.State.UPLOADED, batch=batch))
    assessor = Assessor() if waiting else None
    for number, item in enumerate(waiting, start=1):
        if assessor:
            _examine(actor, item, assessor)
        progress(number, len(waiting), item.file_name)


def _unpack(actor: Actor, batch: UUID) -> None:
    """An import for each list inside an archive; the archive's own import goes."""
    for item in queries.imports(actor, state=Import.State.UPLOADED, batch=batch):
        with transaction.atomic():
            for source in sources([files.local_path(item.stored)]):
                if source.path_in_archive is not None:
                    _open(actor, source, batch, Answers.from_json(item.answers), item.job)
                    Import.objects.filter(pk=item.pk).delete()


def _open(actor: Actor, source: SourceFile, batch: UUID, answers: Answers, job: Job | None) -> Import:
    return Import.objects.create(
        batch=batch,
        job=job,
        stored=keep_original(source),
        file_name=source.name[:255],
        sha256=source.sha256,
        size=source.size,
        answers=answers.as_json(),
        user_id=actor.user_id,
        user_name=actor.name,
    )


def answer(actor: Actor, import_id: UUID, answers: Answers, *, learn: Mapping[str, str] | None = None) -> Import:
    """Say what the file does not say, learn the headers for all later files, and check again."""
    with transaction.atomic():
        item = _undecided(actor, import_id)
        item.answers = answers.as_json()
        item.save()
        for header, key in (learn or {}).items():
            HeaderMapping.objects.update_or_create(
                header=fold_header(header)[:255],
                defaults={"key": key, "confirmed_by": actor.name, "confirmed_at": clock.now()},
            )
        record(actor, "answer_import", "import", item.pk, answers=item.answers, learned=dict(learn or {}))
    _examine(actor, item, Assessor())
    return item


def accept(actor: Actor, import_id: UUID, assessor: Assessor | None = None) -> Version:
    """Read the file once more, with today's places, and make its version. Conflict when somebody decided already."""
    with transaction.atomic():
        item = _undecided(actor, import_id)
    assessor = assessor or Assessor()
    assessed = _examine(actor, item, assessor)
    if assessed is None:
        raise Invalid(item.message)
    with transaction.atomic():
        return accept_assessment(actor, _undecided(actor, import_id), assessed, assessor)


def _examine(actor: Actor, item: Import, assessor: Assessor) -> Assessment | None:
    """Read and judge outside any transaction, then note it unless somebody decided meanwhile."""
    try:
        assessed = assessor.assess(original(item), Answers.from_json(item.answers))
    except Unreadable as error:
        fail(item, error)
        return None
    findings_file = keep_findings(assessed.findings, "imports")
    with transaction.atomic():
        _undecided(actor, item.pk)
        note(item, assessed)
        item.findings_file = findings_file
        item.save()
    return assessed


def accept_batch(actor: Actor, batch: UUID, progress: Progress = silent) -> int:
    """Accept every import of a batch that has no errors, oldest round first; gives how many. One transaction each."""
    check_may_import(actor)
    ready = [item for item in queries.imports(actor, state=Import.State.CHECKED, batch=batch) if not item.errors]
    ready.sort(key=lambda item: (item.summary.get("date") or "", item.file_name))
    assessor = Assessor() if ready else None
    for number, item in enumerate(ready, start=1):
        accept(actor, item.pk, assessor)
        progress(number, len(ready), item.file_name)
    return len(ready)


@transaction.atomic
def follow(actor: Actor, batch: UUID, job: Job) -> None:
    """From now on the batch's page shows the progress of this job."""
    check_may_import(actor)
    queries.imports(actor, batch=batch).update(job=job)


@transaction.atomic
def refuse(actor: Actor, import_id: UUID) -> Import:
    """Leave a file out; it is kept for the record."""
    item = _undecided(actor, import_id, also=(Import.State.FAILED,))
    item.state = Import.State.REFUSED
    item.decided_at = clock.now()
    item.save()
    record(actor, "refuse_import", "import", item.pk, file=item.file_name)
    return item


def _undecided(actor: Actor, import_id: UUID, also: tuple[str, ...] = ()) -> Import:
    check_may_import(actor)
    queries.find_import(actor, import_id)
    item = Import.objects.select_for_update().get(pk=import_id)
    if not item.is_open and item.state not in also:
        raise Conflict(_("This import was decided already. Load the page again to see how."))
    return item
