"""The page about formats says what the code does."""

import re
from pathlib import Path

from hulul import sheets
from hulul.sheets.limits import Limits
from hulul.sheets.signatures import Kind
from hulul.tracking import reading

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "master-list-formats.md").read_text("utf-8")
FOLDERS = (Path(sheets.__file__).parent, Path(reading.__file__).parent)
SOURCE = "\n".join(path.read_text("utf-8") for folder in FOLDERS for path in folder.glob("*.py"))


def test_every_refusal_is_on_the_page_and_no_other():
    told = set(re.findall(r"`(\w+)`", PAGE.partition("## Refusals")[2].partition("## Findings")[0]))
    raised = set(re.findall(r'code="(\w+)"', SOURCE)) | {
        kind.name.lower() for kind in Kind if kind not in (Kind.TEXT, Kind.WORKBOOK, Kind.OLD_OFFICE)
    }
    assert told == raised


def test_the_limits_on_the_page_are_those_of_the_code():
    limits = Limits()
    values = re.findall(r"\| ([\d,]+(?: : 1| MB| GB)?) \|", PAGE)
    assert values == [
        f"{limits.file_bytes // 10**6} MB", f"{limits.archive_bytes // 10**9} GB", f"{limits.ratio} : 1",
        f"{limits.members:,}", f"{limits.rows:,}", f"{limits.columns:,}",
    ]  # fmt: skip


def test_every_finding_that_reading_can_make_is_made_somewhere():
    for code in reading.FINDINGS:
        assert SOURCE.count(f'"{code}"') > 1, code
