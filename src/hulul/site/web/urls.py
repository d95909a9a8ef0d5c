"""Pages about the installation itself."""

from django.urls import URLPattern

app_name = "site"

urlpatterns: list[URLPattern] = []
