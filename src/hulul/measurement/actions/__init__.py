"""Frameworks, surveys, builds and judgements: one verb each, checked, written, audited and told in one transaction."""

from hulul.measurement.actions.builds import Order, build_now, run_build, stand, start_build, withdraw
from hulul.measurement.actions.frameworks import activate, load_framework, retire
from hulul.measurement.actions.judgements import judge, publish_judgement, review_judgement, withdraw_judgement
from hulul.measurement.actions.replaying import Replayed, replay
from hulul.measurement.actions.survey_files import SurveyResult, import_surveys
from hulul.measurement.actions.survey_versions import restore_survey, withdraw_survey
from hulul.measurement.actions.surveys import (
    SurveyUpload,
    accept_survey,
    accept_surveys,
    answer_survey,
    examine_surveys,
    follow_surveys,
    refuse_survey,
    stage_surveys,
)
from hulul.measurement.actions.sweeping import orphans, sweep

__all__ = [
    "Order",
    "Replayed",
    "SurveyResult",
    "SurveyUpload",
    "accept_survey",
    "accept_surveys",
    "activate",
    "answer_survey",
    "build_now",
    "examine_surveys",
    "follow_surveys",
    "import_surveys",
    "judge",
    "load_framework",
    "orphans",
    "publish_judgement",
    "refuse_survey",
    "replay",
    "restore_survey",
    "retire",
    "review_judgement",
    "run_build",
    "stage_surveys",
    "stand",
    "start_build",
    "sweep",
    "withdraw",
    "withdraw_judgement",
    "withdraw_survey",
]
