"""The project's own source as these tests see it: rooms in order, files, syntax trees, templates."""

import ast
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent.parent
SOURCE = PROJECT / "src" / "hulul"
HERE = Path(__file__).resolve().parent


@cache
def layers() -> tuple[tuple[str, ...], ...]:
    """The house from the top, rooms of one floor together, as the import contract in pyproject.toml has it."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    house = next(contract for contract in contracts if contract["name"].startswith("The house"))
    return tuple(tuple(room.strip() for room in layer.split("|")) for layer in house["layers"])


def rooms() -> list[str]:
    return [room for layer in layers() for room in layer]


def may_know(room: str, other: str) -> bool:
    """Whether `room` may know of `other`: itself, or a room on a lower floor."""
    floors = {name: number for number, layer in enumerate(layers()) for name in layer}
    return room == other or floors[room] < floors[other]


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is in the repository or would be added to it."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True).stdout.splitlines()
    return tuple(sorted(PROJECT / name for name in names if (PROJECT / name).is_file()))


def modules(room: str) -> list[Path]:
    """The Python files of a room, without migrations."""
    return [path for path in sorted((SOURCE / room).rglob("*.py")) if "migrations" not in path.parts]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def name_of(path: Path) -> str:
    """A file's name from the project's root, for messages and tables of exceptions."""
    return path.relative_to(PROJECT).as_posix()


def templates() -> list[tuple[str, Path]]:
    """(room, file) of every template."""
    return [
        (room, path)
        for room in rooms()
        for folder in (SOURCE / room / "templates", SOURCE / room / "web" / "templates")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]


def on_record(table: str) -> dict[str, Any]:
    """The exceptions granted to a rule, each with its reason, from exceptions.toml."""
    found = tomllib.loads((HERE / "exceptions.toml").read_text("utf-8")).get(table, {})
    assert isinstance(found, dict)
    return found
