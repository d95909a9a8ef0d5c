"""Reading a file of answers, and what is noted of it: for its preview, or why it came to nothing."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from hulul.kernel import clock, files
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, HululError
from hulul.measurement import queries
from hulul.measurement.framing import Framed
from hulul.measurement.models import SurveyImport
from hulul.measurement.reading.answering import NOT_ASKED
from hulul.measurement.reading.answers import SurveyAnswers
from hulul.measurement.reading.assessing import Assessment, Assessor
from hulul.sheets.errors import Unreadable
from hulul.sheets.findings import Severity
from hulul.sheets.kept import keep_findings, keep_original
from hulul.sheets.sources import SourceFile

ORIGINALS, FINDINGS = "survey-uploads", "survey-imports"


@dataclass
class Examiner:
    """Examines file after file with one reading of the gazetteer and of what people said of columns before."""

    actor: Actor
    assessor: Assessor = field(default_factory=Assessor)

    def assess(self, item: SurveyImport) -> Assessment:
        """Read and judge. Unreadable when the file is no table; NotFound without the framework."""
        answers = SurveyAnswers.from_json(item.answers)
        framed = self.framed(answers.framework)
        learned = queries.learned_headers(self.actor, answers.framework)
        return self.assessor.assess(original(item), framed, replace(answers, headers={**learned, **answers.headers}))

    def framed(self, code: str) -> Framed:
        return queries.framed(queries.framework_version(self.actor, code))


def original(item: SurveyImport) -> SourceFile:
    """The file of an import, under the name it came with. Conflict when it was not kept."""
    if not item.stored:
        raise Conflict(_("This file was not kept, because it holds data about persons. Send a file without them."))
    return SourceFile(item.file_name, None, item.sha256, item.size, files.local_path(item.stored))


def keep(source: SourceFile) -> str:
    """Keep the file as it came under the hash of its bytes, and give its name in the store."""
    return keep_original(source, ORIGINALS)


def examine(examiner: Examiner, item: SurveyImport) -> Assessment | None:
    """Read and judge outside any transaction, then note it unless somebody decided meanwhile; None when unreadable."""
    try:
        assessed = examiner.assess(item)
    except Unreadable as error:
        fail(item, f"{error.message} {error.hint}")
        return None
    findings_file = keep_findings(assessed.findings, FINDINGS)
    with transaction.atomic():
        undecided(examiner.actor, item)
        note(item, assessed)
        item.findings_file = findings_file
        if assessed.personal:
            forget(item)
        item.save()
    return assessed


def undecided(actor: Actor, item: SurveyImport, also: tuple[str, ...] = ()) -> SurveyImport:
    """The import, locked. Conflict when somebody decided already."""
    found = SurveyImport.objects.select_for_update().get(pk=queries.find_import(actor, item.pk).pk)
    if not found.is_open and found.state not in also:
        raise Conflict(_("This import was decided already. Load the page again to see how."))
    return found


def forget(item: SurveyImport) -> None:
    """Remove the file as it came: it holds data about persons. The caller saves the import."""
    name, item.stored = item.stored, ""
    item.state = SurveyImport.State.FAILED
    item.message = _("The file holds columns about persons and was not kept. Remove them and send it again.")
    transaction.on_commit(lambda: files.delete(name))


def fail(item: SurveyImport, why: str) -> None:
    item.state = SurveyImport.State.FAILED
    item.message = why.strip()[:1000]
    item.save()


def refuse_with(item: SurveyImport, error: HululError) -> None:
    """Acceptance was not possible and was rolled back: the import says why."""
    item.state = SurveyImport.State.REFUSED
    item.version = None
    item.message = error.message[:1000]
    item.decided_at = clock.now()
    item.save()


def note(item: SurveyImport, assessed: Assessment) -> None:
    """Put what was found into the import; the caller saves it."""
    item.state = SurveyImport.State.NEEDS_ANSWERS if assessed.questions else SurveyImport.State.CHECKED
    item.message = ""
    item.summary = summary(assessed)
    item.errors = assessed.findings.count(Severity.ERROR)
    item.warnings = assessed.findings.count(Severity.WARNING)


def summary(assessed: Assessment) -> dict[str, Any]:
    """What the preview shows, as plain values."""
    table, candidate = assessed.table, assessed.candidate
    seen: dict[str, Any] = {
        "survey": assessed.survey,
        "framework": table.framed.id,
        "version": table.framed.version,
        "source": assessed.source,
        "date": assessed.date.isoformat() if assessed.date else None,
        "date_how": table.date_how,
        "questions": list(assessed.questions),
        "encoding": table.encoding,
        "sheet": table.sheet,
        "sheets": list(table.sheets),
        "header_row": table.header_row,
        "rows": table.rows,
        "headers": [
            {
                "position": header.position,
                "text": header.text,
                "name": header.name,
                "key": header.key,
                "how": header.how,
                "suggestions": [[key, round(likeness)] for key, likeness in header.suggestions],
            }
            for header in table.headers
        ],
        "findings": assessed.findings.counts(),
        "answered": {code: _answered(found) for code, found in table.answers.items()},
    }
    if assessed.placed is not None:
        hows, times = np.unique(assessed.placed.how.astype(str), return_counts=True)
        seen["how"] = dict(zip(hows.tolist(), times.tolist(), strict=True))
    if candidate is not None:
        seen |= {"kept": candidate.rows, "places": candidate.places}
        seen["informants"] = candidate.rows if any(candidate.informant.tolist()) else 0
    return seen


def _answered(found: Any) -> dict[str, Any]:
    """How many rows gave which answer, how many none, and for how many the question did not arise."""
    codes, times = np.unique(found.codes[found.given & ~found.not_asked].astype(str), return_counts=True)
    counted = {code: times for code, times in zip(codes.tolist(), times.tolist(), strict=True) if code != NOT_ASKED}
    return {
        "answers": counted if any(counted) else {},
        "given": int((found.given & ~found.not_asked).sum()),
        "not_asked": int(found.not_asked.sum()),
        "missing": int((~found.given & ~found.not_asked).sum()),
    }
