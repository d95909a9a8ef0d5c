"""What a file is, whatever its name says; and a refusal that helps."""

import pytest

from hulul.tracking.reading import Unreadable
from hulul.tracking.reading.reader import refusal
from hulul.tracking.reading.signatures import Kind, kind_of
from tests.tracking.reading.conftest import csv_bytes, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty"),
        (bytes(2_000), "empty"),
        (b"<!DOCTYPE html><html><body><table><tr><td>Families</td></tr></table></body></html>", "html"),
        (b"\xef\xbb\xbf \n<table><tr><td>Families</td></tr></table>", "html"),
        (b"<?xml version='1.0'?><Workbook/>", "html"),
        ("<html><body>".encode("utf-16"), "html"),
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "image"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "image"),
        (b"GIF89a" + bytes(100), "image"),
        (b"{\\rtf1\\ansi Families}", "document"),
        (b"Rar!\x1a\x07\x00", "foreign_archive"),
        (b"7z\xbc\xaf\x27\x1c", "foreign_archive"),
        (b"SQLite format 3\0" + bytes(100), "binary"),
        (bytes(range(256)) * 4, "binary"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password_protected"),
        (OLE + b"nothing of use", "workbook_damaged"),
    ],
)
@pytest.mark.parametrize("name", ["list.xlsx", "list.csv"])
def test_what_is_no_list_is_refused_by_what_it_is(read_bytes, content, code, name):
    with pytest.raises(Unreadable) as refused:
        read_bytes(content, name)
    assert refused.value.code == code
    assert refused.value.hint


def test_a_list_is_read_whatever_its_name_says(read_bytes, tmp_path):
    assert read_bytes(csv_bytes(), "list.xlsx").rows == 3
    content = workbook(tmp_path / "made.xlsx", {"Sheet": [["Place ID", "Families"], [122, 45]]})
    assert read_bytes(content, "list.csv").numbers("households").tolist() == [45]


def test_a_docx_is_a_document(read_bytes, tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "letter.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    with pytest.raises(Unreadable) as refused:
        read_bytes((tmp_path / "letter.docx").read_bytes(), "list.xlsx")
    assert refused.value.code == "document"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.TEXT, Kind.WORKBOOK, Kind.OLD_OFFICE)])
def test_every_kind_that_cannot_be_read_says_what_it_is_and_what_to_do(kind):
    refused = refusal(kind)
    assert refused.message.endswith(".")
    assert refused.hint.endswith(".")


def test_arabic_utf16_is_text():
    assert kind_of("المحافظة,عدد الأسر\nالأنبار,٤٥\n".encode("utf-16-le")) is Kind.TEXT
