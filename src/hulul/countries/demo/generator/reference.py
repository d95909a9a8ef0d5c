"""Files that places are loaded from: boundaries, names, the gazetteer, the camp list and the population."""

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import xlsxwriter

from hulul.countries.demo.generator.country import Areas, Country
from hulul.countries.demo.generator.geography import Geometries
from hulul.countries.demo.generator.movement import Movement
from hulul.countries.demo.generator.names import Name

_WRITTEN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # so that the workbook is the same file every time

_GAZETTEER = (
    *("place_id", "location_id", "governorate", "district", "location_en", "location_ar", "location_ku", "lat", "lon"),
    *("ADM3_EN", "ADM3_PCODE", "ADM2_EN", "ADM2_PCODE", "ADM1_EN", "ADM1_PCODE"),
)
_POPULATION = (
    *("gov_en", "gov_ar", "dis_en", "dis_ar", "subdistrict_en", "subdistrict_ar"),
    *("male.urban", "female.urban", "total.urban", "male.rural", "female_rural", "total.rural"),
    *("male.pop", "female.pop", "total.pop"),
)


def write_boundaries(folder: Path, country: Country) -> list[Path]:
    """One GeoJSON file per level, 0 to 3, with codes and names as COD-AB files have them."""
    shape = country.geography
    whole = Areas((country.code,), (country.name,), np.zeros(1, dtype=np.int64))
    levels: list[tuple[Areas, Geometries]] = [
        (whole, np.array([shape.country])),
        (country.governorates, shape.governorates),
        (country.districts, shape.districts),
        (country.sub_districts, shape.sub_districts),
    ]
    paths = []
    for level, (_, shapes) in enumerate(levels):
        features = [
            f'{{"type":"Feature","properties":{_properties(levels, level, index)},"geometry":{outline}}}'
            for index, outline in enumerate(shapely.to_geojson(shapes))
        ]
        path = folder / f"lumara_adm{level}.geojson"
        path.write_text('{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n", "utf-8")
        paths.append(path)
    return paths


def _properties(levels: Sequence[tuple[Areas, Any]], level: int, index: int) -> str:
    cells = []
    for number in range(level, -1, -1):
        areas = levels[number][0]
        name = areas.names[index]
        cells += [f'"ADM{number}_EN":"{name.en}"', f'"ADM{number}_AR":"{name.ar}"']
        cells.append(f'"ADM{number}_PCODE":"{areas.codes[index]}"')
        index = int(areas.parents[index])
    return "{" + ",".join(cells) + "}"


def write_names(folder: Path, country: Country) -> Path:
    """Codes and names of governorates, districts and sub-districts in three languages."""
    levels = enumerate((country.governorates, country.districts, country.sub_districts), start=1)
    rows = [
        (level, code, *name)
        for level, areas in levels
        for code, name in sorted(zip(areas.codes, areas.names, strict=True))
    ]
    return _write_csv(folder / "lumara_names.csv", ("level", "pcode", "name_en", "name_ar", "name_ku"), rows)


def write_gazetteer(folder: Path, country: Country, movement: Movement) -> Path:
    """The known locations with codes, names and points; camps are in the camp list, and some were reported later."""
    places = country.locations
    known = np.flatnonzero(~places.camp & ~movement.late_known)
    rows = []
    for index in known[np.argsort(places.place_ids[known])]:
        area, district, governorate = _ancestors(country, int(index))
        lon, lat = places.points[index]
        rows.append(
            (
                places.place_ids[index],
                places.location_ids[index],
                governorate[1].en,
                district[1].en,
                *places.names[index],
                lat,
                lon,
                area[1].en,
                area[0],
                district[1].en,
                district[0],
                governorate[1].en,
                governorate[0],
            )
        )
    return _write_csv(folder / "lumara_gazetteer.csv", _GAZETTEER, rows)


def write_camps(folder: Path, country: Country) -> Path:
    """The formal camps as a workbook, one row a camp."""
    path = folder / "lumara_camps.xlsx"
    places = country.locations
    header = ("Snr.", "Governorate", "District", "Camp name", "Name_AR", "Name_KU", "SSID", "Latitude", "Longitude")
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"title": "Camps of Lumara", "created": _WRITTEN})
        sheet = book.add_worksheet("formal")
        sheet.write_row(0, 0, header)
        for number, index in enumerate(np.flatnonzero(places.camp), start=1):
            _, district, governorate = _ancestors(country, int(index))
            lon, lat = places.points[index]
            names = places.names[index]
            ssid = f"{district[0]}-{number:04d}"
            sheet.write_row(number, 0, (number, governorate[1].en, district[1].en, *names, ssid, lat, lon))
    return path


def write_population(folder: Path, country: Country) -> Path:
    """People per sub-district by sex, in towns and outside."""
    rows = []
    for index, total in enumerate(country.people):
        district = country.sub_districts.parents[index]
        names = (
            country.governorates.names[country.districts.parents[district]],
            country.districts.names[district],
            country.sub_districts.names[index],
        )
        urban = int(total) * (7 if names[2].en.startswith("Markaz") else 3) // 10
        rural = int(total) - urban
        men = [urban * 51 // 100, rural * 51 // 100]
        figures = [
            men[0],
            urban - men[0],
            urban,
            men[1],
            rural - men[1],
            rural,
            sum(men),
            int(total) - sum(men),
            int(total),
        ]
        rows.append([*(text for name in names for text in name[:2]), *(f" {figure:,} " for figure in figures)])
    return _write_csv(folder / "lumara_population.csv", _POPULATION, rows)


def _ancestors(country: Country, location: int) -> tuple[tuple[str, Name], tuple[str, Name], tuple[str, Name]]:
    """Code and name of the sub-district, district and governorate of a location."""
    area = country.locations.sub_district[location]
    district = country.sub_districts.parents[area]
    governorate = country.districts.parents[district]
    levels = ((country.sub_districts, area), (country.districts, district), (country.governorates, governorate))
    first, second, third = ((areas.codes[index], areas.names[index]) for areas, index in levels)
    return first, second, third


def _write_csv(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path
