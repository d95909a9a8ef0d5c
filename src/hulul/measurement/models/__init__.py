"""Frameworks and their versions, surveys and their versions, builds, and judgements of reviewers."""

from hulul.measurement.models.builds import Build
from hulul.measurement.models.frameworks import Framework, FrameworkVersion
from hulul.measurement.models.judgements import Judgement
from hulul.measurement.models.surveys import Survey, SurveyImport, SurveyVersion

__all__ = ("Build", "Framework", "FrameworkVersion", "Judgement", "Survey", "SurveyImport", "SurveyVersion")
