"""SECURITY.md: every line of defence names tests that exist, or says honestly that nobody but the operator defends."""

import re

from tests.architecture.documents import ROOT, missing, pointers

PAGE = ROOT / "SECURITY.md"
SECTIONS = ("How to report", "Assets", "Actors", "Boundaries", "Lines of defence", "What each tier demands")
# What a line without a test has to say instead.
UNTESTED = {"not defended", "operator's duty"}


def chapters() -> dict[str, str]:
    parts = re.split(r"^## (.+)$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def lines() -> dict[str, list[list[str]]]:
    """Of each part of the lines of defence: against, defence, shown by."""
    parts = re.split(r"^### (.+)$", chapters()["Lines of defence"], flags=re.MULTILINE)
    return {title: _table(text) for title, text in zip(parts[1::2], parts[2::2], strict=True)}


def _table(text: str) -> list[list[str]]:
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    return rows[2:]


def test_it_has_its_chapters_and_each_has_something_to_say() -> None:
    assert set(SECTIONS) <= set(chapters())
    assert all(len(text.strip()) > 100 for text in chapters().values())
    for title in ("Assets", "Actors", "What each tier demands"):
        assert len(_table(chapters()[title])) >= 4


def test_every_part_has_lines_of_three_cells() -> None:
    assert len(lines()) >= 6
    for title, rows in lines().items():
        assert rows, title
        assert all(len(row) == 3 and all(row) for row in rows), title


def test_every_line_names_tests_or_says_that_there_are_none() -> None:
    for title, rows in lines().items():
        for against, _defence, shown in rows:
            tests = [pointer for pointer in pointers(shown) if pointer.startswith("tests/")]
            assert bool(tests) != (shown in UNTESTED), f"{title}: {against}"


def test_what_is_not_defended_is_said_where_one_looks_for_the_defence() -> None:
    for rows in lines().values():
        for _against, defence, shown in rows:
            assert defence.startswith("not defended: ") == (shown == "not defended"), defence


def test_everything_it_points_to_exists() -> None:
    assert [why for pointer in pointers(PAGE.read_text("utf-8")) if (why := missing(pointer))] == []


def test_a_pointer_to_nothing_is_found() -> None:
    (pointer,) = pointers("see `tests/architecture/test_security_document.py::test_that_is_not_there`")
    assert missing(pointer)
    assert missing("tests/nowhere.py")
    assert not missing("tests/architecture/test_security_document.py::test_a_pointer_to_nothing_is_found")
