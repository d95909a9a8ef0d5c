"""Reads of this room; the first argument is the actor."""

from hulul.measurement.queries.assessments import Assessment, assessments
from hulul.measurement.queries.builds import build, builds, previous_of, standing
from hulul.measurement.queries.comparing import Difference, Moved, compare
from hulul.measurement.queries.frameworks import framed, framework_version, framework_versions, frameworks
from hulul.measurement.queries.judgements import judged_dates, judgement, judgements, matrix, matrix_rows
from hulul.measurement.queries.surveys import (
    find_import,
    learned_headers,
    survey_imports,
    survey_version,
    survey_versions,
    surveys,
)

__all__ = (
    "Assessment",
    "Difference",
    "Moved",
    "assessments",
    "build",
    "builds",
    "compare",
    "find_import",
    "framed",
    "framework_version",
    "framework_versions",
    "frameworks",
    "judged_dates",
    "judgement",
    "judgements",
    "learned_headers",
    "matrix",
    "matrix_rows",
    "previous_of",
    "standing",
    "survey_imports",
    "survey_version",
    "survey_versions",
    "surveys",
)
