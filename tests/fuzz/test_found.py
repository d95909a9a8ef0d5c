"""What fuzzing found, each refused in words since."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from hulul.kernel.errors import Invalid
from hulul.places.actions import boundaries
from hulul.places.actions.population import people_in
from hulul.places.actions.report import LoadReport
from hulul.places.tables import read_sheets
from hulul.sheets.sources import SourceFile, sources
from tests.fuzz import seeds


def only(folder: Path, content: bytes) -> SourceFile:
    path = folder / "given.zip"
    path.write_bytes(content)
    (source,) = sources([path])
    return source


def test_an_archive_member_without_a_name_leads_nowhere(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"Families\n1\n")
    assert only(tmp_path, content.getvalue()).trouble.code == "archive_unsafe"


def test_a_directory_of_too_many_members_is_not_even_listed(tmp_path: Path) -> None:
    entry = b"PK\x01\x02" + bytes(42)
    size = len(entry) * 120_000
    end = b"PK\x05\x06" + bytes(4) + b"\xff\xff\xff\xff" + size.to_bytes(4, "little") + bytes(6)
    assert only(tmp_path, b"PK\x03\x04" + entry * 120_000 + end).trouble.code == "archive_too_many"


def test_a_name_of_a_gigabyte_is_not_taken_into_memory(tmp_path: Path) -> None:
    header = tarfile.TarInfo("././@LongLink")
    header.type, header.size = tarfile.GNUTYPE_LONGNAME, 1 << 30
    content = gzip.compress(header.tobuf(tarfile.GNU_FORMAT) + b"a" * 100_000)
    assert only(tmp_path, content).trouble.code == "archive_damaged"


@pytest.mark.parametrize(
    "text",
    [
        seeds.outlines()[0].replace(b'"Polygon"', b'"Polyhedron"'),
        seeds.outlines()[0].replace(b'"features": [', b'"features": 7, "x": ['),
        seeds.outlines()[0].replace(b'"features": [', b'"features": [null, '),
        seeds.outlines()[0].replace(b'"properties": {', b'"properties": [1], "x": {'),
        b'{"type": "FeatureCollection", "features": ' + b"[" * 100_000,
    ],
    ids=["unknown geometry", "no list", "no feature", "no columns", "nested too deep"],
)
def test_boundaries_that_are_none_are_refused(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "areas.geojson"
    path.write_bytes(text)
    with pytest.raises(Invalid):
        boundaries.read(path, LoadReport("boundaries", path.name))


def test_a_table_of_places_with_an_open_quotation_mark_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text('pcode,name_ckb\nXH01,"' + "a" * 200_000, "utf-8")
    with pytest.raises(Invalid):
        read_sheets(path)


@pytest.mark.parametrize("text", ["1e999", "-1", "1.5", "1e300", "", "many"])
def test_what_is_no_number_of_people_is_none(text: str) -> None:
    assert people_in(text) is None
