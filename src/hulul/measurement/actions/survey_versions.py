"""Withdrawing a version of a survey that should not stand, and bringing it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Invalid
from hulul.kernel.events import publish
from hulul.measurement import queries
from hulul.measurement.access import check_may_measure
from hulul.measurement.events import SurveyAccepted
from hulul.measurement.models import Survey, SurveyVersion

State = SurveyVersion.State


@transaction.atomic
def withdraw_survey(actor: Actor, code: str, number: int, reason: str) -> SurveyVersion:
    """The version stands no more. If it stood, the newest one that was superseded stands again, if there is one.

    Builds made from it stay as they are: whoever decides which build stands withdraws those apart.
    """
    check_may_measure(actor)
    if not reason.strip():
        raise Invalid(_("Say why the version is withdrawn; the reason is shown with it."))
    version = _locked(actor, code, number)
    if version.state == State.WITHDRAWN:
        raise Conflict(_("This version was withdrawn already."))
    stood = version.state == State.ACCEPTED
    version.state = State.WITHDRAWN
    version.reason = reason.strip()[:500]
    version.save()
    following = _raise_latest(version.survey) if stood else None
    record(actor, "withdraw_survey", "survey", code, version=number, reason=version.reason, now=following)
    if following is not None:
        publish(SurveyAccepted(code, following))
    return version


@transaction.atomic
def restore_survey(actor: Actor, code: str, number: int) -> SurveyVersion:
    """A withdrawn or superseded version stands again, instead of the one that stands now."""
    check_may_measure(actor)
    version = _locked(actor, code, number)
    if version.state == State.ACCEPTED:
        raise Conflict(_("This version stands already."))
    version.survey.versions.filter(state=State.ACCEPTED).update(state=State.SUPERSEDED)
    version.state = State.ACCEPTED
    version.reason = ""
    version.save()
    record(actor, "restore_survey", "survey", code, version=number)
    publish(SurveyAccepted(code, number))
    return version


def _locked(actor: Actor, code: str, number: int) -> SurveyVersion:
    found = queries.survey_version(actor, code, number)
    Survey.objects.select_for_update().get(pk=code)
    return SurveyVersion.objects.select_for_update().select_related("survey").get(pk=found.pk)


def _raise_latest(found: Survey) -> int | None:
    """Let the newest superseded version stand; its number, or None."""
    latest = found.versions.filter(state=State.SUPERSEDED).order_by("-number").first()
    if latest is None:
        return None
    latest.state = State.ACCEPTED
    latest.save()
    return latest.number
