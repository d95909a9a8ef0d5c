"""Which columns a master list has: headers as the country pack spells them, and what each kind of column holds."""

from collections.abc import Mapping
from typing import get_args

from django.utils.translation import gettext as _

from hulul.kernel.errors import Invalid
from hulul.kernel.packs import POPULATIONS, Masterlist, MasterlistField, Population
from hulul.sheets import headers
from hulul.sheets.headers import IGNORED, Vocabulary

DIMENSIONS = ("origin", "shelter", "wave")
NUMBERS = ("households", "individuals", "lat", "lon")
CODES = ("place_code", "location_code", "area_code")
NAMES = ("governorate", "district", "sub_district", "name_en", "name_ar", "name_ckb")


def is_number(key: str) -> bool:
    """Whether a canonical key stands for a column of numbers."""
    return key in NUMBERS or is_breakdown(key)


def is_breakdown(key: str) -> bool:
    """Whether a canonical key is a category of a breakdown, such as "shelter:camp"."""
    return key.partition(":")[0] in DIMENSIONS


def vocabulary(masterlist: Masterlist, population: Population | None, confirmed: Mapping[str, str]) -> Vocabulary:
    """The pack's headers and what a person confirmed; without a population those of both lists."""
    keys: dict[str, str] = {}
    for each in (population,) if population else POPULATIONS:
        for header, (dimension, code) in masterlist.meanings(each).items():
            keys.setdefault(header, code if dimension == "field" else f"{dimension}:{code}")
    return headers.vocabulary(keys, confirmed)


def check_confirmed(masterlist: Masterlist, confirmed: Mapping[str, str]) -> None:
    """Invalid when somebody confirmed a column as something that master lists of this country do not have."""
    possible = {IGNORED, *get_args(MasterlistField)}
    for dimension in DIMENSIONS:
        possible |= {f"{dimension}:{category.code}" for category in masterlist.categories(dimension)}
    for header, key in confirmed.items():
        if key not in possible:
            message = _("The column “%(header)s” cannot be “%(key)s”: master lists have no such column.")
            raise Invalid(message % {"header": header, "key": key}, code="unknown_key")
