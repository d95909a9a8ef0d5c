"""Many files at once, from paths: what `hulul import masterlist` does."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from hulul.kernel.actors import Actor
from hulul.kernel.errors import HululError
from hulul.kernel.jobs import Progress, silent
from hulul.sheets import dates
from hulul.sheets.errors import Unreadable
from hulul.sheets.kept import keep_findings
from hulul.sheets.limits import Limits
from hulul.sheets.sources import SourceFile, sources
from hulul.tracking.access import check_may_import
from hulul.tracking.actions.accepting import accept_assessment
from hulul.tracking.actions.examining import fail, note, refuse_with
from hulul.tracking.actions.originals import keep_original
from hulul.tracking.answers import Answers
from hulul.tracking.assessing import Assessor
from hulul.tracking.models import Import, Version


@dataclass(frozen=True)
class ImportResult:
    """What became of one file. `state` and `outcome` are those of the import; `round` is "" while it is not known."""

    file_name: str
    state: str
    outcome: str = ""
    round: str = ""
    version: int | None = None
    rows: int = 0
    households: int = 0
    individuals: int = 0
    errors: int = 0
    warnings: int = 0
    message: str = ""


def import_paths(
    actor: Actor,
    paths: Iterable[Path],
    *,
    answers: Answers | None = None,
    progress: Progress = silent,
    limits: Limits | None = None,
) -> list[ImportResult]:
    """Read, check and accept every list behind the paths (files, folders, archives), oldest round first.

    One transaction per round: what was accepted before an interruption stays, and the same command goes on from there.
    Files with errors or open questions are kept as imports for a person to decide; the others are not held up.
    """
    check_may_import(actor)
    answers = answers or Answers()
    found = sorted(sources(paths, limits=limits or Limits()), key=lambda source: (_date_of(source), source.name))
    batch, results = uuid4(), []
    assessor = Assessor()
    for number, source in enumerate(found, start=1):
        result = _known(source, answers)
        if result is None:
            result = _import(actor, source, answers, batch, assessor)
            if result.state == Import.State.REFUSED:
                assessor = Assessor()
        results.append(result)
        progress(number, len(found), source.name)
    return results


def _date_of(source: SourceFile) -> dt.date:
    found = dates.find(source.name)
    return found.date if found else dt.date.max


def _known(source: SourceFile, answers: Answers) -> ImportResult | None:
    """A file whose bytes are a version already: nothing to do, unless its name now speaks of another date."""
    item = (
        Import.objects.filter(sha256=source.sha256, version__round__source=answers.source)
        .select_related("version__round")
        .first()
    )
    version = item.version if item else None
    named = dates.find(source.name)
    asked = answers.date or (named.date if named else None)
    if version is None or asked not in (None, version.round.date):
        return None
    withdrawn = version.state == Version.State.WITHDRAWN
    return ImportResult(
        source.name,
        Import.State.REFUSED if withdrawn else Import.State.ACCEPTED,
        Import.Outcome.SAME_FILE,
        version.round_id,
        version.number,
        version.rows,
        version.households,
        version.individuals,
        message=_("This file was imported before and then withdrawn.") if withdrawn else "",
    )


def _import(actor: Actor, source: SourceFile, answers: Answers, batch: UUID, assessor: Assessor) -> ImportResult:
    item = _item(actor, source, answers, batch)
    try:
        assessed = assessor.assess(source, answers)
    except Unreadable as error:
        fail(item, error)
        return _result(item)
    note(item, assessed)
    if assessed.questions or assessed.findings.refused:
        item.findings_file = keep_findings(assessed.findings, "imports")
        item.save()
        return _result(item)
    try:
        accept_assessment(actor, item, assessed, assessor)
    except HululError as error:
        refuse_with(item, error)
    return _result(item)


def _item(actor: Actor, source: SourceFile, answers: Answers, batch: UUID) -> Import:
    """The open import of these bytes, or a new one; so a command that is given again does not pile up imports."""
    undecided = (Import.State.UPLOADED, Import.State.NEEDS_ANSWERS, Import.State.CHECKED, Import.State.FAILED)
    item = Import.objects.filter(sha256=source.sha256, state__in=undecided).first() or Import(sha256=source.sha256)
    item.batch = batch
    item.stored = keep_original(source)
    item.file_name = source.name[:255]
    item.size = source.size
    item.answers = answers.as_json()
    item.user_id, item.user_name = actor.user_id, actor.name
    item.save()
    return item


def _result(item: Import) -> ImportResult:
    version, seen = item.version, item.summary
    return ImportResult(
        item.file_name,
        item.state,
        item.outcome,
        version.round_id if version else seen.get("round", ""),
        version.number if version else None,
        version.rows if version else seen.get("rows", 0),
        version.households if version else seen.get("households", 0),
        version.individuals if version else seen.get("individuals", 0),
        item.errors,
        item.warnings,
        item.message,
    )
