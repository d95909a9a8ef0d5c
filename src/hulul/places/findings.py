"""What a finding about a row means, in words for the person who has to judge it."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hulul.places.rules import (
    COORDINATES_OUTSIDE,
    COORDINATES_SWAPPED,
    DISTRICT_CONFLICT,
    NAME_UNCERTAIN,
    NEAREST_USED,
    NO_COORDINATES,
)
from hulul.places.stated import Match, Stated

TITLES: dict[str, Promise] = {
    COORDINATES_SWAPPED: gettext_lazy("Latitude and longitude swapped"),
    COORDINATES_OUTSIDE: gettext_lazy("Point outside the country"),
    DISTRICT_CONFLICT: gettext_lazy("Stated area and point disagree"),
    NAME_UNCERTAIN: gettext_lazy("Uncertain name"),
    NEAREST_USED: gettext_lazy("Nearest area used"),
    NO_COORDINATES: gettext_lazy("No coordinates"),
}


def explain(finding: str, stated: Stated, match: Match) -> str:
    """The sentence for a finding code of `rules`, with what was stated and what is suggested."""
    words = {
        "areas": ", ".join(filter(None, stated.area_names)),
        "lat": stated.lat,
        "lon": stated.lon,
        "place": match.place or match.parent or "",
        **match.suggestion,
    }
    sentences = {
        COORDINATES_SWAPPED: _("Latitude and longitude seem to be swapped: %(lat)s, %(lon)s would lie in the country."),
        COORDINATES_OUTSIDE: _("The point %(lat)s, %(lon)s lies outside the country."),
        NO_COORDINATES: _("The row has no coordinates."),
        DISTRICT_CONFLICT: _("The file says %(areas)s, but the point lies in %(parent)s."),
        NEAREST_USED: _("The point lies just outside every area; the nearest is %(place)s."),
        NAME_UNCERTAIN: _("The name is not known for certain."),
    }
    return sentences[finding] % words
