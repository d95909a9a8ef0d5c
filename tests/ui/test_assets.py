"""What the browser loads: built by `make assets`, small enough for a slow line, allowed by the policy."""

import gzip
from pathlib import Path

import pytest

VENDOR = Path(__file__).resolve().parents[2] / "src" / "hulul" / "ui" / "static" / "vendor"
PAGE = 60_000  # bytes left for the page itself, its pictures and its numbers
LIMIT = 400_000


def _size(name: str) -> int:
    return len(gzip.compress((VENDOR / name).read_bytes(), 9))


@pytest.mark.parametrize(
    "files",
    [
        ("hulul.css", "hulul.js", "chart.js", "noto-sans-latin.woff2"),
        ("hulul.rtl.css", "hulul.js", "chart.js", "noto-sans-latin.woff2", "noto-sans-arabic.woff2"),
    ],
    ids=["left to right", "right to left"],
)
def test_the_first_load_of_a_page_with_charts_stays_under_400_kilobytes(files: tuple[str, ...]) -> None:
    assert sum(_size(name) for name in files) < LIMIT - PAGE


@pytest.mark.parametrize("name", ["hulul.js", "chart.js", "map.js", "map-worker.js"])
def test_scripts_import_nothing_by_name_because_names_change_with_their_content(name: str) -> None:
    text = (VENDOR / name).read_text("utf-8")
    assert "sourceMappingURL" not in text
    for line in text.splitlines():
        assert not line.lstrip().startswith(("import ", "import{", 'import"', "export*from"))


def test_sheets_refer_to_nothing_that_is_not_served() -> None:
    for sheet in VENDOR.glob("*.css"):
        text = sheet.read_text("utf-8")
        references = {part.split(")", 1)[0].strip("\"'") for part in text.split("url(")[1:]}
        for reference in references:
            assert reference.startswith(("data:", "#")) or (VENDOR / reference).is_file(), (sheet.name, reference)
        assert "@import" not in text
