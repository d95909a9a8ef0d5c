"""The arrows between rooms where import-linter cannot see: foreign keys, templates, addresses, the drawn diagram."""

import ast
import re

import pytest
from django.apps import apps

from hulul.site import reference
from tests.architecture.tree import PROJECT, SOURCE, may_know, name_of, on_record, parsed, rooms, templates

NAMES = re.compile(r"""{%-?\s*(?:extends|include)\s+["']([^"']+)["']""")
ADDRESSES = re.compile(r"""{%\s*url\s+["']([^"':]+):([^"']+)["']""")


def test_every_room_is_in_the_contract_and_says_in_a_paragraph_what_it_knows() -> None:
    found = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert found == set(rooms())
    for room in rooms():
        assert ast.get_docstring(parsed(SOURCE / room / "__init__.py")), f"{room}/__init__.py has no docstring"


def test_foreign_keys_point_to_the_same_or_a_lower_room() -> None:
    seen = 0
    for model in apps.get_models():
        if not model.__module__.startswith("hulul."):
            continue
        room = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            target = field.related_model
            if not field.concrete or not isinstance(target, type) or not target.__module__.startswith("hulul."):
                continue
            seen += 1
            other = target.__module__.split(".")[1]
            assert may_know(room, other), f"{room}.{model.__name__}.{field.name} points up to {other}"
    assert seen


def test_templates_extend_and_include_only_the_same_or_lower_rooms() -> None:
    for room, path in templates():
        for name in NAMES.findall(path.read_text("utf-8")):
            other = name.split("/")[0]
            assert other in rooms(), f"{name_of(path)} uses {name}: no room of that name"
            assert may_know(room, other), f"{name_of(path)} uses {name}, which is above it"


def test_templates_link_only_to_the_same_or_lower_rooms_or_on_record() -> None:
    used = set()
    for room, path in templates():
        for namespace, name in ADDRESSES.findall(path.read_text("utf-8")):
            if namespace == "api" or may_know(room, namespace):
                continue
            link = f"{path.relative_to(SOURCE).as_posix()} -> {namespace}:{name}"
            used.add(link)
            assert link in on_record("urls"), f"{link}: links upward go through panels, or on record with a reason"
    assert used == set(on_record("urls")), "exceptions.toml excepts links that nobody makes any more"


def test_rules_know_no_database() -> None:
    for path in sorted(SOURCE.glob("*/rules.py")):
        for node in ast.walk(parsed(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names.append(node.module)
            for name in names:
                forbidden = name.startswith("django.db") or name.endswith(".models")
                assert not forbidden, f"{name_of(path)} imports {name}"


@pytest.mark.parametrize("page", sorted(reference.PAGES))
def test_generated_documentation_is_current(page: str) -> None:
    written = (PROJECT / page).read_text("utf-8")
    assert written == reference.PAGES[page](written), f"{page} is out of date: run `make reference`"
