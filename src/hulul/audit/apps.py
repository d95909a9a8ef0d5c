from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "hulul.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from hulul.audit import labels, verbs
        from hulul.kernel.abilities import Ability
        from hulul.ui import administration

        labels.register(verbs=verbs.VERBS, kinds=verbs.KINDS, details=verbs.DETAILS)
        administration.register(administration.Section(_("Record of events"), "audit:log", 90, Ability.READ_AUDIT))
