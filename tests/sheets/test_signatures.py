"""What a file is, whatever its name says; and a refusal that helps."""

import pytest

from hulul.sheets.errors import Unreadable
from hulul.sheets.opening import refusal
from hulul.sheets.signatures import Kind, kind_of

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
def test_what_is_no_table_is_refused_by_what_it_is(open_bytes, content, code):
    with pytest.raises(Unreadable) as refused:
        open_bytes(content)
    assert refused.value.code == code
    assert refused.value.hint


def test_a_docx_is_a_document(open_bytes, tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "letter.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    with pytest.raises(Unreadable) as refused:
        open_bytes((tmp_path / "letter.docx").read_bytes())
    assert refused.value.code == "document"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.TEXT, Kind.WORKBOOK, Kind.OLD_OFFICE)])
def test_every_kind_that_cannot_be_read_says_what_it_is_and_what_to_do(kind):
    refused = refusal(kind)
    assert refused.message.endswith(".")
    assert refused.hint.endswith(".")


def test_arabic_utf16_is_text():
    assert kind_of("المحافظة,عدد الأسر\nالأنبار,٤٥\n".encode("utf-16-le")) is Kind.TEXT
