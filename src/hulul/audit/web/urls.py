"""Pages of this room."""

from django.urls import path

from hulul.audit.web import views

app_name = "audit"

urlpatterns = [
    path("", views.log, name="log"),
    path("log.csv", views.download, name="download"),
    path("<int:event_id>/", views.event, name="event"),
]
