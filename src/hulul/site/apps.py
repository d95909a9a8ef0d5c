from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "hulul.site"
    label = "site"

    def ready(self) -> None:
        from hulul.site import verbs

        verbs.register_all()
