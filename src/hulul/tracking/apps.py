from django.apps import AppConfig


class TrackingConfig(AppConfig):
    name = "hulul.tracking"
    label = "tracking"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from hulul.tracking import datasets, verbs
        from hulul.ui.navigation import Entry
        from hulul.ui.navigation import register as register_entry
        from hulul.ui.panels import Panel
        from hulul.ui.panels import register as register_panel

        datasets.register_all()
        verbs.register_all()
        register_entry(Entry(_("Rounds"), "tracking:rounds", "rounds", 30))
        register_panel(Panel("place", "quality", _("Data quality"), "tracking:quality_panel", 90))
        register_panel(Panel("place", "provenance", _("Provenance"), "tracking:provenance_panel", 92))
