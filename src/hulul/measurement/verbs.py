"""What the events of this room are called in the record of events."""

from django.utils.translation import gettext_lazy as _

from hulul.audit import labels
from hulul.audit.labels import Kind
from hulul.kernel.abilities import Ability

VERBS = {
    "accept_survey": _("Survey accepted"),
    "activate_framework": _("Framework activated"),
    "answer_survey_import": _("Questions about a file of answers answered"),
    "build": _("Scores built"),
    "fail_build": _("Build failed"),
    "judge": _("Judgement written"),
    "load_framework": _("Framework loaded"),
    "publish_judgement": _("Judgement published"),
    "recognise_survey": _("Answers recognised as ones that are known"),
    "refuse_survey_import": _("File of answers left out"),
    "replay_build": _("Build made again to check it"),
    "restore_survey": _("Version of a survey restored"),
    "retire_framework": _("Framework retired"),
    "review_judgement": _("Judgement reviewed"),
    "stage_survey_imports": _("Files of answers brought in"),
    "stand_build": _("Build stands"),
    "start_build": _("Build started"),
    "withdraw_build": _("Build withdrawn"),
    "withdraw_judgement": _("Judgement taken back"),
    "withdraw_survey": _("Version of a survey withdrawn"),
}
KINDS = {
    "build": Kind(_("build"), "measurement:build", Ability.MEASURE),
    "framework": Kind(_("framework"), "measurement:framework"),
    "judgement": Kind(_("judgement")),
    "survey": Kind(_("survey"), "measurement:survey"),
    "survey_batch": Kind(_("files of answers sent together"), "measurement:batch", Ability.MEASURE),
    "survey_import": Kind(_("file of answers"), "measurement:import", Ability.MEASURE),
}
DETAILS = {
    "assessment": _("assessment"),
    "concern": _("concern"),
    "differs": _("tables that differ"),
    "framework": _("framework"),
    "rating": _("rating"),
    "replaces": _("build that stood before"),
    "seed": _("seed"),
    "sha256": _("checksum"),
    "statement": _("statement"),
    "survey": _("survey"),
}


def register_all() -> None:
    labels.register(verbs=VERBS, kinds=KINDS, details=DETAILS)
