from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "hulul.site"
    label = "site"
