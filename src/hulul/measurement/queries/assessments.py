"""What was assessed: surveys that stand, and builds that stand with or without one."""

import datetime as dt
from dataclasses import dataclass

from hulul.kernel.actors import Actor
from hulul.measurement.models import Build, SurveyVersion
from hulul.measurement.queries.builds import builds
from hulul.measurement.queries.surveys import surveys
from hulul.measurement.rules import assessment_code


@dataclass(frozen=True, slots=True)
class Assessment:
    """One framework on one date: the survey that was held, if there is one, and the build that stands, if one does."""

    code: str
    framework: str
    date: dt.date
    survey: SurveyVersion | None
    build: Build | None


def assessments(actor: Actor, framework: str = "") -> list[Assessment]:
    """The newest first. Of two surveys of one day each stands by itself; those without a framework are left out."""
    standing = {build.assessment: build for build in builds(actor, framework=framework, stands=True)}
    found = []
    used = set()
    for survey in surveys(actor, framework=framework or None).exclude(survey__framework=None):
        code = assessment_code(survey.survey.framework_id or "", survey.survey.date)
        build = standing.get(code)
        own = build if build and build.survey_version and build.survey_version.survey_id == survey.survey_id else None
        used |= {code} if own else set()
        found.append(Assessment(code, survey.survey.framework_id or "", survey.survey.date, survey, own))
    for code, build in standing.items():
        if code not in used:
            found.append(Assessment(code, build.framework_version.framework_id, build.date, None, build))
    return sorted(found, key=lambda each: (-each.date.toordinal(), each.framework, str(each.survey or "")))
