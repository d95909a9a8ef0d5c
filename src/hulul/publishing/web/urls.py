"""Pages of this room."""

from django.urls import path

from hulul.publishing.web import views

app_name = "publishing"

urlpatterns = [
    path("webhooks/", views.webhooks, name="webhooks"),
    path("webhooks/new/", views.new, name="new"),
    path("webhooks/<uuid:webhook_id>/", views.webhook, name="webhook"),
    path("webhooks/<uuid:webhook_id>/change/", views.change, name="change"),
    path("webhooks/<uuid:webhook_id>/pause/", views.pause, name="pause"),
    path("webhooks/<uuid:webhook_id>/resume/", views.resume, name="resume"),
    path("webhooks/<uuid:webhook_id>/secret/", views.renew_secret, name="renew_secret"),
    path("webhooks/<uuid:webhook_id>/test/", views.send_test, name="send_test"),
    path("webhooks/<uuid:webhook_id>/remove/", views.remove, name="remove"),
    path("deliveries/<uuid:delivery_id>/", views.delivery, name="delivery"),
    path("deliveries/<uuid:delivery_id>/again/", views.send_again, name="send_again"),
]
