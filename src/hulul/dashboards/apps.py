from collections.abc import Callable
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from hulul.ui import navigation, panels


class DashboardsConfig(AppConfig):
    name = "hulul.dashboards"
    label = "dashboards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        navigation.register(navigation.Entry(_("Overview"), "dashboards:home", "home", 10))
        navigation.register(navigation.Entry(_("Conditions"), "dashboards:severity", "gauge", 20))
        navigation.register(navigation.Entry(_("Solutions"), "dashboards:solutions", "success", 22))
        navigation.register(navigation.Entry(_("Compare"), "dashboards:compare", "compare", 25))
        navigation.register(
            navigation.Entry(
                _("No return"), "dashboards:no_return", "alert", 70, shown=_reader_of("no_return_candidates")
            )
        )
        for slug, title, order, dataset in (
            ("population", _("Population over time"), 10, ""),
            ("movement", _("Origin and displacement"), 12, ""),
            ("conditions", _("Shelter and period of displacement"), 14, ""),
            ("severity", _("Conditions"), 15, "severity"),
            ("inside", _("Places inside or nearby"), 16, ""),
            ("sources", _("What other sources counted"), 17, ""),
            ("alerts", _("Unusual movements"), 18, "alerts"),
        ):
            shown = _reader_of(dataset) if dataset else None
            panels.register(panels.Panel("place", slug, title, f"dashboards:{slug}_panel", order, shown=shown))


def _reader_of(dataset: str) -> Callable[[Any], bool]:
    """Asks whether some rows of a dataset are open to an actor."""
    from hulul.warehouse.queries import may_read

    return lambda actor: may_read(actor, dataset)
