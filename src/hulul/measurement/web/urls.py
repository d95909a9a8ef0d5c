"""Pages of this room."""

from django.urls import path, register_converter

from hulul.measurement.web.views import builds, framework_drafts, frameworks, judgements, survey_imports, surveys

app_name = "measurement"


class VersionConverter:
    """The version of a framework: numbers with full stops between them."""

    regex = r"[0-9]+(?:\.[0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class QuestionsFormatConverter:
    """The end of a questions file's name."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(VersionConverter, "framework_version")
register_converter(QuestionsFormatConverter, "questions_format")

VERSION = "frameworks/<slug:code>/<framework_version:version>/"

urlpatterns = [
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path("frameworks/load/shipped/", framework_drafts.load_shipped, name="load_shipped"),
    path("frameworks/load/", framework_drafts.load, name="load_framework"),
    path("frameworks/<slug:code>/", frameworks.framework, name="framework"),
    path(VERSION, frameworks.framework, name="framework_version"),
    path(f"{VERSION}activate/", framework_drafts.activate, name="activate_framework"),
    path(f"{VERSION}retire/", framework_drafts.retire, name="retire_framework"),
    path(f"{VERSION}framework.toml", frameworks.framework_file, name="framework_file"),
    path(f"{VERSION}questions.<questions_format:suffix>", frameworks.questions_file, name="questions_file"),
    path("builds/", builds.builds, name="builds"),
    path("builds/compare/", builds.compare, name="compare_builds"),
    path("builds/new/", builds.new_build, name="new_build"),
    path("builds/<uuid:build_id>/", builds.build, name="build"),
    path("builds/<uuid:build_id>/progress/", builds.build_progress, name="build_progress"),
    path("builds/<uuid:build_id>/stand/", builds.stand, name="stand_build"),
    path("builds/<uuid:build_id>/withdraw/", builds.withdraw, name="withdraw_build"),
    path("builds/<uuid:build_id>/check/", builds.replay, name="replay_build"),
    path("builds/<uuid:build_id>/check/<uuid:job_id>/", builds.build_check, name="build_check"),
    path("matrices/<slug:code>/", judgements.matrix, name="matrix"),
    path("matrices/<slug:code>/judge/", judgements.judge, name="judge"),
    path("judgements/<int:judgement_id>/", judgements.judgement, name="judgement"),
    path("judgements/<int:judgement_id>/review/", judgements.review, name="review_judgement"),
    path("judgements/<int:judgement_id>/publish/", judgements.publish, name="publish_judgement"),
    path("judgements/<int:judgement_id>/withdraw/", judgements.withdraw, name="withdraw_judgement"),
    path("surveys/", surveys.surveys, name="surveys"),
    path("surveys/imports/", survey_imports.imports, name="imports"),
    path("surveys/imports/new/", survey_imports.upload, name="survey_upload"),
    path("surveys/imports/batch/<uuid:survey_batch>/", survey_imports.batch, name="batch"),
    path("surveys/imports/batch/<uuid:survey_batch>/progress/", survey_imports.batch_progress, name="batch_progress"),
    path("surveys/imports/batch/<uuid:survey_batch>/accept/", survey_imports.accept_batch, name="accept_batch"),
    path("surveys/imports/<uuid:survey_import>/", survey_imports.preview, name="import"),
    path("surveys/imports/<uuid:survey_import>/accept/", survey_imports.accept, name="accept"),
    path("surveys/imports/<uuid:survey_import>/refuse/", survey_imports.refuse, name="refuse"),
    path(
        "surveys/imports/<uuid:survey_import>/findings.<questions_format:suffix>",
        surveys.import_findings,
        name="import_findings",
    ),
    path("surveys/<slug:survey>/", surveys.survey_page, name="survey"),
    path("surveys/<slug:survey>/<int:number>/withdraw/", surveys.withdraw, name="withdraw_survey"),
    path("surveys/<slug:survey>/<int:number>/restore/", surveys.restore, name="restore_survey"),
    path(
        "surveys/<slug:survey>/<int:number>/findings.<questions_format:suffix>",
        surveys.survey_findings,
        name="survey_findings",
    ),
]
