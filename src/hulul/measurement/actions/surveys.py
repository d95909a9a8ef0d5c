"""Files of answers on their way in: kept at once, read in the background, asked about, then accepted or refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel import clock, files
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Invalid
from hulul.kernel.jobs import Progress, silent
from hulul.kernel.models import Job
from hulul.measurement import queries
from hulul.measurement.access import check_may_measure
from hulul.measurement.actions.survey_accepting import accept_assessment
from hulul.measurement.actions.survey_examining import Examiner, examine, keep, undecided
from hulul.measurement.models import SurveyImport, SurveyVersion
from hulul.measurement.reading.answers import SurveyAnswers
from hulul.sheets.kept import as_named
from hulul.sheets.sources import SourceFile, sources


@dataclass(frozen=True)
class SurveyUpload:
    """A file somebody sent: where it lies for now and the name it had."""

    path: Path
    name: str


@transaction.atomic
def stage_surveys(
    actor: Actor, uploads: Sequence[SurveyUpload], answers: SurveyAnswers, job: Job | None = None
) -> UUID:
    """Keep files that were sent and open an import for each; `examine_surveys` reads them. Gives the batch."""
    check_may_measure(actor)
    if not uploads:
        raise Invalid(_("No file was chosen. Choose one or more files and send them again."))
    queries.framework_version(actor, answers.framework)
    limit = settings.HULUL_UPLOAD_LIMIT_MB
    batch = uuid4()
    for upload in uploads:
        source = as_named(upload.path, upload.name)
        if source.size > limit * 1_000_000:
            message = _("“%(name)s” is larger than %(limit)s megabytes. Send it in parts, or import it on the server.")
            raise Invalid(message % {"name": upload.name, "limit": limit})
        _open(actor, source, batch, answers, job)
    names = [upload.name for upload in uploads]
    record(actor, "stage_survey_imports", "survey_batch", batch, framework=answers.framework, files=names)
    return batch


def examine_surveys(actor: Actor, batch: UUID, progress: Progress = silent) -> None:
    """Unpack archives and read every file of a batch that was not read yet; goes on where an earlier run stopped."""
    check_may_measure(actor)
    _unpack(actor, batch)
    waiting = list(queries.survey_imports(actor, state=SurveyImport.State.UPLOADED, batch=batch))
    examiner = Examiner(actor) if waiting else None
    for number, item in enumerate(waiting, start=1):
        if examiner:
            examine(examiner, item)
        progress(number, len(waiting), item.file_name)


def _unpack(actor: Actor, batch: UUID) -> None:
    """An import for each file inside an archive; the archive's own import goes."""
    for item in queries.survey_imports(actor, state=SurveyImport.State.UPLOADED, batch=batch):
        with transaction.atomic():
            for source in sources([files.local_path(item.stored)]):
                if source.path_in_archive is not None:
                    _open(actor, source, batch, SurveyAnswers.from_json(item.answers), item.job)
                    SurveyImport.objects.filter(pk=item.pk).delete()


def _open(actor: Actor, source: SourceFile, batch: UUID, answers: SurveyAnswers, job: Job | None) -> SurveyImport:
    return SurveyImport.objects.create(
        batch=batch,
        job=job,
        stored=keep(source),
        file_name=source.name[:255],
        sha256=source.sha256,
        size=source.size,
        answers=answers.as_json(),
        user_id=actor.user_id,
        user_name=actor.name,
    )


def answer_survey(actor: Actor, import_id: UUID, answers: SurveyAnswers) -> SurveyImport:
    """Say what the file does not say, and check again. What is said of columns is known in later files (`queries`)."""
    check_may_measure(actor)
    with transaction.atomic():
        item = undecided(actor, queries.find_import(actor, import_id))
        item.answers = answers.as_json()
        item.save()
        record(actor, "answer_survey_import", "survey_import", item.pk, answers=item.answers)
    examine(Examiner(actor), item)
    return item


def accept_survey(actor: Actor, import_id: UUID, examiner: Examiner | None = None) -> SurveyVersion:
    """Read the file once more, with today's places, and make its version. Conflict when somebody decided already."""
    check_may_measure(actor)
    with transaction.atomic():
        item = undecided(actor, queries.find_import(actor, import_id))
    assessed = examine(examiner or Examiner(actor), item)
    if assessed is None:
        raise Invalid(item.message)
    with transaction.atomic():
        return accept_assessment(actor, undecided(actor, item), assessed)


def accept_surveys(actor: Actor, batch: UUID, progress: Progress = silent) -> int:
    """Accept every file of a batch that has no errors, the oldest first; gives how many. One transaction each."""
    check_may_measure(actor)
    checked = queries.survey_imports(actor, state=SurveyImport.State.CHECKED, batch=batch)
    ready = [item for item in checked if not item.errors]
    ready.sort(key=lambda item: (item.summary.get("date") or "", item.file_name))
    examiner = Examiner(actor) if ready else None
    for number, item in enumerate(ready, start=1):
        accept_survey(actor, item.pk, examiner)
        progress(number, len(ready), item.file_name)
    return len(ready)


@transaction.atomic
def follow_surveys(actor: Actor, batch: UUID, job: Job) -> None:
    """From now on the batch's page shows the progress of this job."""
    check_may_measure(actor)
    queries.survey_imports(actor, batch=batch).update(job=job)


@transaction.atomic
def refuse_survey(actor: Actor, import_id: UUID) -> SurveyImport:
    """Leave a file out; it is kept for the record."""
    check_may_measure(actor)
    item = undecided(actor, queries.find_import(actor, import_id), also=(SurveyImport.State.FAILED,))
    item.state = SurveyImport.State.REFUSED
    item.decided_at = clock.now()
    item.save()
    record(actor, "refuse_survey_import", "survey_import", item.pk, file=item.file_name)
    return item
