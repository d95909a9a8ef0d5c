"""What documents point to: files, and tests by `file::name`; and whether these exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_POINTER = re.compile(
    r"`((?:tests|src|docs|frontend|requirements)/[\w./-]+(?:::\w+)?|SECURITY\.md|pyproject\.toml|package[\w-]*\.json)`"
)


def pointers(text: str) -> list[str]:
    """Every file and test that a text names between backticks."""
    return _POINTER.findall(text)


def missing(pointer: str) -> str:
    """Why a pointer leads nowhere, or nothing."""
    name, _, test = pointer.partition("::")
    path = ROOT / name
    if not path.exists():
        return f"{name} does not exist"
    if test and not re.search(rf"^def {test}\(", path.read_text("utf-8"), re.MULTILINE):
        return f"{name} has no {test}"
    return ""
