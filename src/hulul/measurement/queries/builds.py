"""Reading builds and what stands."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hulul.kernel.actors import Actor
from hulul.kernel.errors import NotFound
from hulul.measurement.access import visible_builds
from hulul.measurement.models import Build


def builds(actor: Actor, *, framework: str = "", assessment: str = "", stands: bool | None = None) -> QuerySet[Build]:
    """The builds the actor may see: the newest assessment first, its builds newest first."""
    found = Build.objects.filter(visible_builds(actor)).select_related(
        "framework_version__framework", "survey_version__survey", "job"
    )
    if framework:
        found = found.filter(framework_version__framework=framework)
    if assessment:
        found = found.filter(assessment=assessment)
    return found if stands is None else found.filter(stands=stands)


def build(actor: Actor, build_id: UUID) -> Build:
    """One build. NotFound when there is none that the actor may know of."""
    found = builds(actor).filter(pk=build_id).first()
    if found is None:
        raise NotFound(_("There is no such build."), code="no_build")
    return found


def standing(actor: Actor, assessment: str) -> Build | None:
    """The build that stands of an assessment; None when there is none."""
    return builds(actor, assessment=assessment, stands=True).first()


def previous_of(actor: Actor, found: Build) -> Build | None:
    """The build that stands of the last assessment before, by any version of the same framework."""
    framework = found.framework_version.framework_id
    return builds(actor, framework=framework, stands=True).filter(date__lt=found.date).order_by("-date").first()
