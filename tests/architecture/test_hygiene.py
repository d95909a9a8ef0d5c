"""What must never be in the repository: somebody's machine, an index's address, third-party code, secrets."""

import json
import re
from pathlib import Path

from hulul.site.options import OPTIONS
from tests.architecture.tree import PROJECT, SOURCE, name_of, tracked

TEXT = {".py", ".md", ".toml", ".txt", ".in", ".json", ".html", ".css", ".js", ".mjs", ".po", ".sh", ".csv", ""}
MACHINE = re.compile(r"(?<![\w.])/(?:home|Users)/[a-z][\w.-]*/|(?<![\w.])/(?:root|work)/|[A-Z]:\\\\Users")
OPTION = re.compile(r"\bHULUL_[A-Z0-9_]+\b")


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.suffix in TEXT else ""


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    places = {str(PROJECT), str(Path.home())} - {"/"}
    for path in tracked():
        if path == Path(__file__).resolve():
            continue
        text = _text(path)
        found = MACHINE.search(text)
        assert found is None, f"{name_of(path)}: {found and found.group()}"
        assert not [place for place in places if f"{place}/" in text], name_of(path)


def test_pinned_requirements_name_no_index_and_have_hashes() -> None:
    for path in sorted((PROJECT / "requirements").glob("*.txt")):
        text = path.read_text("utf-8")
        assert "://" not in text, name_of(path)
        assert "--index" not in text, name_of(path)
        assert "--find-links" not in text, name_of(path)
        pins = re.findall(r"^[\w.\-\[\]]+==", text, re.MULTILINE)
        assert pins
        assert text.count("--hash=sha256:") >= len(pins), name_of(path)


def test_the_front_end_lock_names_no_registry() -> None:
    lock = json.loads((PROJECT / "package-lock.json").read_text("utf-8"))
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    assert all(package.get("integrity") for name, package in lock["packages"].items() if name)


def test_no_third_party_code_is_committed() -> None:
    vendored = [name_of(path) for path in tracked() if "vendor" in path.parts or "node_modules" in path.parts]
    assert not vendored


def test_every_option_that_is_read_or_written_about_is_declared() -> None:
    declared = {option.name for option in OPTIONS} | {f"{option.name}_FILE" for option in OPTIONS if option.secret}
    own = {"HULUL_INITIALISED", "HULUL_BENCHMARKS", "HULUL_TOKEN"}  # a setting; of the benchmarks; of readers
    for path in [*SOURCE.rglob("*.py"), *PROJECT.glob("docs/**/*.md"), *PROJECT.glob("*.md")]:
        for name in OPTION.findall(path.read_text("utf-8")):
            known = name in declared or name in own or name.startswith("HULUL_TEST_")
            assert known, f"{name_of(path)}: {name} is no option"
