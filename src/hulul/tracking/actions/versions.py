"""Withdrawing a version that should not stand, and bringing it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Invalid
from hulul.kernel.events import publish
from hulul.tracking import queries
from hulul.tracking.access import check_may_import
from hulul.tracking.events import RoundAccepted, RoundWithdrawn
from hulul.tracking.models import Round, Version


@transaction.atomic
def withdraw(actor: Actor, code: str, number: int, reason: str) -> Version:
    """The version stands no more. If it stood, the newest one that was superseded stands again, if there is one."""
    check_may_import(actor)
    if not reason.strip():
        raise Invalid(_("Say why the version is withdrawn; the reason is shown with it."))
    version = _locked(actor, code, number)
    if version.state == Version.State.WITHDRAWN:
        raise Conflict(_("This version was withdrawn already."))
    stood = version.state == Version.State.ACCEPTED
    version.state = Version.State.WITHDRAWN
    version.reason = reason.strip()[:500]
    version.save()
    following = _raise_latest(version.round) if stood else None
    record(actor, "withdraw_round", "round", code, version=number, reason=version.reason, now=following)
    if stood:
        publish(RoundWithdrawn(code, number))
    return version


@transaction.atomic
def restore(actor: Actor, code: str, number: int) -> Version:
    """A withdrawn or superseded version stands again, instead of the one that stands now."""
    check_may_import(actor)
    version = _locked(actor, code, number)
    if version.state == Version.State.ACCEPTED:
        raise Conflict(_("This version stands already."))
    version.round.versions.filter(state=Version.State.ACCEPTED).update(state=Version.State.SUPERSEDED)
    version.state = Version.State.ACCEPTED
    version.reason = ""
    version.save()
    record(actor, "restore_round", "round", code, version=number)
    publish(RoundAccepted(code, number))
    return version


def _locked(actor: Actor, code: str, number: int) -> Version:
    found = queries.version(actor, code, number)
    Round.objects.select_for_update().get(pk=code)
    return Version.objects.select_for_update().select_related("round").get(pk=found.pk)


def _raise_latest(found: Round) -> int | None:
    """Let the newest superseded version stand; its number, or None."""
    latest = found.versions.filter(state=Version.State.SUPERSEDED).order_by("-number").first()
    if latest is None:
        return None
    latest.state = Version.State.ACCEPTED
    latest.save()
    return latest.number
