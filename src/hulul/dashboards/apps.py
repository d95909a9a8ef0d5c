from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from hulul.kernel.tiers import Tier
from hulul.ui import navigation, panels


class DashboardsConfig(AppConfig):
    name = "hulul.dashboards"
    label = "dashboards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        navigation.register(navigation.Entry(_("Overview"), "dashboards:home", "home", 10))
        navigation.register(navigation.Entry(_("Compare"), "dashboards:compare", "compare", 25))
        navigation.register(navigation.Entry(_("No return"), "dashboards:no_return", "alert", 70, Tier.RESTRICTED))
        for slug, title, order, tier in (
            ("population", _("Population over time"), 10, Tier.PUBLIC),
            ("movement", _("Origin and displacement"), 12, Tier.PUBLIC),
            ("conditions", _("Shelter and period of displacement"), 14, Tier.PUBLIC),
            ("inside", _("Places inside or nearby"), 16, Tier.PUBLIC),
            ("sources", _("What other sources counted"), 17, Tier.PUBLIC),
            ("alerts", _("Unusual movements"), 18, Tier.RESTRICTED),
        ):
            panels.register(panels.Panel("place", slug, title, f"dashboards:{slug}_panel", order, tier))
