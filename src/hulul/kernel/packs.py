"""Country packs: everything that differs between countries, as data (`countries/<code>/pack.toml`).

Code never asks which country it is in; it asks the pack. `current()` is the pack the installation serves.
"""

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, Field

from hulul.kernel.errors import Invalid

COUNTRIES = Path(__file__).resolve().parent.parent / "countries"

Population = Literal["idp", "returnee"]


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
    """One category of a breakdown (a shelter type, a period of displacement) and the headers that carry it."""

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
    headers: dict[str, tuple[str, ...]]
    origin: tuple[Category, ...]
    shelter: tuple[Category, ...]
    wave: tuple[Category, ...]
    breaks: tuple[Break, ...] = ()
    individuals_in_breakdowns_since: dt.date | None = None
    population_words: dict[Population, tuple[str, ...]]
    change_threshold: float = 0.5

    def factor(self, on: dt.date, kind: str = "") -> float:
        """Individuals per household on a date, for a kind of site (the narrower and later rule wins)."""
        fitting = [f for f in self.household_factors if f.since <= on and f.kind in ("", kind)]
        if not fitting:
            return self.household_factors[0].factor
        return max(fitting, key=lambda f: (bool(f.kind), f.since)).factor

    def categories(self, dimension: str) -> tuple[Category, ...]:
        return {"origin": self.origin, "shelter": self.shelter, "wave": self.wave}[dimension]


class Pack(Frozen):
    """A country pack, as read and checked."""

    code: str
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

    def level(self, number: int) -> Level:
        return next(level for level in self.levels if level.level == number)


@cache
def load(code: str) -> Pack:
    """The pack of that code. Invalid, with the file's own line of trouble, when it cannot be read."""
    path = COUNTRIES / code / "pack.toml"
    if not path.is_file():
        known = ", ".join(sorted(p.parent.name for p in COUNTRIES.glob("*/pack.toml")))
        raise Invalid(f"There is no country pack {code!r}. Packs here: {known}.")
    return Pack.model_validate(tomllib.loads(path.read_text("utf-8")))


def current() -> Pack:
    return load(settings.HULUL_PACK)
