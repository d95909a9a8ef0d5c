"""Text in whatever encoding an office program chose."""

import pytest

from hulul.sheets.encodings import decode
from tests.sheets.conftest import TABLE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
def test_a_table_reads_the_same_in_every_usual_encoding(open_bytes, encoding):
    grid = open_bytes(TABLE.encode(encoding))
    place, families, name = grid.body(1, 3)
    assert place.to_pylist() == ["7862", "25622", "122"]
    assert families.to_pylist() == ["16", "341", "45"]
    assert name.to_pylist() == ["قدش", "دوميز", "حي المعلمين"]


def test_windows_arabic_is_told(open_bytes, findings):
    assert open_bytes(TABLE.encode("cp1256")).encoding == "cp1256"
    assert findings.count("encoding_cp1256") == 1


def test_utf8_raises_no_finding_about_letters(open_bytes, findings):
    assert open_bytes(TABLE.encode()).encoding == "utf-8"
    assert len(findings) == 0


def test_western_letters_are_guessed_with_a_warning(findings):
    text, encoding = decode("Café,Hôtel,à côté".encode("cp1252"), findings)
    assert (text, encoding) == ("Café,Hôtel,à côté", "cp1252")
    assert findings.count("encoding_guessed") == 1


def test_a_few_broken_letters_do_not_change_the_encoding(findings):
    arabic = ("حي المعلمين " * 50).encode()
    text, encoding = decode(arabic + b"\xd9", findings)
    assert encoding == "utf-8"
    assert text.endswith("\ufffd")
    assert findings.count("damaged_letters") == 1


def test_half_a_utf16_letter_at_the_end_is_told(findings):
    text, encoding = decode("قدش".encode("utf-16")[:-1], findings)
    assert (text, encoding) == ("قد\ufffd", "utf-16")
    assert findings.count("damaged_letters") == 1
