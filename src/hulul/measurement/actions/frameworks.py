"""Loading framework files, and deciding which version of each is in use."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel import clock
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict
from hulul.kernel.events import publish
from hulul.measurement import framing, queries
from hulul.measurement.access import check_may_measure
from hulul.measurement.events import FrameworkActivated
from hulul.measurement.framing import Framed
from hulul.measurement.models import Framework, FrameworkVersion

State = FrameworkVersion.State


def load_framework(actor: Actor, text: str | bytes) -> FrameworkVersion:
    """Keep a framework file as a draft. The same text again is the same version; a draft may be replaced.

    BadFramework with every problem and its line; Conflict when that version was activated with another text.
    """
    check_may_measure(actor)
    text = framing.decoded(text)
    return _load(actor, framing.parse(text), text)


@transaction.atomic
def _load(actor: Actor, framed: Framed, text: str) -> FrameworkVersion:
    digest = hashlib.sha256(text.encode()).hexdigest()
    Framework.objects.get_or_create(code=framed.id)
    framework = Framework.objects.select_for_update().get(pk=framed.id)
    found = framework.versions.filter(version=framed.version).first()
    if found and found.sha256 == digest:
        return found
    if found and found.is_immutable:
        message = _("Version %(version)s of “%(framework)s” was activated already, with another text.")
        hint = _("What was activated never changes. Give the changed file a new version.")
        raise Conflict(message % {"version": framed.version, "framework": framework.code}, hint=hint)
    made, _new = FrameworkVersion.objects.update_or_create(
        framework=framework,
        version=framed.version,
        defaults={
            "text": text,
            "sha256": digest,
            "title": framed.title.model_dump(),
            "unit": framed.framework.unit,
            "status": framed.framework.status,
            "tier": framed.tier,
            "loaded_by": actor.name,
            "loaded_by_id": actor.user_id,
            "loaded_at": clock.now(),
        },
    )
    record(actor, "load_framework", "framework", framework.code, version=made.version, sha256=digest)
    return made


@transaction.atomic
def activate(actor: Actor, code: str, version: str) -> FrameworkVersion:
    """From now on this version is in use and never changes; the one in use before is retired.

    A retired version can be activated again. Conflict when it is in use already.
    """
    check_may_measure(actor)
    found = _locked(actor, code, version)
    if found.state == State.ACTIVE:
        raise Conflict(_("This version is in use already."))
    moment = clock.now()
    found.framework.versions.filter(state=State.ACTIVE).update(state=State.RETIRED, retired_at=moment)
    found.state = State.ACTIVE
    found.activated_by = actor.name
    found.activated_by_id = actor.user_id
    found.activated_at = moment
    found.retired_at = None
    found.save()
    record(actor, "activate_framework", "framework", code, version=version)
    publish(FrameworkActivated(code, version))
    return found


@transaction.atomic
def retire(actor: Actor, code: str, version: str) -> FrameworkVersion:
    """Nothing new is built with this version; what was built with it stands on. Conflict when it is not in use."""
    check_may_measure(actor)
    found = _locked(actor, code, version)
    if found.state != State.ACTIVE:
        raise Conflict(_("This version is not in use."))
    found.state = State.RETIRED
    found.retired_at = clock.now()
    found.save()
    record(actor, "retire_framework", "framework", code, version=version)
    return found


def _locked(actor: Actor, code: str, version: str) -> FrameworkVersion:
    found = queries.framework_version(actor, code, version)
    Framework.objects.select_for_update().get(pk=code)
    return FrameworkVersion.objects.select_for_update().select_related("framework").get(pk=found.pk)
