"""Master lists as the field writes them: headers that drift, and a minority of rows with the usual slips.

The slips are ones that a careful importer finds and reports, never ones that make a list unusable: names spelled in
another way, Arabic names missing, latitude and longitude swapped, a location under a neighbouring district.
"""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv

from hulul.countries.demo.generator import story
from hulul.countries.demo.generator.breakdowns import Shares
from hulul.countries.demo.generator.country import Country
from hulul.countries.demo.generator.movement import Counts
from hulul.kernel.packs import Category, Population

_STREAM = 7
_DRIFT = (dt.date(2018, 7, 1), dt.date(2022, 1, 1))  # from here the second and the third way of writing headers

Texts = NDArray[np.object_]


@dataclass(frozen=True)
class Slips:
    """Which locations are written wrongly, whenever the list is of the period in which that happened."""

    respelled: NDArray[np.bool_]
    without_arabic: NDArray[np.bool_]
    swapped: NDArray[np.bool_]
    misfiled: NDArray[np.bool_]


def slips(country: Country, seed: int) -> Slips:
    rng = np.random.default_rng([seed, _STREAM])
    chance = rng.uniform(size=(4, len(country.locations)))
    usual = ~country.locations.camp
    return Slips(*(usual & (row < share) for row, share in zip(chance, (0.015, 0.01, 0.002, 0.003), strict=True)))


class Writer:
    """Writes the list of one population and date."""

    def __init__(self, country: Country, shares: Shares, wrong: Slips, folder: Path) -> None:
        self._country, self._shares, self._wrong, self._folder = country, shares, wrong, folder
        places, districts = country.locations, country.location_district
        self._name, self._arabic, self._sorani = (
            np.array([name[language] for name in places.names], dtype=object) for language in range(3)
        )
        self._respelled = np.array([_respell(name.en) for name in places.names], dtype=object)
        self._governorate = _texts(country.governorates.names, country.location_governorate)
        self._district = _texts(country.districts.names, districts)
        self._neighbour = _texts(country.districts.names, _next_district(country)[districts])
        self._sub_district = _texts(country.sub_districts.names, places.sub_district)

    def write(self, population: Population, date: dt.date, counted: Counts, progress: float) -> Path:
        """The file of one round, from households by wave by location; locations without households are left out."""
        households = counted.sum(axis=0)
        rows = np.flatnonzero(households)
        split = self._shares.displaced if population == "idp" else self._shares.returned
        parts = split(counted, rows, progress)
        style = sum(date >= since for since in _DRIFT)
        columns = self._places(rows, date, style)
        people = households[rows] * self._factor(rows, date)
        counts: list[tuple[str, Counts]] = list(
            zip(_counted_headers(population, style), (households[rows], people), strict=True)
        )
        for dimension, categories in self._categories(population):
            counts += [(_header(c, style), parts[dimension][:, n]) for n, c in enumerate(categories)]
        numbers = {header: pa.array(values) for header, values in counts}
        date_column = {("date", "Round date", "Round date")[style]: pa.array([date.isoformat()] * len(rows))}
        table = pa.table({**columns, **numbers, **date_column})
        path = self._folder / f"{_FILE_NAMES[population]}_Lumara_{date.isoformat()}.csv"
        path.write_bytes(_csv(table) + (self._total(columns, counts) if style == 1 else b""))
        return path

    def _places(self, rows: Counts, date: dt.date, style: int) -> dict[str, pa.Array]:
        places, wrong = self._country.locations, self._wrong
        names = np.where(wrong.respelled & (date.month % 3 == 0), self._respelled, self._name)
        arabic = np.where(wrong.without_arabic & (style < 2), "", self._arabic)
        misfiled = wrong.misfiled & (date >= story.CAMP_CLOSURE)
        districts = np.where(misfiled, self._neighbour, self._district)
        swapped = wrong.swapped & (dt.date(2018, 3, 1) <= date < dt.date(2018, 12, 1))
        lon, lat = places.points.T
        columns = {
            "Location ID": places.location_ids,
            "Place ID": places.place_ids,
            "Governorate": self._governorate,
            "District": districts,
            "Sub-district": self._sub_district if style == 2 else None,
            ("Location Name", "Location name in English", "Location Name")[style]: names,
            ("Arabic Name", "Location name in Arabic", "Arabic Name")[style]: arabic,
            "Kurdish Name": self._sorani if style == 2 else None,
            "Latitude": np.where(swapped, lon, lat),
            "Longitude": np.where(swapped, lat, lon),
        }
        index = {"": pa.array(range(len(rows)))} if style == 0 else {}
        return index | {header: _array(values[rows]) for header, values in columns.items() if values is not None}

    def _factor(self, rows: Counts, date: dt.date) -> Counts:
        masterlist = self._shares.masterlist
        in_camp = self._country.locations.camp[rows]
        return np.where(in_camp, masterlist.factor(date, "camp"), masterlist.factor(date)).astype(np.int64)

    def _categories(self, population: Population) -> Sequence[tuple[str, tuple[Category, ...]]]:
        masterlist = self._shares.masterlist
        return (
            ("origin", masterlist.origin),
            ("shelter", self._shares.shelters(population)),
            ("wave", masterlist.wave),
        )

    def _total(self, columns: dict[str, pa.Array], counts: list[tuple[str, Counts]]) -> bytes:
        cells = ["Total", *[""] * (len(columns) - 1), *(str(int(values.sum())) for _, values in counts), ""]
        return (",".join(cells) + "\n").encode()


_FILE_NAMES: dict[Population, str] = {"idp": "IDPs_MasterList", "returnee": "Returnee_MasterList"}


def write_registrations(
    folder: Path, country: Country, population: Population, date: dt.date, registered: Counts
) -> Path:
    """The ministry's registrations by governorate: families, and individuals at six a family."""
    listed = np.flatnonzero(registered)
    who = "IDPs" if population == "idp" else "Returnee"
    table = pa.table(
        {
            "Governorate": [country.governorates.names[index].en for index in listed],
            "Registered families": registered[listed],
            "Registered individuals": registered[listed] * 6,
            "Round date": [date.isoformat()] * len(listed),
        }
    )
    path = folder / f"Ministry_{who}_{date.isoformat()}.csv"
    path.write_bytes(_csv(table))
    return path


def _counted_headers(population: Population, style: int) -> tuple[str, str]:
    if style == 1:
        return "Households", "Individuals"
    return ("Families", "Individuals") if population == "idp" else ("Returnee Families", "Returnee Individuals")


def _header(category: Category, style: int) -> str:
    return category.headers[-1 if style == 1 else 0]


def _array(values: NDArray[Any]) -> pa.Array:
    return pa.array(values.tolist() if values.dtype == object else values)  # an object array would import pandas


def _csv(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    csv.write_csv(table, buffer)
    return buffer.getvalue()


def _texts(names: Sequence[tuple[str, str, str]], index: Counts) -> Texts:
    texts: Texts = np.array([name[0] for name in names], dtype=object)[index]
    return texts


def _next_district(country: Country) -> Counts:
    """For each district another one of its governorate."""
    parents = country.districts.parents
    following = np.arange(len(parents)) + 1
    first = np.array([np.flatnonzero(parents == parent)[0] for parent in parents])
    inside = (following < len(parents)) & (parents[np.minimum(following, len(parents) - 1)] == parents)
    return np.where(inside, following, first)


def _respell(name: str) -> str:
    """The same name as another hand would spell it, e.g. "Bozinar Village" as "Bozeenar  village"."""
    letters = name.replace("i", "ee").replace("kh", "h").replace("q", "k")
    return letters.replace(" ", "  ").replace("Village", "village")
