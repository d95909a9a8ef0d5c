"""One door for every file about places: finds out what the file is and loads it."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from hulul.kernel.actors import Actor
from hulul.kernel.errors import Invalid
from hulul.kernel.jobs import Progress, silent
from hulul.places.actions import boundaries, crosswalks, gazetteers, name_tables, population, sites
from hulul.places.actions.report import LoadReport
from hulul.places.tables import Sheet, header_row, read_sheets

Loader = Callable[[Actor, Path, Progress], LoadReport]

# In the order in which files build on each other.
LOADERS: Final[dict[str, Loader]] = {
    "boundaries": boundaries.load_boundaries,
    "names": name_tables.load_names,
    "gazetteer": gazetteers.load_gazetteer,
    "crosswalk": crosswalks.load_crosswalk,
    "sites": sites.load_sites,
    "population": population.load_population,
}
_TABLES: Final = {
    "crosswalk": (crosswalks.HEADERS, crosswalks.NEEDED),
    "gazetteer": (gazetteers.HEADERS, gazetteers.NEEDED),
    "names": (name_tables.HEADERS, name_tables.NEEDED),
    "sites": (sites.HEADERS, sites.NEEDED),
    "population": (population.HEADERS, population.NEEDED),
}
_SUFFIXES: Final = {".geojson", ".json", ".csv", ".xlsx"}


def load(actor: Actor, path: Path, kind: str = "auto", progress: Progress = silent) -> LoadReport:
    """Load one file. `kind` is one of LOADERS or "auto". Invalid when it is no file of places, or a broken one."""
    if kind != "auto" and kind not in LOADERS:
        raise Invalid(
            _("Unknown kind of file: %(kind)s. Known are: %(known)s.") % {"kind": kind, "known": ", ".join(LOADERS)}
        )
    return LOADERS[detect(path) if kind == "auto" else kind](actor, path, progress)


def load_all(actor: Actor, paths: Iterable[Path], progress: Progress = silent) -> list[LoadReport]:
    """Load files and folders in the order in which they build on each other; each file stands or falls by itself.

    Files inside a folder that say nothing about places are left out with a report of kind "skipped"; a file that was
    named itself must be one.
    """
    found: list[tuple[str, int, Path]] = []
    reports = []
    for path in paths:
        inside = path.is_dir()
        for file in sorted(path.rglob("*")) if inside else [path]:
            if inside and (not file.is_file() or file.suffix.lower() not in _SUFFIXES):
                continue
            try:
                kind = detect(file)
            except Invalid as error:
                if not inside:
                    raise
                reports.append(LoadReport("skipped", file.name))
                reports[-1].find("skipped", error.message)
                continue
            found.append((kind, boundaries.level_of(file) if kind == "boundaries" else 0, file))
    order = list(LOADERS)
    for kind, _level, file in sorted(found, key=lambda each: (order.index(each[0]), each[1], each[2].name)):
        reports.append(load(actor, file, kind, progress))
    return reports


def detect(path: Path) -> str:
    """Which kind of file this is, from its contents. Invalid when it is none that we know."""
    if not path.is_file():
        raise Invalid(_("There is no file %(file)s.") % {"file": path.name})
    with path.open("rb") as stream:
        beginning = stream.read(4096).lstrip(b"\xef\xbb\xbf \r\n\t")
    if path.suffix.lower() in {".geojson", ".json"} or beginning.startswith(b"{"):
        return "boundaries"
    sheets = read_sheets(path)
    for kind, (headers, needed) in _TABLES.items():
        if any(header_row(sheet, headers, needed) for sheet in sheets):
            return kind
    raise Invalid(
        _("%(file)s has none of the columns of a table of places. Its first row reads: %(header)s.")
        % {"file": path.name, "header": json.dumps(_first_row(sheets), ensure_ascii=False)[:200]}
    )


def _first_row(sheets: list[Sheet]) -> list[str]:
    return next((row for sheet in sheets for row in sheet.rows if any(row)), [])
