"""Every write is an action: it checks, writes, audits and publishes in one transaction. Nothing else writes."""

import ast
from pathlib import Path

from tests.architecture.tree import SOURCE, modules, name_of, on_record, parsed, rooms

ALWAYS = {
    "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "delete", "save",
    "acreate", "abulk_create", "aupdate", "adelete", "asave",
}  # fmt: skip
QUERY = {"filter", "exclude", "all", "select_for_update", "order_by", "objects"}  # what makes `.update` a write


def _chain(node: ast.expr) -> set[str]:
    """Names along `a.b(…).c`: {"a", "b", "c"}."""
    found: set[str] = set()
    while True:
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Name):
            return found | {node.id}
        else:
            return found


def _writes(path: Path) -> list[str]:
    found = []
    for node in ast.walk(parsed(path)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        verb, before = node.func.attr, _chain(node.func.value)
        own = "super" in before or before <= {"files"}  # a model's own save(); the store's delete()
        if (verb in ALWAYS and not own) or (verb == "update" and before & QUERY):
            found.append(f"{name_of(path)}:{node.lineno} .{verb}()")
    return found


def _is_action(path: Path) -> bool:
    return "actions" in path.relative_to(SOURCE).with_suffix("").parts[1:3]


def test_only_actions_write() -> None:
    excepted = on_record("writes")
    stray = []
    for room in rooms():
        if room in ("countries", "methods"):  # files and arrays: neither knows the database
            continue
        for path in modules(room):
            if not _is_action(path) and name_of(path) not in excepted:
                stray += _writes(path)
    assert not stray, "writes outside actions: " + ", ".join(stray)


def test_every_exception_to_writing_in_actions_still_writes() -> None:
    idle = [name for name in on_record("writes") if not _writes(SOURCE.parent.parent / name)]
    assert not idle


def _module(path: Path) -> str:
    return ".".join(("hulul", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")


class _Functions:
    """The functions of all `actions`, by (module, name), with the actions they call."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], tuple[Path, ast.FunctionDef]] = {}
        self.names: dict[str, dict[str, tuple[str, str]]] = {}
        self.tables: dict[str, dict[str, ast.expr]] = {}
        for room in rooms():
            for path in modules(room):
                if _is_action(path):
                    self._read(path)

    def _read(self, path: Path) -> None:
        module = _module(path)
        names: dict[str, tuple[str, str]] = {}
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ImportFrom) and node.module:
                names |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef):
                self.found[module, node.name] = (path, node)
                names[node.name] = (module, node.name)
        self.names[module] = names
        self.tables[module] = {
            target.id: node.value
            for node in parsed(path).body
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name) and isinstance(node.value, ast.Dict | ast.Tuple | ast.List)
        }

    def calls(self, key: tuple[str, str]) -> set[tuple[str, str]]:
        """The functions that this one names, itself or through a table of functions at the top of its module."""
        return {self.resolve(found) for found in self._named(key[0], self.found[key][1])}

    def _named(self, module: str, tree: ast.AST) -> set[tuple[str, str]]:
        found = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                found.add(self.names[module].get(node.id, ("", node.id)))
                if node.id in self.tables[module]:
                    found |= self._named(module, self.tables[module][node.id])
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                base = self.names[module].get(node.value.id, ("", node.value.id))
                found.add((".".join(filter(None, base)), node.attr))
        return found

    def resolve(self, key: tuple[str, str]) -> tuple[str, str]:
        """Follow a package's re-export to where the function is defined."""
        seen = set()
        while key not in self.found and key not in seen and key[1] in self.names.get(key[0], {}):
            seen.add(key)
            key = self.names[key[0]][key[1]]
        return key


def _is_atomic(node: ast.FunctionDef) -> bool:
    return any("atomic" in _chain(part) for part in node.decorator_list) or any(
        isinstance(part, ast.With) and any("atomic" in _chain(item.context_expr) for item in part.items)
        for part in ast.walk(node)
    )


def _without(has: set[tuple[str, str]], functions: _Functions) -> list[str]:
    """The actions that neither are in `has` nor reach one of it by calls between actions.

    Public are the functions of a module `actions.py`, and of a package `actions` those that its `__init__` offers.
    """
    reached = set(has)
    while more := {key for key in functions.found if key not in reached and functions.calls(key) & reached}:
        reached |= more
    offered = {key for key in functions.found if key[0].endswith(".actions") and not key[1].startswith("_")}
    for module, names in functions.names.items():
        if module.endswith(".actions") and (SOURCE / module.split(".")[1] / "actions").is_dir():
            offered |= {found for name in names if (found := functions.resolve((module, name))) in functions.found}
    return sorted(".".join(key) for key in offered - reached)


def test_every_action_records_what_it_did() -> None:
    functions = _Functions()
    recording = {
        key
        for key in functions.found
        if ("hulul.audit.actions", "record") in functions.calls(key) or key == ("hulul.audit.actions", "record")
    }
    assert recording
    assert _without(recording, functions) == sorted(on_record("unaudited")), "actions that never call `record`"


def test_every_action_is_one_transaction_or_several_one_after_another() -> None:
    functions = _Functions()
    atomic = {key for key, (_, node) in functions.found.items() if _is_atomic(node)}
    assert _without(atomic, functions) == sorted(on_record("not_atomic")), "actions without transaction.atomic"


def test_other_modules_reach_a_package_of_actions_only_through_its_front() -> None:
    around = []
    for room in rooms():
        for path in modules(room):
            if _is_action(path):
                continue
            for node in ast.walk(parsed(path)):
                if isinstance(node, ast.ImportFrom) and node.module and ".actions." in node.module:
                    around.append(f"{name_of(path)}:{node.lineno} imports {node.module}")
    assert not around
