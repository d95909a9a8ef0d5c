"""Reads of this room; the first argument is the actor."""

from hulul.measurement.queries.builds import build, builds, previous_of, standing
from hulul.measurement.queries.frameworks import framed, framework_version, framework_versions, frameworks
from hulul.measurement.queries.surveys import find_import, survey_imports, survey_version, survey_versions, surveys

__all__ = (
    "build",
    "builds",
    "find_import",
    "framed",
    "framework_version",
    "framework_versions",
    "frameworks",
    "previous_of",
    "standing",
    "survey_imports",
    "survey_version",
    "survey_versions",
    "surveys",
)
