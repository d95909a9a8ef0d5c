"""Pages of this room. The page of a place itself belongs to `dashboards`."""

from django.urls import path

from hulul.places.web import changes, reviews, views

app_name = "places"

urlpatterns = [
    path("search/", views.search, name="search"),
    path("suggest/", views.suggest, name="suggest"),
    path("boundaries.geojson", views.boundaries, name="boundaries"),
    path("review/", reviews.reviews, name="reviews"),
    path("review/decide/", reviews.decide, name="decide"),
    path("<str:code>/change/", changes.change, name="change"),
    path("<str:code>/names/", views.names_panel, name="names_panel"),
]
