"""What a build reads: found once and kept by name and checksum, so that the same build can be made again later."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from hulul.kernel import datasets, files, packs
from hulul.kernel.datasets import Files
from hulul.kernel.errors import Conflict, Invalid
from hulul.measurement import framing
from hulul.measurement.framing import Framed
from hulul.measurement.rules import nearest
from hulul.measurement.stored import Kept, described, keep_table, keep_text

if TYPE_CHECKING:
    import pyarrow as pa

GAZETTEER = ("code", "level", "adm0", "adm1", "adm2", "adm3", "lat", "lon")
FOLDER = "builds"


@dataclass(frozen=True)
class Inputs:
    """What was kept, read when it is asked for. `kept` is what `Build.inputs` says."""

    kept: Mapping[str, Kept]

    @cached_property
    def text(self) -> str:
        return self.raw("framework")

    @cached_property
    def framed(self) -> Framed:
        return framing.parse(self.text)

    def has(self, name: str) -> bool:
        return name in self.kept

    def table(self, name: str) -> "pa.Table":
        """The rows of an input. Conflict when the stored file is not what it was."""
        import pyarrow.parquet as pq

        return pq.read_table(self._path(name))

    def raw(self, name: str) -> str:
        """An input that is a text."""
        return str(self._path(name).read_text("utf-8"))

    def earlier(self) -> "Inputs":
        """What the master lists of the build before were, in the place of this build's own."""
        before = {
            name.removeprefix("previous_"): kept for name, kept in self.kept.items() if name.startswith("previous_")
        }
        return Inputs({"framework": self.kept["framework"], "places": self.kept["places"], **before})

    def fact(self, name: str, key: str) -> Any:
        """What is noted about an input beside its file, e.g. the code of its round."""
        return self.kept[name].get(key)

    def _path(self, name: str) -> Any:
        kept = self.kept[name]
        path = files.local_path(kept["name"])
        if files.sha256(path) != kept["sha256"]:
            message = _("The stored file %(name)s is not what it was when the build was made.")
            raise Conflict(message % {"name": kept["name"]}, code="input_changed")
        return path


def gather(text: str, survey: Mapping[str, str], date: dt.date, previous: Mapping[str, Kept]) -> dict[str, Kept]:
    """Find what a build of this framework needs on a date, and keep it.

    `survey` names its files ("answers", "households"), none for builds from master lists. `previous` are the tables of
    the build that change is measured from, by dataset. Invalid when there is no round of master lists where one is
    needed.
    """
    framed = framing.parse(text)
    found = {"framework": keep_text(text, FOLDER, "framework.toml"), "places": _gazetteer()}
    found |= {name: described(file) for name, file in survey.items()}
    if framed.framework.unit == "household":
        return found
    found |= _rounds(framed, date)
    if not survey and "counts" not in found:
        message = _("There is no returnee round near %(date)s to build from.") % {"date": date.isoformat()}
        raise Invalid(message, code="no_round")
    return found | {f"previous_{name}": kept for name, kept in previous.items()}


def _gazetteer() -> Kept:
    import pyarrow as pa

    source = datasets.get("places").source
    table = source() if source else None
    if not isinstance(table, pa.Table):
        raise TypeError("the dataset of places is a table")
    return keep_table(table.select(list(GAZETTEER)), FOLDER, "places")


def _rounds(framed: Framed, date: dt.date) -> dict[str, Kept]:
    """The round of the assessed population nearest to the date, and where the outcome needs it the one before."""
    registered = datasets.registered()
    if "rounds" not in registered or "counts" not in registered:
        return {}
    dated = _dated(framed.framework.population)
    code = nearest(date, ((day, code) for code, day in dated.items()))
    if code is None:
        return {}
    found = _round_files(code, dated[code], "")
    from_lists = framed.framework.inputs == "masterlists"
    if from_lists or (framed.outcome is not None and framed.outcome.source == "masterlists"):
        earlier = [(day, each) for each, day in dated.items() if day < dated[code]]
        if earlier:
            day, before = max(earlier)
            found |= _round_files(before, day, "earlier_")
    return found


def _dated(population: str) -> dict[str, dt.date]:
    """The rounds of a population by the source that comes first in this country, with their dates."""
    leading = min(packs.current().sources, key=lambda source: (source.priority, source.code)).code
    source = datasets.get("rounds").source
    table: Any = source() if source else None
    rows = table.select(["round", "source", "population", "date"]).to_pylist()
    return {row["round"]: row["date"] for row in rows if (row["source"], row["population"]) == (leading, population)}


def _round_files(code: str, date: dt.date, prefix: str) -> dict[str, Kept]:
    found: dict[str, Kept] = {}
    for name in ("counts", "breakdowns"):
        source = datasets.get(name).source
        stored = source() if source else None
        if isinstance(stored, Files):
            at = dict(zip(stored.parts, stored.names, strict=True))
            if code not in at:  # this round has no breakdowns
                continue
            found[prefix + name] = {**described(at[code]), "round": code, "date": date.isoformat()}
    return found
