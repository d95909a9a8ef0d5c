from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "hulul.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from hulul.audit import verbs
        from hulul.kernel.abilities import Ability
        from hulul.ui import administration

        verbs.register_all()
        administration.register(administration.Section(_("Record of events"), "audit:log", 90, Ability.READ_AUDIT))
