"""From a judged file to a version that stands: one transaction, files first, so that nothing is ever half there."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel import clock, packs
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Invalid
from hulul.kernel.events import publish
from hulul.places.actions import Doubt, add_locations, record_doubts
from hulul.sheets.findings import Findings
from hulul.tracking.access import check_may_import
from hulul.tracking.answers import Answers
from hulul.tracking.assessing import Assessment, Assessor
from hulul.tracking.checks.candidate import Candidate
from hulul.tracking.events import RoundAccepted
from hulul.tracking.models import Import, Round, Version
from hulul.tracking.placing import Placed
from hulul.tracking.rules import missing_rule, round_code
from hulul.tracking.stored import Stored, contents_hash, store


@transaction.atomic
def accept_assessment(actor: Actor, item: Import, assessed: Assessment, assessor: Assessor) -> Version:
    """Make the version (or find that it is there already) and close the import. Drop the assessor when this fails.

    Invalid while there are questions or errors; Conflict when the same file was withdrawn.
    """
    check_may_import(actor)
    population, date = assessed.population, assessed.date
    if population is None or date is None or assessed.candidate is None or assessed.placed is None:
        raise Invalid(_("There are still questions about this file. Answer them first."))
    if assessed.findings.refused:
        raise Invalid(_("This file has errors and cannot be accepted. Correct the file and import it again."))
    found = _lock_round(assessed, population, date)
    same = found.versions.filter(sha256=item.sha256).first()
    if same:
        return _close(item, _standing(same), Import.Outcome.SAME_FILE)
    place = assessed.placed.with_codes(_make_places(actor, assessed.placed, item, assessor))
    contents = contents_hash(assessed.candidate, place)
    current = found.versions.filter(state=Version.State.ACCEPTED).first()
    if current and current.contents == contents:
        record(actor, "recognise_round", "round", found.code, version=current.number, file=item.file_name)
        return _close(item, current, Import.Outcome.SAME_CONTENTS)
    stored = store(found.code, assessed.table, assessed.candidate, place, assessed.findings)
    if current:
        Version.objects.filter(pk=current.pk).update(state=Version.State.SUPERSEDED)
    made = _create(actor, found, item, _facts(assessed, assessed.candidate, stored) | {"contents": contents})
    detail = {"version": made.number, "file": item.file_name, "rows": made.rows, "households": made.households}
    record(actor, "accept_round", "round", found.code, **detail)
    publish(RoundAccepted(found.code, made.number))
    first = made.number == 1
    return _close(item, made, Import.Outcome.NEW_ROUND if first else Import.Outcome.NEW_VERSION)


def _lock_round(assessed: Assessment, population: str, date: dt.date) -> Round:
    found, _created = Round.objects.get_or_create(
        code=round_code(assessed.source, population, date),
        defaults={"source": assessed.source, "population": population, "date": date},
    )
    return Round.objects.select_for_update().get(pk=found.pk)


def _standing(version: Version) -> Version:
    """Conflict for a file whose version was withdrawn: bringing it back is a decision of its own."""
    if version.state == Version.State.WITHDRAWN:
        message = _("This file is version %(number)s of the round, which was withdrawn: %(reason)s")
        hint = _("Restore that version on the page of the round if it should stand again.")
        raise Conflict(message % {"number": version.number, "reason": version.reason}, hint=hint)
    return version


def _make_places(actor: Actor, placed: Placed, item: Import, assessor: Assessor) -> list[str]:
    fresh = [found for found in placed.doubtful if found.key not in assessor.seen]
    assessor.seen.update(found.key for found in fresh)
    doubts = [Doubt(placed.columns.stated(found.key), found.match, found.match.place, found.line) for found in fresh]
    if doubts:
        record_doubts(actor, doubts, item.file_name)
    if not placed.newcomers:
        return []
    wanted = [(new.stated, new.match) for new in placed.newcomers]
    return add_locations(actor, wanted, source=item.file_name, matcher=assessor.matcher)


def _facts(assessed: Assessment, candidate: Candidate, stored: Stored) -> dict[str, Any]:
    """What the manifest says of the version's numbers."""
    masterlist = packs.current().masterlist
    return {
        "rows_file": stored.rows_file,
        "breakdowns_file": stored.breakdowns_file,
        "findings_file": stored.findings_file,
        "rows": stored.rows,
        "households": stored.households,
        "individuals": stored.individuals,
        "reported_rows": _reported(assessed.findings),
        "new_places": int((candidate.placement.how == "new").sum()),
        "findings": assessed.findings.counts(),
        "breakdown_unit": candidate.unit,
        "factor": masterlist.factor(candidate.date),
        "camp_factor": masterlist.factor(candidate.date, "camp"),
        "missing_rule": missing_rule(assessed.population or "", candidate.date, masterlist.breaks),
    }


# Rows that are no counted places: told, not stored.
REPORTED_ROWS = frozenset({"total_row", "subtotal_row", "repeated_header", "tag_row", "households_missing"})


def _reported(findings: Findings) -> int:
    """How many rows of the file are told and not stored; blank ones are told as a number."""
    rows = {finding.row for finding in findings if finding.code in REPORTED_ROWS}
    return len(rows) + sum(int(finding.params["count"]) for finding in findings if finding.code == "blank_rows")


def _create(actor: Actor, found: Round, item: Import, facts: Mapping[str, Any]) -> Version:
    last = found.versions.aggregate(last=Max("number"))["last"] or 0
    return Version.objects.create(
        round=found,
        number=last + 1,
        file_name=item.file_name,
        sha256=item.sha256,
        tier=Answers.from_json(item.answers).tier,
        accepted_by=actor.name,
        accepted_by_id=actor.user_id,
        accepted_at=clock.now(),
        **facts,
    )


def _close(item: Import, version: Version, outcome: Import.Outcome) -> Version:
    item.state = Import.State.ACCEPTED
    item.version = version
    item.outcome = outcome
    item.findings_file = version.findings_file
    item.decided_at = clock.now()
    item.save()
    return version
