"""Pages about the installation itself."""

from django.urls import path

from hulul.site.web import views

app_name = "site"

urlpatterns = [
    path("jobs/<uuid:job_id>/", views.job, name="job"),
    path("api/", views.api_reference, name="api"),
]
