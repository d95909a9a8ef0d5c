"""Files that people and programs take away: the right rows, their source, their tags, safe in a spreadsheet."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from hulul.kernel import datasets, packs
from hulul.kernel.actors import ANONYMOUS, SYSTEM
from hulul.kernel.errors import Invalid, NotFound
from hulul.warehouse import actions, answers, export
from hulul.warehouse.models import Generation
from hulul.warehouse.queries import Question, Range, ask
from tests.warehouse import world
from tests.warehouse.conftest import Given

pytestmark = pytest.mark.django_db

WHERE: dict[str, Any] = {"level": 1, "population": "idp", "source": "dtm"}


def expected(where: dict[str, Any] = WHERE) -> list[tuple[Any, ...]]:
    return ask(ANONYMOUS, Question("stocks", where=where)).rows


def write(folder: Path, name: str, where: dict[str, Any] = WHERE, dataset: str = "stocks", **more: Any) -> Path:
    path = folder / name
    export.write(ANONYMOUS, dataset, path, where, **more)
    return path


def rows_of_csv(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def as_text(row: tuple[Any, ...]) -> list[str]:
    return ["" if value is None else str(value) for value in row]


def test_csv_has_source_titles_tags_and_the_rows(published: Generation, tmp_path: Path) -> None:
    note, titles, tags, *rows = rows_of_csv(write(tmp_path, "stocks.csv"))
    assert "generation 1" in note[0]
    assert len(note[0]) > 40
    assert titles[6:9] == ["Level", "Place code", "Households"]
    assert tags[6:9] == ["#meta+level", "#loc+code", "#affected+hh"]
    assert rows == [as_text(row) for row in expected()]


def test_csv_for_programs_has_names_and_rows_only(published: Generation, tmp_path: Path) -> None:
    names, *rows = rows_of_csv(write(tmp_path, "stocks.csv", hxl=False))
    assert names[-3:] == ["households", "individuals", "locations"]
    assert rows == [as_text(row) for row in expected()]


def test_a_text_that_a_spreadsheet_would_compute_is_made_harmless(
    given: Given, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    base = world.tables(2)
    places = base["places"].to_pylist()
    places[0] |= {"name_en": '=HYPERLINK("http://evil","x")', "name_ar": "@SUM(1)", "lat": -33.5}
    base["places"] = base["places"].from_pylist(places, schema=base["places"].schema)
    given(base)
    actions.publish(SYSTEM)
    path = write(tmp_path, "places.csv", {"level": 0}, "places", hxl=False)
    (row,) = (dict(zip(rows_of_csv(path)[0], row, strict=True)) for row in rows_of_csv(path)[1:])
    assert row["name_en"] == '\'=HYPERLINK("http://evil","x")'
    assert row["name_ar"] == "'@SUM(1)"
    assert row["lat"] == "-33.5", "a negative number is not a formula"
    workbook = write(tmp_path, "places.xlsx", {"level": 0}, "places")
    cells = CalamineWorkbook.from_path(str(workbook)).get_sheet_by_index(0).to_python()
    assert '=HYPERLINK("http://evil","x")' in cells[2], "in a workbook it is a text as it is"


def test_xlsx_has_the_rows_with_their_types_and_says_what_they_are(published: Generation, tmp_path: Path) -> None:
    workbook = CalamineWorkbook.from_path(str(write(tmp_path, "stocks.xlsx")))
    assert workbook.sheet_names == ["Data", "About"]
    titles, tags, *rows = workbook.get_sheet_by_name("Data").to_python()
    assert (titles[8], tags[8]) == ("Households", "#affected+hh")
    assert [tuple(row) for row in rows] == expected()
    about = str(workbook.get_sheet_by_name("About").to_python())
    assert "DTM master lists" in about
    assert "generation 1" in about
    assert CalamineWorkbook.from_path(str(write(tmp_path, "bare.xlsx", hxl=False))).get_sheet_by_index(0).height == (
        len(rows) + 1
    )


@pytest.mark.parametrize(("language", "right_to_left"), [("en", False), ("ar", True), ("ckb", True)])
def test_xlsx_runs_in_the_direction_of_the_reader(
    published: Generation, tmp_path: Path, language: str, right_to_left: bool
) -> None:
    import zipfile

    with translation.override(language):
        path = write(tmp_path, "stocks.xlsx")
    with zipfile.ZipFile(path) as archive:
        for page in ("sheet1", "sheet2"):
            assert (b'rightToLeft="1"' in archive.read(f"xl/worksheets/{page}.xml")) is right_to_left


def test_more_rows_than_a_worksheet_holds_are_refused_in_words(
    published: Generation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export.workbook, "MOST_ROWS", 10)
    with pytest.raises(Invalid, match="CSV or Parquet"):
        write(tmp_path, "stocks.xlsx")
    assert not list(tmp_path.glob("stocks*"))


def test_json_is_one_object_with_rows(published: Generation, tmp_path: Path) -> None:
    found = json.loads(write(tmp_path, "stocks.json").read_text("utf-8"))
    assert (found["dataset"], found["generation"], found["columns"][8]["unit"]) == ("stocks", 1, "households")
    assert [list(row.values()) for row in found["rows"]] == [[*map(_plain, row)] for row in expected()]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def test_parquet_has_the_rows_and_its_source_inside(published: Generation, tmp_path: Path) -> None:
    table = pq.read_table(write(tmp_path, "stocks.parquet"))
    assert [tuple(row.values()) for row in table.to_pylist()] == expected()
    assert table.schema.metadata[b"generation"] == b"1"
    assert table.schema.field("households").metadata[b"hxl"] == b"#affected+hh"


def test_geojson_puts_each_row_at_its_place(published: Generation, tmp_path: Path) -> None:
    where = {"level": 4, "round": "dtm-idp-2015-01-10"}
    found = json.loads(write(tmp_path, "stocks.geojson", where).read_text("utf-8"))
    points = {code: [lon, lat] for code, lat, lon in ask(ANONYMOUS, Question("places", ("code", "lat", "lon"))).rows}
    assert len(found["features"]) == len(expected(where)) > 30
    for feature in found["features"]:
        assert feature["geometry"] == {"type": "Point", "coordinates": points[feature["properties"]["place"]]}


def test_areas_of_one_round_are_outlines_and_of_many_rounds_points(
    published: Generation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outline = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    features = [{"type": "Feature", "id": "XA01", "properties": {}, "geometry": outline}]
    monkeypatch.setattr(
        export.features, "boundaries", lambda actor, level: json.dumps({"features": features if level == 1 else []})
    )
    one = json.loads(write(tmp_path, "one.geojson", {"round": "dtm-idp-2015-01-10", "level": 1}).read_text("utf-8"))
    kinds = {f["properties"]["place"]: f["geometry"]["type"] for f in one["features"]}
    assert kinds == {"XA01": "Polygon", "XA02": "Point"}
    many = json.loads(write(tmp_path, "many.geojson", {"level": 1}).read_text("utf-8"))
    assert {feature["geometry"]["type"] for feature in many["features"]} == {"Point"}


@pytest.mark.parametrize("extension", sorted(export.MEDIA_TYPES))
def test_an_export_without_rows_is_still_a_whole_file(published: Generation, tmp_path: Path, extension: str) -> None:
    path = write(tmp_path, f"stocks.{extension}", {"place": "nowhere"})
    assert path.stat().st_size > 100
    if "json" in extension:
        assert json.loads(path.read_text("utf-8")).get("rows" if extension == "json" else "features") == []


def test_what_cannot_be_exported_is_refused_and_leaves_no_file(published: Generation, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no format pdf"):
        write(tmp_path, "stocks.pdf")
    with pytest.raises(Invalid, match="no places"):
        write(tmp_path, "rounds.geojson", {}, "rounds")
    with pytest.raises(NotFound):
        write(tmp_path, "alerts.csv", {}, "alerts")
    assert not [path for path in tmp_path.iterdir() if path.is_file()]


def test_only_the_sources_asked_for_are_named(published: Generation, tmp_path: Path) -> None:
    dataset, notes = datasets.get("stocks"), export.sheets.source_notes
    assert len(notes(ANONYMOUS, dataset, {"source": "dtm"})) == 1
    assert notes(ANONYMOUS, dataset, {}) == notes(ANONYMOUS, dataset, {"source": ("dtm", "momd")})
    assert notes(ANONYMOUS, dataset, {"source": "nobody"}) == ()
    assert notes(ANONYMOUS, datasets.get("places"), {}) == (str(packs.current().boundaries_note),)
    Generation.objects.all().delete()
    answers.cache.clear()
    assert notes(ANONYMOUS, dataset, {}) == ()
    assert export.sheets.place_column(replace(dataset, columns=dataset.columns[:3])) is None


def test_a_range_of_dates_narrows_an_export(published: Generation, tmp_path: Path) -> None:
    first = expected()[0][3]
    _note, _titles, _tags, *rows = rows_of_csv(write(tmp_path, "stocks.csv", WHERE | {"date": Range(first, first)}))
    assert {row[3] for row in rows} == {first.isoformat()}
