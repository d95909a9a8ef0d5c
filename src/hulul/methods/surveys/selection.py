"""Which locations are visited: drawn with probability proportional to size, systematically, the same for a seed.

Within a stratum the locations stand in the order of their codes (neighbours next to each other, which spreads the
sample over the area). Their households are laid end to end; a random start and equal steps point at as many of them as
there are clusters. A location is *hit* once for every point in it, so a large one may be hit several times and is then
several clusters (Cochran, Sampling Techniques, 3rd edition, 1977, section 9A.5; Kish, 1965, section 7.2). With as many
interviews per hit, all households of a stratum have the same chance.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hulul.methods.errors import MethodError, Note
from hulul.methods.surveys.columns import Codes, Numbers
from hulul.methods.surveys.frame import SamplingFrame


@dataclass(frozen=True, eq=False)
class Selection:
    """The S locations drawn: `index` (S,) of each in the frame, `hits` (S,), `expected` (S,) hits on average over all
    random starts, `interviews` (S,) to make there."""

    frame: SamplingFrame
    seed: int
    index: Codes
    hits: Codes
    expected: Numbers
    interviews: Codes
    notes: tuple[Note, ...]

    def table(self) -> pa.Table:
        """One row per location to visit: stratum, location, households, hits, expected hits, interviews."""
        frame = self.frame
        strata = [frame.strata[index] for index in frame.stratum[self.index]]
        columns = {
            name: pa.array([label[position] for label in strata], pa.string()) for position, name in enumerate(frame.by)
        }
        columns["location"] = pa.array([frame.locations[index] for index in self.index], pa.string())
        columns["households"] = pa.array(frame.households[self.index])
        columns["hits"] = pa.array(self.hits)
        columns["expected_hits"] = pa.array(self.expected)
        columns["interviews"] = pa.array(self.interviews)
        return pa.table(columns)


def select(frame: SamplingFrame, interviews: Sequence[int] | Codes, *, per_location: int, seed: int) -> Selection:
    """Locations for so many `interviews` in each stratum, `per_location` at each hit.

    The number of hits is rounded up, so there may be a few interviews more than asked for. A stratum that needs as many
    interviews as it has households is visited as a whole. Each stratum has its own random numbers, made from the seed
    and its name: another stratum more does not change it. A location with fewer households than interviews planned
    there is interviewed entirely, which is noted.
    """
    wanted = np.asarray(interviews, dtype=np.int64)
    if len(wanted) != len(frame.strata):
        raise MethodError(
            "interviews_per_stratum",
            "There are {strata} strata, but interviews are planned for {planned}.",
            {"strata": len(frame.strata), "planned": len(wanted)},
        )
    if per_location < 1:
        raise MethodError("per_location", "At least one interview is made in a location, not {n}.", {"n": per_location})
    chosen = [
        _stratum(frame, stratum, int(number), per_location, seed) for stratum, number in enumerate(wanted) if number > 0
    ]
    if not chosen:
        raise MethodError("no_interviews", "No interviews are planned in any stratum.")
    index, hits, expected, planned = (np.concatenate(parts) for parts in zip(*chosen, strict=True))
    made = np.minimum(planned, frame.households[index])
    small = int((made < planned).sum())
    sentence = "{number} locations have fewer households than interviews planned there; all are interviewed."
    notes = (Note("small_location", {"number": small}, sentence),) if small else ()
    return Selection(frame, seed, index, hits, expected, made, (*frame.notes, *notes))


def _stratum(
    frame: SamplingFrame, stratum: int, number: int, per_location: int, seed: int
) -> tuple[Codes, Codes, Numbers, Codes]:
    """Index, hits, expected hits and planned interviews of one stratum's locations."""
    inside = np.flatnonzero(frame.stratum == stratum)
    sizes = frame.households[inside]
    if number >= sizes.sum():
        return inside, np.ones_like(sizes), np.ones(len(sizes)), sizes
    clusters = -(-number // per_location)
    name = zlib.crc32("\n".join(frame.strata[stratum]).encode())
    start = np.random.default_rng([seed, name]).random()
    hits = systematic(sizes, clusters, start)
    hit = hits > 0
    expected = clusters * sizes / sizes.sum()
    return inside[hit], hits[hit], expected[hit], hits[hit] * per_location


def systematic(sizes: Codes, clusters: int, start: float) -> Codes:
    """How often each location is hit by `clusters` equal steps from a random `start` (0 ≤ start < 1): (L,) counts."""
    ends = np.cumsum(sizes)
    points = (start + np.arange(clusters)) * ends[-1] / clusters
    hit = np.minimum(np.searchsorted(ends, points, side="right"), len(sizes) - 1)
    counts: Codes = np.bincount(hit, minlength=len(sizes))
    return counts
