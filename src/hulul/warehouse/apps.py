from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WarehouseConfig(AppConfig):
    name = "hulul.warehouse"
    label = "warehouse"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hulul.kernel.events import subscribe
        from hulul.measurement.events import BuildStands, BuildWithdrawn, FrameworkActivated, JudgementsChanged
        from hulul.places.events import PlacesChanged
        from hulul.tracking.events import RoundAccepted, RoundWithdrawn
        from hulul.ui import navigation
        from hulul.warehouse import datasets, tasks, verbs

        datasets.register_all()
        verbs.register_all()
        changed = (BuildStands, BuildWithdrawn, FrameworkActivated, JudgementsChanged)
        for event in (RoundAccepted, RoundWithdrawn, PlacesChanged, *changed):
            subscribe(event, tasks.request_publish)
        navigation.register(navigation.Entry(title=_("Data"), url_name="warehouse:catalogue", icon="data", order=40))
