"""Pages of this room."""

from django.urls import path, register_converter

from hulul.measurement.web.views import framework_drafts, frameworks, judgements

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
    path("matrices/<slug:code>/", judgements.matrix, name="matrix"),
    path("matrices/<slug:code>/judge/", judgements.judge, name="judge"),
    path("judgements/<int:judgement_id>/", judgements.judgement, name="judgement"),
    path("judgements/<int:judgement_id>/review/", judgements.review, name="review_judgement"),
    path("judgements/<int:judgement_id>/publish/", judgements.publish, name="publish_judgement"),
    path("judgements/<int:judgement_id>/withdraw/", judgements.withdraw, name="withdraw_judgement"),
]
