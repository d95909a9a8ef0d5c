"""What can be seen in the sources, in what is installed, and in what is downloaded: scripts, packages, spreadsheets."""

import csv
import importlib.metadata
import io
import re
from pathlib import Path

import pytest

from hulul.audit.models import Event
from hulul.audit.web.spreadsheets import csv_parts
from hulul.sheets.findings import Findings
from hulul.sheets.spreadsheets import findings_csv
from hulul.tracking.reading import FINDINGS

PROJECT = Path(__file__).resolve().parent.parent.parent
RUNTIME = PROJECT / "requirements" / "runtime.txt"
PACKAGE = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+?)(?: ;.*)? \\$", re.MULTILINE)
# Words of licences that let everybody use, change and give away; weak copyleft is for whole files or libraries only.
ALLOWED = (
    "MIT", "BSD", "Apache", "ISC", "PSF", "Python Software Foundation", "MPL", "Mozilla", "LGPL",
    "Lesser General Public", "Zlib", "Unlicense", "0BSD", "CC0",
)  # fmt: skip
# Distributions that say nothing in their metadata that a program can read: name = the licence in their sources.
SAID_ELSEWHERE: dict[str, str] = {}
# LGPL code used as a library, loaded and replaceable as a file of its own.
LIBRARIES = {"psycopg", "psycopg-binary"}


def runtime() -> list[str]:
    return [name for name, _version in PACKAGE.findall(RUNTIME.read_text("utf-8"))]


def licence(name: str) -> str:
    """What a distribution says: the expression, else the classifiers, else the first line of the free text."""
    about = importlib.metadata.metadata(name)
    classifiers = [
        text.rsplit(" :: ", 1)[-1] for text in about.get_all("Classifier") or () if text.startswith("License")
    ]
    first = (about.get("License") or "").strip().split("\n", maxsplit=1)[0]
    return about.get("License-Expression") or " AND ".join(classifiers) or first


def test_every_package_is_pinned_with_its_hash() -> None:
    for path in sorted((PROJECT / "requirements").glob("*.txt")):
        entries = re.split(r"\n(?=[a-z0-9])", path.read_text("utf-8").split("\n", 2)[2])
        for entry in entries:
            if re.match(r"[a-z0-9]", entry):
                assert "==" in entry.split("\n", maxsplit=1)[0], f"{path.name}: {entry[:60]}"
                assert "--hash=sha256:" in entry, f"{path.name}: {entry[:60]}"
        assert "http" not in "".join(line for line in path.read_text("utf-8").splitlines(True) if line[0] != "#")


@pytest.mark.parametrize("name", runtime())
def test_every_package_that_is_installed_has_a_licence_of_the_list(name: str) -> None:
    try:
        said = SAID_ELSEWHERE.get(name) or licence(name)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip(f"{name} is for another system")
    assert any(word in said for word in ALLOWED), said
    assert "AGPL" not in said
    assert "Affero" not in said
    if re.search(r"(?<!L)GPL|(?<!Lesser )General Public", said):
        assert re.search(r"\bOR\b", said) or name in LIBRARIES, said


def test_scripts_keep_nothing_in_the_browser() -> None:
    scripts = sorted((PROJECT / "frontend").rglob("*.js"))
    assert scripts
    for script in scripts:
        text = script.read_text("utf-8")
        for word in ("localStorage", "sessionStorage", "indexedDB", "eval(", "new Function"):
            assert word not in text, f"{script.name}: {word}"
        assert set(re.findall(r"document\.cookie(?: = `(\w+)=)?", text)) <= {"theme"}, script.name
        assert "innerHTML" not in text or 'innerHTML = ""' in text, script.name


FORMULAS = ('=HYPERLINK("http://evil.example")', "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1")


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_download_carries_a_formula(formula: str) -> None:
    findings = Findings(FINDINGS)
    findings.add("total_row", row=7, value=formula)
    event = Event(actor_name=formula, verb="x", kind="y", object_id=formula, detail={}, at=_now())
    for content in (findings_csv(findings, FINDINGS), b"".join(csv_parts([event]))):
        cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in row]
        assert any(formula in cell for cell in cells)
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def _now() -> object:
    from hulul.kernel import clock

    return clock.now()
