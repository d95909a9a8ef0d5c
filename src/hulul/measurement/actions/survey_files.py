"""Many files of answers at once, from paths: what `hulul import survey` does."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from hulul.kernel.actors import Actor
from hulul.kernel.errors import HululError
from hulul.kernel.jobs import Progress, silent
from hulul.measurement import queries
from hulul.measurement.access import check_may_measure
from hulul.measurement.actions.survey_accepting import accept_assessment
from hulul.measurement.actions.survey_examining import (
    FINDINGS,
    Examiner,
    fail,
    forget,
    keep,
    note,
    refuse_with,
)
from hulul.measurement.models import SurveyImport, SurveyVersion
from hulul.measurement.reading.answers import SurveyAnswers
from hulul.sheets import dates
from hulul.sheets.errors import Unreadable
from hulul.sheets.kept import keep_findings
from hulul.sheets.sources import SourceFile, sources


@dataclass(frozen=True)
class SurveyResult:
    """What became of one file. `state` and `outcome` are those of the import; `survey` is "" while it is not known."""

    file_name: str
    state: str
    outcome: str = ""
    survey: str = ""
    version: int | None = None
    rows: int = 0
    places: int = 0
    errors: int = 0
    warnings: int = 0
    message: str = ""


def import_surveys(
    actor: Actor, paths: Iterable[Path], answers: SurveyAnswers, *, progress: Progress = silent
) -> list[SurveyResult]:
    """Read, check and accept every file of answers behind the paths (files, folders, archives), the oldest first.

    One transaction per survey: what was accepted before an interruption stays, and the same command goes on from there.
    Files with errors or open questions are kept as imports for a person to decide; the others are not held up.
    """
    check_may_measure(actor)
    queries.framework_version(actor, answers.framework)
    found = sorted(sources(paths), key=lambda source: (_date_of(source), source.name))
    batch, results = uuid4(), []
    examiner = Examiner(actor)
    for number, source in enumerate(found, start=1):
        results.append(_known(source, answers) or _import(examiner, source, answers, batch))
        progress(number, len(found), source.name)
    return results


def _date_of(source: SourceFile) -> dt.date:
    found = dates.find(source.name)
    return found.date if found else dt.date.max


def _known(source: SourceFile, answers: SurveyAnswers) -> SurveyResult | None:
    """A file whose bytes are a version of such a survey already, unless its name speaks of another date."""
    versions = SurveyVersion.objects.filter(
        sha256=source.sha256, survey__framework=answers.framework, survey__source=answers.source
    )
    named = dates.find(source.name)
    asked = answers.date or (named.date if named else None)
    version = (versions.filter(survey__date=asked) if asked else versions).first()
    if version is None:
        return None
    withdrawn = version.state == SurveyVersion.State.WITHDRAWN
    return SurveyResult(
        source.name,
        SurveyImport.State.REFUSED if withdrawn else SurveyImport.State.ACCEPTED,
        SurveyImport.Outcome.SAME_FILE,
        version.survey_id,
        version.number,
        version.rows,
        version.places,
        message=_("This file was imported before and then withdrawn.") if withdrawn else "",
    )


def _import(examiner: Examiner, source: SourceFile, answers: SurveyAnswers, batch: UUID) -> SurveyResult:
    item = _item(examiner.actor, source, answers, batch)
    try:
        item.stored = keep(source)
        assessed = examiner.assess(item)
    except Unreadable as error:
        fail(item, f"{error.message} {error.hint}")
        return _result(item)
    note(item, assessed)
    if assessed.questions or assessed.findings.refused:
        item.findings_file = keep_findings(assessed.findings, FINDINGS)
        if assessed.personal:
            forget(item)
        item.save()
        return _result(item)
    try:
        accept_assessment(examiner.actor, item, assessed)
    except HululError as error:
        refuse_with(item, error)
    return _result(item)


def _item(actor: Actor, source: SourceFile, answers: SurveyAnswers, batch: UUID) -> SurveyImport:
    """The open import of these bytes, or a new one; so a command that is given again does not pile up imports."""
    open_states = (
        SurveyImport.State.UPLOADED,
        SurveyImport.State.NEEDS_ANSWERS,
        SurveyImport.State.CHECKED,
        SurveyImport.State.FAILED,
    )
    waiting = SurveyImport.objects.filter(
        sha256=source.sha256, state__in=open_states, answers__framework=answers.framework
    )
    item = waiting.first() or SurveyImport(sha256=source.sha256)
    item.batch = batch
    item.file_name = source.name[:255]
    item.size = source.size
    item.answers = answers.as_json()
    item.user_id, item.user_name = actor.user_id, actor.name
    return item


def _result(item: SurveyImport) -> SurveyResult:
    version, seen = item.version, item.summary
    return SurveyResult(
        item.file_name,
        item.state,
        item.outcome,
        version.survey_id if version else seen.get("survey", ""),
        version.number if version else None,
        version.rows if version else seen.get("rows", 0),
        version.places if version else seen.get("places", 0),
        item.errors,
        item.warnings,
        item.message,
    )
