"""Every room is built alike: know one, know all."""

import ast

from tests.architecture.tree import PROJECT, SOURCE, name_of, on_record, parsed, rooms, tracked

ANATOMY = {
    "__init__", "rules", "models", "access", "queries", "actions", "events", "datasets", "tasks", "verbs", "api",
    "apps", "web", "migrations", "templates", "templatetags", "static", "locale", "__pycache__",
}  # fmt: skip
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "core", "base", "tools", "stuff"}
FREE = {"methods", "countries"}  # a library with a file per method, and data
CODE = {".py", ".html", ".css", ".js", ".mjs", ".sh"}
LONGEST = 400
SHORT = 5  # lines of a function whose name may say everything


def test_rooms_have_the_files_of_the_anatomy_and_those_on_record() -> None:
    extra = on_record("files")
    for room in rooms():
        if room in FREE:
            continue
        allowed = ANATOMY | set(extra.get(room, {}))
        found = {path.stem for path in (SOURCE / room).iterdir() if path.is_dir() or path.suffix == ".py"}
        assert found <= allowed, f"{room}: {sorted(found - allowed)} is neither anatomy nor on record"
        gone = set(extra.get(room, {})) - found
        assert not gone, f"{room}: {sorted(gone)} is on record in exceptions.toml but does not exist"


def test_no_module_is_called_by_a_word_that_says_nothing() -> None:
    for path in tracked():
        if path.suffix == ".py" and path.name != "conftest.py":
            assert path.stem not in VAGUE, name_of(path)
            assert path.parent.name not in VAGUE, name_of(path)


def test_no_file_is_longer_than_one_sitting_without_a_reason_on_record() -> None:
    long = {
        name_of(path): lines
        for path in tracked()
        if path.suffix in CODE and (lines := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    unexplained = {name: lines for name, lines in long.items() if name not in on_record("long_files")}
    assert not unexplained, f"longer than {LONGEST} lines: {unexplained}"
    assert set(on_record("long_files")) <= set(long), "exceptions.toml explains files that are not long any more"


def test_every_module_says_what_it_knows() -> None:
    silent = []
    for room in rooms():
        for path in sorted((SOURCE / room).rglob("*.py")):
            if path.name in ("__init__.py", "apps.py") or "migrations" in path.parts:
                continue
            if not ast.get_docstring(parsed(path)):
                silent.append(name_of(path))
    assert not silent


def test_public_functions_that_are_not_told_by_their_name_have_a_docstring() -> None:
    silent = []
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if parts[0] != "methods" and not {"actions", "queries"} & set(parts[1:3]):
            continue
        for node in parsed(path).body:
            long = isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.body[0].lineno >= SHORT
            if long and not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{name_of(path)}:{node.name}")
    assert not silent


def test_there_is_no_unfinished_work_in_the_source() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "XX" + "X:", "raise NotImplemented" + "Error")
    found = [
        f"{name_of(path)}: {word}"
        for path in tracked()
        if path.suffix in CODE and PROJECT / "tests" not in path.parents
        for word in words
        if word in path.read_text("utf-8")
    ]
    assert not found
