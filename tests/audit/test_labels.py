"""Every verb and kind that the source records has a name for people."""

import ast

from hulul.audit import labels
from tests.architecture.tree import modules, parsed, rooms

RECORDING = {"record", "record_read"}


def recorded() -> set[tuple[str, str]]:
    """(verb, kind) of every call that names both in so many words."""
    found = set()
    for room in rooms():
        for path in modules(room):
            for node in ast.walk(parsed(path)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RECORDING:
                    named = [part.value for part in node.args[1:3] if isinstance(part, ast.Constant)]
                    if len(named) == 2:
                        found.add((str(named[0]), str(named[1])))
    return found


def test_every_verb_and_kind_has_a_name() -> None:
    found = recorded()
    assert ("accept_round", "round") in found
    nameless = {verb for verb, _ in found if not labels.is_named(verb)}
    nameless |= {kind for _, kind in found if not labels.knows(kind)}
    assert not nameless, "name them in the room's verbs.py"


def test_verbs_made_of_parts_have_a_name_too() -> None:
    assert all(labels.is_named(f"{verb}_review") for verb in ("accept", "reject", "undo"))
