"""Text in whatever encoding an office program chose."""

import pytest

from hulul.tracking.findings import Findings
from hulul.tracking.reading.encodings import decode
from hulul.tracking.reading.findings import FINDINGS
from tests.tracking.reading.conftest import csv_bytes, csv_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
def test_a_list_reads_the_same_in_every_usual_encoding(read_bytes, encoding):
    table = read_bytes(csv_text().encode(encoding))
    assert table.texts("name_ar") == ["قدش", "دوميز", "حي المعلمين"]
    assert table.numbers("households").tolist() == [16, 341, 45]


def test_windows_arabic_is_told(read_bytes):
    table = read_bytes(csv_text().encode("cp1256"))
    assert table.encoding == "cp1256"
    assert table.findings.count("encoding_cp1256") == 1


def test_utf8_raises_no_finding_about_letters(read_bytes):
    table = read_bytes(csv_bytes())
    assert table.encoding == "utf-8"
    assert len(table.findings) == 0


def test_western_letters_are_guessed_with_a_warning():
    findings = Findings(FINDINGS)
    text, encoding = decode("Café,Hôtel,à côté".encode("cp1252"), findings)
    assert (text, encoding) == ("Café,Hôtel,à côté", "cp1252")
    assert findings.count("encoding_guessed") == 1


def test_a_few_broken_letters_do_not_change_the_encoding():
    findings = Findings(FINDINGS)
    arabic = ("حي المعلمين " * 50).encode()
    text, encoding = decode(arabic + b"\xd9", findings)
    assert encoding == "utf-8"
    assert text.endswith("\ufffd")
    assert findings.count("damaged_letters") == 1


def test_half_a_utf16_letter_at_the_end_is_told():
    findings = Findings(FINDINGS)
    text, encoding = decode("قدش".encode("utf-16")[:-1], findings)
    assert (text, encoding) == ("قد\ufffd", "utf-16")
    assert findings.count("damaged_letters") == 1
