"""Pages of this room."""

from django.urls import path, register_converter

from hulul.tracking.web.views import downloads, imports, panels, rounds

app_name = "tracking"


class FormatConverter:
    """The end of a findings file's name."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormatConverter, "findings_format")

urlpatterns = [
    path("", rounds.rounds, name="rounds"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.upload, name="upload"),
    path("imports/batch/<uuid:batch>/", imports.batch, name="batch"),
    path("imports/batch/<uuid:batch>/progress/", imports.batch_progress, name="batch_progress"),
    path("imports/batch/<uuid:batch>/accept/", imports.accept_batch, name="accept_batch"),
    path("imports/<uuid:import_id>/", imports.preview, name="import"),
    path("imports/<uuid:import_id>/accept/", imports.accept, name="accept"),
    path("imports/<uuid:import_id>/refuse/", imports.refuse, name="refuse"),
    path(
        "imports/<uuid:import_id>/findings.<findings_format:suffix>",
        downloads.import_findings,
        name="import_findings",
    ),
    path("panels/provenance/<str:code>/", panels.provenance_panel, name="provenance_panel"),
    path("panels/quality/<str:code>/", panels.quality_panel, name="quality_panel"),
    path("<str:code>/", rounds.round_page, name="round"),
    path("<str:code>/<int:older>/<int:newer>/", rounds.difference, name="difference"),
    path("<str:code>/<int:number>/withdraw/", rounds.withdraw, name="withdraw"),
    path("<str:code>/<int:number>/restore/", rounds.restore, name="restore"),
    path("<str:code>/<int:number>/findings.<findings_format:suffix>", downloads.version_findings, name="findings"),
]
