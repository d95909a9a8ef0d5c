from django.apps import AppConfig


class MeasurementConfig(AppConfig):
    name = "hulul.measurement"
    label = "measurement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from hulul.measurement import datasets, verbs, wording
        from hulul.ui.navigation import Entry
        from hulul.ui.navigation import register as register_entry

        datasets.register_all()
        wording.register_all()
        verbs.register_all()
        register_entry(Entry(_("Measurement"), "measurement:frameworks", "chart", 35))
