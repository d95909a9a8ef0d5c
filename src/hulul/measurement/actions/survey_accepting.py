"""From judged answers to a version that stands: one transaction, files first, so that nothing is ever half there."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel import clock
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Invalid
from hulul.kernel.events import publish
from hulul.kernel.tiers import Tier
from hulul.measurement.access import check_may_measure
from hulul.measurement.events import SurveyAccepted
from hulul.measurement.models import Framework, Survey, SurveyImport, SurveyVersion
from hulul.measurement.reading.answers import SurveyAnswers
from hulul.measurement.reading.assessing import Assessment
from hulul.measurement.reading.storing import answers_table, contents_hash, households_table, store
from hulul.measurement.reading.vocabulary import of_households
from hulul.measurement.rules import survey_code
from hulul.sheets.kept import keep_findings

ACCEPTED, SUPERSEDED = SurveyVersion.State.ACCEPTED, SurveyVersion.State.SUPERSEDED


@transaction.atomic
def accept_assessment(actor: Actor, item: SurveyImport, assessed: Assessment) -> SurveyVersion:
    """Make the version (or find that it is there already) and close the import.

    Invalid while there are questions or errors; Conflict when the same file was withdrawn.
    """
    check_may_measure(actor)
    date, candidate = assessed.date, assessed.candidate
    if assessed.findings.refused:
        raise Invalid(_("This file has errors and cannot be accepted. Correct the file and import it again."))
    if date is None or candidate is None:
        raise Invalid(_("There are still questions about this file. Answer them first."))
    found = _lock_survey(assessed, date)
    same = found.versions.filter(sha256=item.sha256).first()
    if same:
        return _close(item, _standing(same), SurveyImport.Outcome.SAME_FILE)
    answers = answers_table(found.code, candidate)
    households = households_table(found.code, candidate) if of_households(assessed.table.framed) else None
    contents = contents_hash(answers, households)
    current = found.versions.filter(state=ACCEPTED).first()
    if current and current.contents == contents:
        record(actor, "recognise_survey", "survey", found.code, version=current.number, file=item.file_name)
        return _close(item, current, SurveyImport.Outcome.SAME_CONTENTS)
    answers_file, households_file = store(found.code, answers, households)
    if current:
        SurveyVersion.objects.filter(pk=current.pk).update(state=SUPERSEDED)
    facts = {
        "answers_file": answers_file,
        "households_file": households_file,
        "findings_file": keep_findings(assessed.findings, f"surveys/{found.code}"),
        "contents": contents,
        "rows": candidate.rows,
        "places": candidate.places,
        "findings": assessed.findings.counts(),
        "tier": tier_of(assessed, SurveyAnswers.from_json(item.answers)),
    }
    made = _create(actor, found, item, facts)
    detail = {"version": made.number, "file": item.file_name, "rows": made.rows, "places": made.places}
    record(actor, "accept_survey", "survey", found.code, **detail)
    publish(SurveyAccepted(found.code, made.number))
    first = made.number == 1
    return _close(item, made, SurveyImport.Outcome.NEW_SURVEY if first else SurveyImport.Outcome.NEW_VERSION)


def tier_of(assessed: Assessment, answers: SurveyAnswers) -> Tier:
    """What a person said, else what the framework says; households are never public."""
    framed = assessed.table.framed
    tier = framed.tier if answers.tier is None else answers.tier
    return max(tier, Tier.RESTRICTED) if of_households(framed) else tier


def _lock_survey(assessed: Assessment, date: dt.date) -> Survey:
    framework = Framework.objects.get(pk=assessed.table.framed.id)
    found, _created = Survey.objects.get_or_create(
        code=survey_code(assessed.source, framework.code, date),
        defaults={"source": assessed.source, "framework": framework, "date": date},
    )
    return Survey.objects.select_for_update().get(pk=found.pk)


def _standing(version: SurveyVersion) -> SurveyVersion:
    """Conflict for a file whose version was withdrawn: bringing it back is a decision of its own."""
    if version.state == SurveyVersion.State.WITHDRAWN:
        message = _("This file is version %(number)s of the survey, which was withdrawn: %(reason)s")
        hint = _("Restore that version on the page of the survey if it should stand again.")
        raise Conflict(message % {"number": version.number, "reason": version.reason}, hint=hint)
    return version


def _create(actor: Actor, found: Survey, item: SurveyImport, facts: dict[str, Any]) -> SurveyVersion:
    last = found.versions.aggregate(last=Max("number"))["last"] or 0
    return SurveyVersion.objects.create(
        survey=found,
        number=last + 1,
        file_name=item.file_name,
        sha256=item.sha256,
        accepted_by=actor.name,
        accepted_by_id=actor.user_id,
        accepted_at=clock.now(),
        **facts,
    )


def _close(item: SurveyImport, version: SurveyVersion, outcome: str) -> SurveyVersion:
    item.state = SurveyImport.State.ACCEPTED
    item.version = version
    item.outcome = outcome
    item.findings_file = version.findings_file
    item.decided_at = clock.now()
    item.save()
    return version
