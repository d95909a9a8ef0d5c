from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "hulul.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hulul.agencies.rules import register_place_finder
        from hulul.kernel.tiers import Tier
        from hulul.places import datasets, queries, verbs
        from hulul.ui import navigation, panels

        datasets.register_all()
        verbs.register_all()
        register_place_finder(queries.place_name)
        panels.register(
            panels.Panel(
                page="place", slug="names", title=_("Names and codes"), url_name="places:names_panel", order=95
            )
        )
        navigation.register(navigation.Entry(title=_("Places"), url_name="places:search", icon="place", order=20))
        navigation.register(
            navigation.Entry(title=_("Review"), url_name="places:reviews", icon="alert", order=60, tier=Tier.RESTRICTED)
        )
