"""Pages of this room: the catalogue, one dataset, its files."""

from django.urls import path

from hulul.warehouse.web import views

app_name = "warehouse"

urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("<slug:name>/", views.dataset, name="dataset"),
    path("<slug:name>.<slug:extension>", views.download, name="download"),
]
