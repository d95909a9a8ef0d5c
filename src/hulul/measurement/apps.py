from django.apps import AppConfig


class MeasurementConfig(AppConfig):
    name = "hulul.measurement"
    label = "measurement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from hulul.ui.navigation import Entry
        from hulul.ui.navigation import register as register_entry

        register_entry(Entry(_("Measurement"), "measurement:frameworks", "chart", 35))

    def ready(self) -> None:
        from hulul.measurement import datasets, verbs, wording

        datasets.register_all()
        wording.register_all()
        verbs.register_all()
