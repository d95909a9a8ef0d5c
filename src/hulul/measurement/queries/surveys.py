"""Reading surveys, their versions, and files of answers on their way in."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hulul.kernel.actors import Actor
from hulul.kernel.errors import NotFound
from hulul.measurement.access import visible_imports, visible_survey_versions
from hulul.measurement.models import SurveyImport, SurveyVersion


def surveys(actor: Actor, *, framework: str | None = None) -> QuerySet[SurveyVersion]:
    """The version that stands of each survey, newest first; of one framework ("" = of households without one)."""
    found = SurveyVersion.objects.filter(visible_survey_versions(actor), state=SurveyVersion.State.ACCEPTED)
    if framework is not None:
        found = found.filter(survey__framework=framework or None)
    return found.select_related("survey").order_by("-survey__date", "survey__source", "survey_id")


def survey_versions(actor: Actor, code: str) -> list[SurveyVersion]:
    """The versions of a survey that the actor may see, newest first. NotFound when there is none."""
    found = SurveyVersion.objects.filter(visible_survey_versions(actor), survey=code)
    versions = list(found.select_related("survey").order_by("-number"))
    if not versions:
        raise NotFound(_("There is no such survey. It may have been withdrawn."), code="no_survey")
    return versions


def survey_version(actor: Actor, code: str, number: int | None = None) -> SurveyVersion:
    """One version of a survey, or the one that stands. NotFound when there is none that the actor may know of."""
    for version in survey_versions(actor, code):
        wanted = version.state == SurveyVersion.State.ACCEPTED if number is None else version.number == number
        if wanted:
            return version
    raise NotFound(_("There is no such version of this survey."), code="no_survey")


def survey_imports(actor: Actor, *, state: str = "", batch: UUID | None = None) -> QuerySet[SurveyImport]:
    """The files of answers the actor may see, newest first, in one state or sent together."""
    found = SurveyImport.objects.filter(visible_imports(actor)).select_related("version__survey", "job")
    if state:
        found = found.filter(state=state)
    return found.filter(batch=batch) if batch else found


def learned_headers(actor: Actor, framework: str) -> dict[str, str]:
    """What people said of columns in files for this framework that were accepted; what was said last counts.

    Only columns whose header alone says which one it is: not the second of two with the same header.
    """
    accepted = survey_imports(actor, state=SurveyImport.State.ACCEPTED).filter(answers__framework=framework)
    learned: dict[str, str] = {}
    for answers, summary in accepted.order_by("decided_at").values_list("answers", "summary"):
        own = {header["name"] for header in summary.get("headers", []) if header["text"] == header["name"]}
        learned |= {name: key for name, key in answers.get("headers", {}).items() if name in own}
    return learned


def find_import(actor: Actor, import_id: UUID) -> SurveyImport:
    found = survey_imports(actor).filter(pk=import_id).first()
    if found is None:
        raise NotFound(_("There is no such file of answers."))
    return found
