"""Putting locations into areas by their points: for gazetteers, for sites, and again when boundaries change."""

import numpy as np
from django.utils.translation import gettext as _

from hulul.places.actions.report import LoadReport
from hulul.places.actions.writing import BATCH
from hulul.places.areas import Outlines
from hulul.places.models import Place
from hulul.places.rules import LOCATION_LEVEL


def place_again(report: LoadReport) -> None:
    """Move each location whose point now lies in another area, unless a person decided where it belongs."""
    places = list(
        Place.objects.filter(level=LOCATION_LEVEL, position_decided=False, lat__isnull=False).select_related("parent")
    )
    if not places:
        return
    located = Outlines.load().locate(
        np.array([place.lat for place in places], dtype=np.float64),
        np.array([place.lon for place in places], dtype=np.float64),
    )
    areas = {area.code: area for area in Place.objects.filter(level__lt=LOCATION_LEVEL)}
    moved = []
    for place, code in zip(places, located.codes.tolist(), strict=True):
        if code and place.parent and place.parent.code != code:
            report.find(
                "moved_to_other_area",
                _("%(code)s now lies in %(area)s, before in %(before)s.")
                % {"code": place.code, "area": code, "before": place.parent.code},
                place=place.code,
            )
            place.parent = areas[code]
            place.path = f"{areas[code].path}{place.code}/"
            moved.append(place)
    Place.objects.bulk_update(moved, ["parent", "path"], batch_size=BATCH)
