"""What is in the files of versions: the rows about a place, the difference between two versions, the findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hulul.kernel import files
from hulul.sheets.findings import Finding
from hulul.sheets.kept import read_findings
from hulul.tracking.checks.membership import summed
from hulul.tracking.models import Version


@dataclass(frozen=True, slots=True)
class Changed:
    """Households of a place in two versions; None where a version does not have the place."""

    place: str
    before: int | None
    after: int | None

    @property
    def change(self) -> int:
        return (self.after or 0) - (self.before or 0)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a correction changed: places that came, went or have another number, the largest change first."""

    older: Version
    newer: Version
    changed: Sequence[Changed]

    @property
    def added(self) -> int:
        return sum(1 for each in self.changed if each.before is None)

    @property
    def removed(self) -> int:
        return sum(1 for each in self.changed if each.after is None)

    @property
    def corrected(self) -> int:
        return len(self.changed) - self.added - self.removed


@dataclass(frozen=True, slots=True)
class AreaRows:
    """The rows of a version inside a place: which of the file, how many households, how they found their places."""

    version: Version
    rows: Sequence[int]
    households: int
    how: Mapping[str, int]


def rows_at(version: Version, places: pa.Array) -> AreaRows:
    """What a version has about any of these places (codes), rows in the file's order."""
    columns = ["row", "place", "how", "households"]
    table = pq.read_table(files.local_path(version.rows_file), columns=columns)
    found = table.filter(pc.is_in(table["place"], places))
    counted = found["how"].value_counts().to_pylist()
    return AreaRows(
        version,
        found["row"].to_pylist(),
        pc.sum(found["households"]).as_py() or 0,
        {each["values"]: each["counts"] for each in sorted(counted, key=lambda each: -each["counts"])},
    )


def findings_of(version: Version, rows: Sequence[int] | None = None) -> list[Finding]:
    """All findings of a version, or those about some rows of its file."""
    return read_findings(version.findings_file, rows)


def difference(older: Version, newer: Version) -> Difference:
    """Place by place, over the sums of each place's rows."""
    places_before, before = _sums(older)
    places_after, after = _sums(newer)
    was = dict(zip(places_before.tolist(), before.tolist(), strict=True))
    now = dict(zip(places_after.tolist(), after.tolist(), strict=True))
    changed = [
        Changed(place, was.get(place), now.get(place))
        for place in was.keys() | now.keys()
        if was.get(place) != now.get(place)
    ]
    return Difference(older, newer, sorted(changed, key=lambda each: (-abs(each.change), each.place)))


def _sums(
    version: Version,
) -> tuple["np.ndarray[tuple[int], np.dtype[np.object_]]", "np.ndarray[tuple[int], np.dtype[np.int64]]"]:
    table = pq.read_table(files.local_path(version.rows_file), columns=["place", "households"])
    return summed(np.array(table["place"].to_pylist(), dtype=object), table["households"].to_numpy())
