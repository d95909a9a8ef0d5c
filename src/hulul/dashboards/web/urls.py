"""Pages of this room."""

from django.urls import path

from hulul.dashboards.web.views import compare, home, panels, place, severity, severity_panel, solutions, staff

app_name = "dashboards"

urlpatterns = [
    path("", home.home, name="home"),
    path("compare/", compare.places, name="compare"),
    path("compare/rounds/", compare.rounds, name="compare_rounds"),
    path("severity/", severity.severity, name="severity"),
    path("solutions/", solutions.solutions, name="solutions"),
    path("judgements/", solutions.judgements, name="judgements"),
    path("no-return/", staff.no_return, name="no_return"),
    path("places/<str:code>/", place.place, name="place"),
    path("places/<str:code>/population/", panels.population, name="population_panel"),
    path("places/<str:code>/movement/", panels.movement, name="movement_panel"),
    path("places/<str:code>/conditions/", panels.conditions, name="conditions_panel"),
    path("places/<str:code>/severity/", severity_panel.severity, name="severity_panel"),
    path("places/<str:code>/inside/", panels.inside, name="inside_panel"),
    path("places/<str:code>/sources/", panels.sources, name="sources_panel"),
    path("places/<str:code>/alerts/", panels.alerts, name="alerts_panel"),
]
