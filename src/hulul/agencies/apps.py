from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "hulul.agencies"
    label = "agencies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from hulul.agencies import verbs
        from hulul.agencies.web import recording
        from hulul.kernel.abilities import Ability
        from hulul.ui.administration import Section, register

        verbs.register_all()
        recording.connect()
        register(Section(_("People"), "agencies:people", 10, Ability.MANAGE_ACCESS))
        register(Section(_("Organisations"), "agencies:organisations", 20, Ability.MANAGE_ACCESS))
        register(Section(_("Sharing agreements"), "agencies:agreements", 30, Ability.MANAGE_ACCESS))
        register(Section(_("Tokens for programs"), "agencies:all_tokens", 50, Ability.MANAGE_ACCESS))
        register(Section(_("Break-glass sessions"), "agencies:break_glass", 80, Ability.BREAK_GLASS))
