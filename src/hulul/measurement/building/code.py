"""Which code made a build: the version of Hulul, with a hash of everything that can change what comes out."""

import hashlib
from functools import cache
from pathlib import Path

from hulul import __version__, methods
from hulul.measurement import framing

PACKAGES = ("change", "composite", "exit", "hotspots", "severity", "surveys", "uncertainty")


@cache
def code_version() -> str:
    """The same for the same code, on every machine."""
    library = Path(methods.__file__).resolve().parent
    folders = [Path(__file__).resolve().parent, Path(framing.__file__).resolve().parent]
    folders += [library / name for name in PACKAGES]
    digest = hashlib.sha256((library / "progress.py").read_bytes())
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:16]}"
