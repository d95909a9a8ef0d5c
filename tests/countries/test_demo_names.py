"""Names of the fictional country: complete in three languages, in the right letters, and nobody's real name."""

import csv
import json
import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from hulul.kernel.packs import fold_header
from tests.countries.conftest import Written

LATIN = re.compile(r"[A-Z][A-Za-z ]+")
ARABIC = re.compile(r"[\u0621-\u064a ]+")
SORANI = re.compile(r"[ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنهوۆەیێ ]+")


def test_every_name_is_complete_and_in_its_own_letters(written: Written) -> None:
    places = written.table("lumara_gazetteer.csv")
    names = [(row["name_en"], row["name_ar"], row["name_ku"]) for row in written.table("lumara_names.csv")]
    names += [(row["location_en"], row["location_ar"], row["location_ku"]) for row in places]
    assert len(names) > 1000
    for english, arabic, sorani in names:
        assert LATIN.fullmatch(english), english
        assert ARABIC.fullmatch(arabic), arabic
        assert SORANI.fullmatch(sorani), sorani


def test_camps_are_listed_with_names_codes_and_points(written: Written) -> None:
    (file,) = written.manifest.of_kind("camps")
    header, *rows = CalamineWorkbook.from_path(str(file.path)).get_sheet_by_name("formal").to_python()
    camps = [dict(zip(header, row, strict=True)) for row in rows]
    assert len(camps) == 12
    assert len({camp["SSID"] for camp in camps}) == 12
    for camp in camps:
        assert str(camp["Camp name"]).endswith(" Camp")
        assert str(camp["Name_AR"]).startswith("مخيم ")
        assert str(camp["Name_KU"]).startswith("کەمپی ")
        assert 10 < float(camp["Latitude"]) < 17
        assert 60 < float(camp["Longitude"]) < 68


def test_names_of_areas_are_not_given_twice_at_one_level(written: Written) -> None:
    rows = written.table("lumara_names.csv")
    for level in "123":
        for column in ("name_en", "name_ar", "name_ku"):
            names = [row[column] for row in rows if row["level"] == level]
            assert len(set(names)) == len(names)


@pytest.mark.shared
def test_no_area_or_location_is_called_like_a_real_one(written: Written, shared_data: Path) -> None:
    real: set[str] = set()
    with (shared_data / "boundaries" / "irq_admin_names_en_ar_ku.csv").open(encoding="utf-8-sig") as stream:
        real.update(row[column] for row in csv.DictReader(stream) for column in ("name_en", "name_ar", "name_ku"))
    with (shared_data / "dtm" / "locations_gazetteer.csv").open(encoding="utf-8-sig") as stream:
        columns = ("location_en", "location_ar", "governorate", "district")
        real.update(row[column] for row in csv.DictReader(stream) for column in columns)
    path = shared_data / "boundaries" / "irq_admbnda_adm3_cso_20190603.geojson"
    for feature in json.loads(path.read_text("utf-8"))["features"]:
        real.update(str(feature["properties"][f"ADM{n}_{language}"]) for n in range(4) for language in ("EN", "AR"))
    folded = {fold_header(name) for name in real} - {""}
    assert len(folded) > 6_000
    invented = [row[key] for row in written.table("lumara_names.csv") for key in ("name_en", "name_ar", "name_ku")]
    places = written.table("lumara_gazetteer.csv")
    invented += [row[key] for row in places for key in ("location_en", "location_ar", "location_ku")]
    assert sorted({name for name in invented if fold_header(name) in folded}) == []
