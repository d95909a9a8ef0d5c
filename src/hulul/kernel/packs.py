"""Country packs: everything that differs between countries, as data (`countries/<code>/pack.toml`).

Code never asks which country it is in; it asks the pack. `current()` is the pack the installation serves.
"""

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, Self

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from hulul.kernel.errors import Invalid

COUNTRIES = Path(__file__).resolve().parent.parent / "countries"

Population = Literal["idp", "returnee"]
POPULATIONS: tuple[Population, ...] = ("idp", "returnee")

# What a column of a master list may be, apart from the categories of its breakdowns.
MasterlistField = Literal[
    "row_number",
    "round_number",
    "date",
    "place_code",
    "location_code",
    "area_code",
    "governorate",
    "district",
    "sub_district",
    "name_en",
    "name_ar",
    "name_ckb",
    "lat",
    "lon",
    "households",
    "individuals",
]


@lru_cache(maxsize=8192)
def fold_header(text: str) -> str:
    """A header as it is compared: without case, spaces, punctuation, tatweel and the marks over Arabic letters."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum() and c != "\u0640")


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Names(Frozen):
    """One thing's name per language; English is always there and stands in for the others."""

    en: str
    ar: str = ""
    ckb: str = ""

    def __str__(self) -> str:
        return self.get(get_language() or "en")

    def get(self, language: str) -> str:
        return getattr(self, language.split("-", maxsplit=1)[0], "") or self.en


class Level(Frozen):
    """An administrative level: 0 country … 3 sub-district, 4 location."""

    level: int
    key: str
    name: Names
    plural: Names


class Category(Frozen):
    """One category of a breakdown (an area of origin, a shelter type, a period of displacement) and its headers.

    `group` gathers categories for reading, e.g. the shelter types called critical.
    """

    code: str
    name: Names
    headers: tuple[str, ...] = ()
    populations: tuple[Population, ...] = ("idp", "returnee")
    group: str = ""


class HouseholdFactor(Frozen):
    """Individuals per household from a date on; `kind` narrows it to sites of that kind (e.g. camp)."""

    since: dt.date
    factor: float
    kind: str = ""


class Break(Frozen):
    """A break in series: from this date the numbers are gathered by another rule."""

    since: dt.date
    population: Population | None = None
    rule: Literal["reported", "carried_forward", "excluded"] = "reported"
    note: Names


class Source(Frozen):
    """Who counts: the source of a series (DTM, a ministry). `priority` 1 is the one the dashboard shows first."""

    code: str
    name: Names
    priority: int = 9
    licence: Names | None = None
    url: str = ""


class Masterlist(Frozen):
    """How master lists look in this country."""

    origin_level: int
    household_factors: tuple[HouseholdFactor, ...]
    headers: dict[MasterlistField, tuple[str, ...]]
    origin: tuple[Category, ...]
    shelter: tuple[Category, ...]
    wave: tuple[Category, ...]
    breaks: tuple[Break, ...] = ()
    individuals_in_breakdowns_since: dt.date | None = None
    population_words: dict[Population, tuple[str, ...]]
    change_threshold: float = 0.5

    @model_validator(mode="after")
    def _each_header_means_one_thing(self) -> Self:
        for population in POPULATIONS:
            self.meanings(population)
        for dimension in ("origin", "shelter", "wave"):
            codes = [category.code for category in self.categories(dimension)]
            if twice := {code for code in codes if codes.count(code) > 1}:
                raise ValueError(f"{dimension}: more than one category has the code {', '.join(sorted(twice))}")
        return self

    def meanings(self, population: Population) -> dict[str, tuple[str, str]]:
        """Folded header -> ("field", key) or (dimension, category code), for the lists of that population."""
        found: dict[str, tuple[str, str]] = {}
        for header, meaning in self._headers(population):
            before = found.setdefault(fold_header(header), meaning)
            if before != meaning:
                raise ValueError(f"the header {header!r} means both {'.'.join(before)} and {'.'.join(meaning)}")
        return found

    def _headers(self, population: Population) -> Iterator[tuple[str, tuple[str, str]]]:
        for key, headers in self.headers.items():
            yield from ((header, ("field", key)) for header in headers)
        for dimension in ("origin", "shelter", "wave"):
            for category in self.categories(dimension):
                if population in category.populations:
                    yield from ((header, (dimension, category.code)) for header in category.headers)

    def factor(self, on: dt.date, kind: str = "") -> float:
        """Individuals per household on a date, for a kind of site (the narrower and later rule wins)."""
        fitting = [f for f in self.household_factors if f.since <= on and f.kind in ("", kind)]
        if not fitting:
            return self.household_factors[0].factor
        return max(fitting, key=lambda f: (bool(f.kind), f.since)).factor

    def categories(self, dimension: str) -> tuple[Category, ...]:
        return {"origin": self.origin, "shelter": self.shelter, "wave": self.wave}[dimension]


class Pack(Frozen):
    """A country pack, as read and checked. `country` is the country's own place code, e.g. "IQ"."""

    code: str
    country: str
    name: Names
    fictional: bool = False
    languages: tuple[str, ...]
    bounds: tuple[float, float, float, float]  # west, south, east, north
    levels: tuple[Level, ...]
    code_pattern: str
    masterlist: Masterlist
    sources: tuple[Source, ...]
    spellings: dict[str, tuple[str, ...]] = Field(default_factory=dict)  # place code -> other spellings
    boundaries_note: Names

    @field_validator("bounds")
    @classmethod
    def _west_south_east_north(cls, value: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        west, south, east, north = value
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise ValueError("bounds are west, south, east, north in degrees")
        return value

    @field_validator("levels")
    @classmethod
    def _levels_0_to_4(cls, value: tuple[Level, ...]) -> tuple[Level, ...]:
        if [level.level for level in value] != [0, 1, 2, 3, 4]:
            raise ValueError("levels are 0 (country) to 4 (location), in this order")
        return value

    @model_validator(mode="after")
    def _codes_fit_the_pattern(self) -> Self:
        codes = [self.country, *self.spellings, *(category.code for category in self.masterlist.origin)]
        if wrong := [code for code in codes if not re.fullmatch(self.code_pattern, code)]:
            raise ValueError(f"place codes that do not fit code_pattern: {', '.join(wrong)}")
        return self

    def level(self, number: int) -> Level:
        return next(level for level in self.levels if level.level == number)

    def source(self, code: str) -> Source | None:
        return next((source for source in self.sources if source.code == code), None)


@cache
def load(code: str) -> Pack:
    """The pack of that code. Invalid, naming the entries in trouble, when there is none or it cannot be used."""
    path = COUNTRIES / code / "pack.toml"
    if not path.is_file():
        known = ", ".join(sorted(p.parent.name for p in COUNTRIES.glob("*/pack.toml")))
        message = _("There is no country pack “%(code)s”. The packs here are: %(known)s.")
        raise Invalid(message % {"code": code, "known": known}, code="no_such_pack")
    return read(path)


def read(path: Path) -> Pack:
    """The pack in that file. Invalid, naming the entries in trouble, when it cannot be used."""
    try:
        return Pack.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = _("The country pack %(path)s cannot be read: %(reason)s")
        raise Invalid(message % {"path": path, "reason": error}, code="bad_pack") from error
    except ValidationError as error:
        entries = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'pack'}: {e['msg']}" for e in error.errors()[:5])
        message = _("The country pack %(path)s cannot be used. Correct these entries: %(entries)s")
        raise Invalid(message % {"path": path, "entries": entries}, code="bad_pack") from error


def current() -> Pack:
    return load(settings.HULUL_PACK)
