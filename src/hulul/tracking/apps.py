from django.apps import AppConfig


class TrackingConfig(AppConfig):
    name = "hulul.tracking"
    label = "tracking"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hulul.tracking import datasets

        datasets.register_all()
