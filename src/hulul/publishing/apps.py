from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "hulul.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from hulul.audit import labels
        from hulul.kernel.abilities import Ability
        from hulul.kernel.events import subscribe
        from hulul.publishing import tasks, verbs
        from hulul.tracking.events import RoundAccepted, RoundWithdrawn
        from hulul.ui import administration
        from hulul.warehouse.events import GenerationPublished

        subscribe(RoundAccepted, tasks.round_accepted)
        subscribe(RoundWithdrawn, tasks.round_withdrawn)
        subscribe(GenerationPublished, tasks.generation_published)
        labels.register(verbs=verbs.VERBS, kinds=verbs.KINDS, details=verbs.DETAILS)
        administration.register(administration.Section(_("Webhooks"), "publishing:webhooks", 80, Ability.OPERATE))
