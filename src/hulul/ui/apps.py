from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "hulul.ui"
    label = "ui"
