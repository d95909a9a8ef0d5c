"""What the shipped packs say, checked against the scripts of their languages and against the real files."""

import csv
import io
import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from hulul.kernel import packs
from hulul.kernel.packs import Names, Population, fold_header

ARABIC = re.compile(r"[\u0600-\u06ff]")
LATIN = re.compile(r"[A-Za-z]")
NOT_ARABIC = set("ەڵڕۆێڤگپچکیژ")  # letters of Sorani that Arabic does not write


def names_in(value: object) -> Iterator[Names]:
    """Every Names anywhere below."""
    if isinstance(value, Names):
        yield value
    elif isinstance(value, packs.Frozen):
        for field in type(value).model_fields:
            yield from names_in(getattr(value, field))
    elif isinstance(value, tuple):
        for item in value:
            yield from names_in(item)


@pytest.mark.parametrize("code", ["demo", "iraq"])
def test_every_name_of_a_pack_is_written_in_three_languages(code: str) -> None:
    found = list(names_in(packs.load(code)))
    assert len(found) > 40
    for name in found:
        assert LATIN.search(name.en), name
        for text in (name.ar, name.ckb):
            assert ARABIC.search(text), name
            assert not LATIN.search(text), name
        assert not NOT_ARABIC & set(name.ar), name


def test_the_demo_country_says_that_it_is_fictional_and_iraq_does_not() -> None:
    assert packs.load("demo").fictional
    assert not packs.load("iraq").fictional


def test_the_two_countries_do_not_share_a_place_code_or_a_point() -> None:
    iraq, demo = packs.load("iraq"), packs.load("demo")
    assert not re.fullmatch(iraq.code_pattern, demo.country)
    assert not re.fullmatch(demo.code_pattern, iraq.country)
    assert demo.bounds[0] > iraq.bounds[2]


@pytest.mark.parametrize("code", ["IQ", "IQG01", "IQG01Q02", "IQG01Q02N03"])
def test_codes_of_iraq_fit_its_pattern(code: str) -> None:
    assert re.fullmatch(packs.load("iraq").code_pattern, code)


@pytest.mark.parametrize("code", ["IQG1", "IQG01N03", "IQ-G01", "IQG01Q02N03X"])
def test_codes_of_other_systems_do_not(code: str) -> None:
    assert not re.fullmatch(packs.load("iraq").code_pattern, code)


def headers_of_the_archive(path: Path) -> Iterator[tuple[Population, tuple[str, ...]]]:
    seen: set[tuple[Population, tuple[str, ...]]] = set()
    with tarfile.open(path) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is None:
                continue
            population: Population = "returnee" if "returnee" in member.name.lower() else "idp"
            first = stream.readline().decode("utf-8-sig")
            seen.add((population, tuple(next(csv.reader(io.StringIO(first))))))
    yield from sorted(seen)


def headers_of_the_workbooks(folder: Path) -> Iterator[tuple[Population, tuple[str, ...]]]:
    for path in sorted(folder.glob("*MasterList*.xlsx")):
        book = CalamineWorkbook.from_path(str(path))
        first = book.get_sheet_by_index(0).to_python()[0]
        yield ("returnee" if path.name.startswith("Returnee") else "idp"), tuple(map(str, first))


@pytest.mark.shared
def test_the_iraq_pack_knows_every_header_of_the_real_files(shared_data: Path) -> None:
    masterlist = packs.load("iraq").masterlist
    found = [
        *headers_of_the_archive(shared_data / "dtm" / "rounds-2014-2019.tar.xz"),
        *headers_of_the_workbooks(shared_data / "dtm"),
    ]
    assert {population for population, _ in found} == {"idp", "returnee"}
    for population, headers in found:
        meanings = masterlist.meanings(population)
        assert [header for header in headers if fold_header(header) not in meanings] == []
        known = {meanings[fold_header(header)] for header in headers}
        assert len({code for dimension, code in known if dimension == "origin"}) == 18
        assert {("field", "place_code"), ("field", "households"), ("field", "lat")} <= known


@pytest.mark.shared
def test_the_iraq_pack_knows_every_governorate_and_district_as_the_real_lists_spell_them(shared_data: Path) -> None:
    pack = packs.load("iraq")
    known = {fold_header(spelling): code for code, spellings in pack.spellings.items() for spelling in spellings}
    with (shared_data / "boundaries" / "irq_admin_names_en_ar_ku.csv").open(encoding="utf-8-sig") as stream:
        official = list(csv.DictReader(stream))
    own = {fold_header(row["name_en"]) for row in official if row["level"] in "12"}
    with (shared_data / "dtm" / "dtm_district_to_codab_adm2_crosswalk.csv").open(encoding="utf-8-sig") as stream:
        stated = {row[column] for row in csv.DictReader(stream) for column in ("governorate", "district")}
    assert sorted(name for name in stated if fold_header(name) not in {*known, *own}) == []


@pytest.mark.shared
def test_the_governorates_of_the_iraq_pack_are_those_of_the_boundaries(shared_data: Path) -> None:
    path = shared_data / "boundaries" / "irq_admbnda_adm1_cso_20190603.geojson"
    areas = [feature["properties"] for feature in json.loads(path.read_text("utf-8"))["features"]]
    pack = packs.load("iraq")
    spellings = {code: {fold_header(text) for text in texts} for code, texts in pack.spellings.items()}
    assert {category.code for category in pack.masterlist.origin} == {area["ADM1_PCODE"] for area in areas}
    for area in areas:
        for language in ("EN", "AR"):
            assert fold_header(area[f"ADM1_{language}"]) in spellings[area["ADM1_PCODE"]]
