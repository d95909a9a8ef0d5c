from django.apps import AppConfig


class WarehouseConfig(AppConfig):
    name = "hulul.warehouse"
    label = "warehouse"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hulul.kernel.events import subscribe
        from hulul.places.events import PlacesChanged
        from hulul.tracking.events import RoundAccepted, RoundWithdrawn
        from hulul.warehouse import datasets, tasks

        datasets.register_all()
        for event in (RoundAccepted, RoundWithdrawn, PlacesChanged):
            subscribe(event, tasks.request_publish)
