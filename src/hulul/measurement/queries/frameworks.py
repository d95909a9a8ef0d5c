"""Reading frameworks and their versions."""

from functools import lru_cache

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hulul.kernel.actors import Actor
from hulul.kernel.errors import NotFound
from hulul.measurement import framing
from hulul.measurement.access import visible_framework_versions
from hulul.measurement.framing import Framed
from hulul.measurement.models import FrameworkVersion


def framework_versions(actor: Actor, code: str = "") -> QuerySet[FrameworkVersion]:
    """The versions the actor may see, of one framework or of all: by framework, the newest first."""
    found = FrameworkVersion.objects.filter(visible_framework_versions(actor)).select_related("framework")
    return found.filter(framework=code) if code else found


def frameworks(actor: Actor) -> list[FrameworkVersion]:
    """Of each framework the version in use, else the newest that the actor may see; by code."""
    chosen: dict[str, FrameworkVersion] = {}
    for found in framework_versions(actor):
        if found.framework_id not in chosen or found.state == FrameworkVersion.State.ACTIVE:
            chosen[found.framework_id] = found
    return [chosen[code] for code in sorted(chosen)]


def framework_version(actor: Actor, code: str, version: str = "") -> FrameworkVersion:
    """One version of a framework; without a version the one in use, else the newest. NotFound when there is none."""
    found = framework_versions(actor, code)
    chosen = found.filter(version=version) if version else found.filter(state=FrameworkVersion.State.ACTIVE)
    first = chosen.first() or (None if version else found.first())
    if first is None:
        raise NotFound(_("There is no such framework, or no such version of it."), code="no_framework")
    return first


def framed(version: FrameworkVersion) -> Framed:
    """The framework file of a version, read."""
    return _parsed(version.text)


@lru_cache(maxsize=64)
def _parsed(text: str) -> Framed:
    return framing.parse(text)
