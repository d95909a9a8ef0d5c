"""Words for the columns, sources, populations and codes of this room."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hulul.kernel import packs

FIELDS: dict[str, str | Promise] = {
    "row_number": gettext_lazy("Running number"),
    "round_number": gettext_lazy("Round number"),
    "date": gettext_lazy("Date"),
    "place_code": gettext_lazy("Place ID"),
    "location_code": gettext_lazy("Location ID"),
    "area_code": gettext_lazy("Area code (P-code)"),
    "governorate": gettext_lazy("Governorate"),
    "district": gettext_lazy("District"),
    "sub_district": gettext_lazy("Sub-district"),
    "name_en": gettext_lazy("Name in English"),
    "name_ar": gettext_lazy("Name in Arabic"),
    "name_ckb": gettext_lazy("Name in Sorani"),
    "lat": gettext_lazy("Latitude"),
    "lon": gettext_lazy("Longitude"),
    "households": gettext_lazy("Households"),
    "individuals": gettext_lazy("Individuals"),
    "ignored": gettext_lazy("Not used"),
}
DIMENSIONS: dict[str, str | Promise] = {
    "origin": gettext_lazy("Origin"),
    "shelter": gettext_lazy("Shelter"),
    "wave": gettext_lazy("Period of displacement"),
}
POPULATIONS: dict[str, str | Promise] = {
    "idp": gettext_lazy("Displaced people"),
    "returnee": gettext_lazy("Returnees"),
}
HOW: dict[str, str | Promise] = {
    "code": gettext_lazy("by its code"),
    "decision": gettext_lazy("by a decision made before"),
    "alias": gettext_lazy("by another spelling"),
    "name": gettext_lazy("by its name"),
    "point": gettext_lazy("by its coordinates"),
    "nearest": gettext_lazy("by the nearest boundary"),
    "area": gettext_lazy("by the names of its areas"),
    "new": gettext_lazy("as a new location"),
    "none": gettext_lazy("for the whole country"),
}
MISSING_RULES: dict[str, str | Promise] = {
    "reported": gettext_lazy("Only locations with an informant are counted."),
    "carried_forward": gettext_lazy("The last number is carried forward for locations without an informant."),
    "excluded": gettext_lazy("Locations without an informant are left out."),
}
UNITS: dict[str, str | Promise] = {
    "households": gettext_lazy("households"),
    "individuals": gettext_lazy("individuals"),
}


def column(key: str) -> str:
    """A canonical key in words: "Households", "Shelter: camp", "Origin: Anbar"."""
    if key in FIELDS:
        return str(FIELDS[key])
    dimension, _colon, code = key.partition(":")
    if dimension not in DIMENSIONS:
        return key
    title = str(DIMENSIONS[dimension])
    if not code:
        return title
    for category in packs.current().masterlist.categories(dimension):
        if category.code == code:
            return _("%(dimension)s: %(category)s") % {"dimension": title, "category": category.name}
    return _("%(dimension)s: %(category)s") % {"dimension": title, "category": code}


def source(code: str) -> str:
    found = packs.current().source(code)
    return str(found.name) if found else code


def population(code: str) -> str:
    return str(POPULATIONS.get(code, code))
