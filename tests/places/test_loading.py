"""Finding out what a file is, and the smaller loaders: gazetteer, names, camps, population."""

from pathlib import Path

import pytest
import xlsxwriter

from hulul.kernel.actors import SYSTEM
from hulul.kernel.errors import Invalid
from hulul.places.actions import load, load_all
from hulul.places.models import Alias, Place, PlaceCode, PopulationFigure, ReviewItem
from tests.places.squareland import GAZETTEER, write_csv

pytestmark = pytest.mark.django_db


def codes_of(report: object) -> list[str]:
    return [finding.code for finding in report.findings]  # type: ignore[attr-defined]


# --- what is it? ---


def test_a_missing_file_is_named() -> None:
    with pytest.raises(Invalid, match=r"There is no file lost\.csv"):
        load(SYSTEM, Path("lost.csv"))


def test_an_unknown_table_shows_its_header(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="colour"):
        load(SYSTEM, write_csv(tmp_path / "paint.csv", "colour,price", "red,3"))


def test_an_empty_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="is empty"):
        load(SYSTEM, write_csv(tmp_path / "nothing.csv", ""))


def test_an_image_named_csv_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photo.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    with pytest.raises(Invalid):
        load(SYSTEM, path)


def test_a_truncated_workbook_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "camps.xlsx"
    path.write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(Invalid, match="save it again as XLSX"):
        load(SYSTEM, path)


def test_an_unknown_kind_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="boundaries, names, gazetteer"):
        load(SYSTEM, write_csv(tmp_path / "x.csv", "a,b"), kind="weather")


def test_a_folder_loads_what_it_knows_and_tells_what_it_left_out(db: None, boundary_files: list[Path]) -> None:
    folder = boundary_files[0].parent
    write_csv(folder / "gazetteer.csv", *GAZETTEER)
    write_csv(folder / "paint.csv", "colour,price", "red,3")
    (folder / "readme.txt").write_text("not looked at", "utf-8")
    reports = load_all(SYSTEM, [folder])
    assert [report.kind for report in reports] == ["skipped", *["boundaries"] * 4, "gazetteer"]
    assert Place.objects.filter(level=4).count() == 4


# --- gazetteers ---


def test_locations_get_their_place_by_point_and_their_codes(gazetteer: Path) -> None:
    place = Place.objects.get(code="dtm-14")
    assert (place.path, place.kind) == ("XH/XH02/XH0202/XH020202/dtm-14/", "location")
    assert dict(place.codes.values_list("system", "code")) == {"dtm_location": "201014", "dtm_place": "14"}


def test_loading_a_gazetteer_again_changes_nothing(gazetteer: Path) -> None:
    report = load(SYSTEM, gazetteer)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 4)


def test_a_corrected_gazetteer_updates_only_what_changed(gazetteer: Path) -> None:
    write_csv(gazetteer, *GAZETTEER[:-1], GAZETTEER[-1].replace("Bardarash", "Barda Rash"))
    report = load(SYSTEM, gazetteer)
    assert (report.created, report.updated, report.unchanged) == (0, 1, 3)
    assert Place.objects.get(code="dtm-14").name_en == "Barda Rash"


def test_every_doubtful_line_is_reported_with_its_number(country: None, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "gazetteer.csv",
        GAZETTEER[0],
        "21,1,Dastan,Karwan,Turned,,62.5,10.5",
        "22,2,Dastan,Karwan,Lost,,35.0,40.0",
        "23,3,Al-Marja,Bani Rashid,Elsewhere,,13.5,63.5",
        ",4,Dastan,Karwan,Nameless,,10.5,62.5",
        "21,5,Dastan,Karwan,Again,,10.5,62.5",
        "24,1,Dastan,Karwan,Same code,,10.5,62.5",
        "25.0,6,Dastan,Karwan,No point,,#N/A,",
    )
    report = load(SYSTEM, path)
    assert sorted((finding.line, finding.code) for finding in report.findings) == [
        (2, "coordinates_swapped"),
        (3, "coordinates_outside_country"),
        (4, "district_conflict"),
        (5, "no_code"),
        (6, "twice"),
        (7, "code_taken"),
        (8, "no_coordinates"),
    ]
    assert report.created == 5
    assert Place.objects.get(code="dtm-25").parent.code == "XH0201"
    assert PlaceCode.objects.get(system="dtm_location", code="1").place.code == "dtm-21"


def test_doubtful_points_are_not_used_until_somebody_decides(country: None, tmp_path: Path) -> None:
    load(SYSTEM, write_csv(tmp_path / "g.csv", GAZETTEER[0], "21,1,Dastan,Karwan,Turned,,62.5,10.5"))
    assert Place.objects.get(code="dtm-21").lat is None
    item = ReviewItem.objects.get()
    assert (item.kind, item.suggestion, item.line) == ("coordinates_swapped", {"lat": 10.5, "lon": 62.5}, 2)


def test_a_gazetteer_before_the_boundaries_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="Load the boundaries first"):
        load(SYSTEM, write_csv(tmp_path / "g.csv", *GAZETTEER))


def test_a_gazetteer_in_utf_16_with_semicolons_is_read(country: None, tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_bytes("\n".join(line.replace(",", ";") for line in GAZETTEER).encode("utf-16"))
    load(SYSTEM, path)
    assert Place.objects.get(code="dtm-11").name_ar == "حي السلام"


# --- names ---


def test_kurdish_names_are_added_and_other_scripts_are_reported(country: None, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "names.csv",
        "level,pcode,name_en,name_ar,name_ku",
        "2,XH0101,Beni Rashid,بني راشد,بەنی ڕاشید",
        "2,XH0102,Tall Asfar,تل اصفر,Tall Asfar District",
        "2,XH0999,Nowhere,,هیچ",
    )
    report = load(SYSTEM, path)
    assert report.updated == 1
    assert [(finding.line, finding.code) for finding in report.findings] == [
        (3, "name_in_other_script"),
        (4, "unknown_code"),
    ]
    assert Place.objects.get(code="XH0101").name_ckb == "بەنی ڕاشید"
    assert Place.objects.get(code="XH0101").name_en == "Bani Rashid"
    assert not load(SYSTEM, path).changed


def test_another_spelling_in_a_table_of_names_becomes_an_alias(country: None, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "n.csv", "pcode,name_en,name_ckb", "XH0201,Caravan City,کاروان")
    load(SYSTEM, path)
    alias = Alias.objects.get()
    assert (alias.spelling, alias.place.code, alias.scope.code) == ("Caravan City", "XH0201", "XH02")


# --- camps ---


def camp_list(path: Path) -> Path:
    """As camp management writes them: a formal sheet, an informal one with a title row and a total, and a lookup."""
    book = xlsxwriter.Workbook(str(path))
    formal = book.add_worksheet("formal")
    formal.write_row(
        0, 0, ["Snr.", "Governorate", "District", "Camp name REACH", "Camp name CCCM", "COD_District", "SSID"]
    )
    formal.write_row(1, 0, [1, "Dastan", "Karwan", "Camp of Hope", "Hope", "Karwan", "XH-1"])
    formal.write_row(2, 0, [2, "Dastan", "Shaqlan", "Rest", "Rest", "Shaqlan", ""])
    informal = book.add_worksheet("sites")
    informal.write_row(0, 0, ["Informal Sites Information", "", "", "", ""])
    informal.write_row(1, 0, ["Snr.", "Governorate", "District", "Name", "Type"])
    informal.write_row(2, 0, [1, "Al-Marja", "Bani Rashid", "Old School*", "Collective Centre"])
    informal.write_row(3, 0, ["", "Total", "", "", ""])
    lookup = book.add_worksheet("Sheet1")
    lookup.write_row(0, 0, ["Camp", "District"])
    lookup.write_row(1, 0, ["Hope", "Karwan"])
    book.close()
    return path


def test_camp_lists_bring_formal_and_informal_sites(country: None, tmp_path: Path) -> None:
    report = load(SYSTEM, camp_list(tmp_path / "camps.xlsx"))
    assert (report.kind, report.created, codes_of(report)) == ("sites", 3, ["sheet_left_out"])
    sites = Place.objects.filter(level=4).order_by("name_en")
    assert list(sites.values_list("kind", "name_en", "parent__code")) == [
        ("camp", "Hope", "XH0201"),
        ("informal_site", "Old School", "XH0101"),
        ("camp", "Rest", "XH0202"),
    ]
    assert [site.code.split("-")[0] for site in sites] == ["camp"] * 3
    assert PlaceCode.objects.get().place.code == "camp-xh-1"
    assert Alias.objects.get().spelling == "Camp of Hope"


def test_loading_a_camp_list_again_changes_nothing(country: None, tmp_path: Path) -> None:
    path = camp_list(tmp_path / "camps.xlsx")
    load(SYSTEM, path)
    report = load(SYSTEM, path)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 3)


# --- population ---

POPULATION = (
    "gov_en,gov_ar,dis_en,dis_ar,subdistrict_en,subdistrict_ar,total.pop",
    'Al-Marja,المرجة,Bani Rashid,بني راشد,Markaz Bani Rashid,مركز قضاء بني راشد," 10,000 "',
    "Al-Marja,المرجة,Bani Rashid,بني راشد,,النهر,٢٠٠٠",
    "Al-Marja,المرجة,Tall Asfar,تل اصفر,Forgotten,المنسي,300",
    "Dastan,دستان,Karwan,كاروان,Zewah,زيوة,40",
    "Dastan,دستان,Karwan,كاروان,Badly,,many",
    ",,,,,,12340",
)


def people(code: str) -> int | None:
    return Place.objects.get(code=code).population


def test_population_counts_at_the_deepest_area_recognised_and_sums_to_the_file(country: None, tmp_path: Path) -> None:
    report = load(SYSTEM, write_csv(tmp_path / "p.csv", *POPULATION))
    assert (people("XH"), people("XH01"), people("XH0101"), people("XH010101")) == (12_340, 12_300, 12_000, 10_000)
    assert (people("XH010102"), people("XH020102")) == (2_000, 40)
    assert people("XH0102") == 300
    assert people("XH010201") is None
    assert sorted((finding.line, finding.code) for finding in report.findings) == [
        (4, "name_uncertain"),
        (6, "not_a_number"),
    ]


def test_population_again_is_a_no_op_and_a_shorter_file_removes(country: None, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "p.csv", *POPULATION)
    load(SYSTEM, path)
    again = load(SYSTEM, path)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 4)
    shorter = load(SYSTEM, write_csv(path, *POPULATION[:2]))
    assert codes_of(shorter).count("figure_removed") == 3
    assert (people("XH"), people("XH02"), PopulationFigure.objects.count()) == (10_000, None, 1)


def test_population_by_p_code_needs_no_names(country: None, tmp_path: Path) -> None:
    report = load(SYSTEM, write_csv(tmp_path / "p.csv", "pcode,population", "XH020101,7", "XH020102,8", "Total,15"))
    assert [(finding.line, finding.code) for finding in report.findings] == [(4, "unknown_code")]
    assert (people("XH0201"), people("XH")) == (15, 15)
