"""Places of concern: areas that the framework's rule names, and locations that lie in clusters of severe conditions."""

from typing import TYPE_CHECKING, Any

import numpy as np

from hulul.measurement import datasets
from hulul.measurement.building.scoring import categories_of
from hulul.measurement.building.tables import Built, assembled
from hulul.methods import hotspots
from hulul.methods.errors import Note

if TYPE_CHECKING:
    import pyarrow as pa

NEAR = 8  # neighbours of a location: enough to smooth, few enough to stay local; ours
LEAST = 3 * NEAR  # with fewer located places nothing local can be told from the whole
GI, MORAN = "cluster_gi", "cluster_moran"


def concerns(built: Built, *, permutations: int, seed: int) -> tuple["pa.Table", list[Note]]:
    """One row per area, reason and scale, and what should be known about them."""
    parts, notes = [], []
    if built.framed.hotspot is not None and built.framed.hotspot.level <= built.areas.level:
        found, said = _rule(built)
        parts += found
        notes += said
    if permutations:
        found, said = _clusters(built, permutations, seed)
        parts += found
        notes += said
    return assembled(datasets.CONCERNS, parts), notes


def _rule(built: Built) -> tuple[list[dict[str, Any]], list[Note]]:
    hotspot = built.framed.hotspot
    if hotspot is None:
        return [], []
    scales = hotspot.scales or tuple(scale.code for scale in built.framed.scales if not scale.parent)
    columns = {scale: built.scored.scales.index(scale) for scale in scales}
    means = {scale: built.means(hotspot.level, built.scored.scores[:, column]) for scale, column in columns.items()}
    codes, people = built.codes(hotspot.level), built.people
    assessed = np.isfinite(built.scored.scores[:, 0])
    hosted = built.sums(hotspot.level, np.where(assessed, people.individuals, np.nan))
    if not people.known:
        hosted = np.full(len(codes), np.nan)
    import pyarrow as pa

    data = {"area": pa.array(codes, pa.string()), "individuals": pa.array(hosted, from_pandas=True)}
    data |= {scale: pa.array(categories_of(mean, built.framed).tolist(), pa.string()) for scale, mean in means.items()}
    found = hotspots.rule(
        pa.table(data), scales=scales, high=hotspot.high, medium=hotspot.medium, many_share=hotspot.many_share
    )
    position = {code: number for number, code in enumerate(codes)}
    parts = []
    for scale in scales:
        rows = [row for row in found.table().to_pylist() if row["scale"] == scale]
        at = [position[row["area"]] for row in rows]
        parts.append(
            {
                **built.facts,
                "level": hotspot.level,
                "place": [row["area"] for row in rows],
                "reason": [row["reason"] for row in rows],
                "scale": scale,
                "score": means[scale][at],
                "individuals": hosted[at],
                "tier": built.scale_tier(scale),
            }
        )
    return parts, list(found.notes)


def _clusters(built: Built, permutations: int, seed: int) -> tuple[list[dict[str, Any]], list[Note]]:
    scores, areas = built.scored.scores[:, 0], built.areas
    usable = np.isfinite(scores) & np.isfinite(areas.lat) & np.isfinite(areas.lon)
    if usable.sum() < LEAST:
        sentence = "Clusters were not looked for: {places} assessed places have coordinates, fewer than {least}."
        return [], [Note("clusters_not_sought", {"places": int(usable.sum()), "least": LEAST}, sentence)]
    near = hotspots.neighbours(areas.lat, areas.lon, k=NEAR)
    hot = hotspots.getis_ord(np.where(usable, scores, np.nan), near, permutations=permutations, seed=seed)
    like = hotspots.local_moran(np.where(usable, scores, np.nan), near, permutations=permutations, seed=seed)
    parts = []
    for reason, found, name in ((GI, hot, "hot"), (MORAN, like, "high_high")):
        rows = np.flatnonzero(found.cluster == name)
        parts.append(
            {
                **built.facts,
                "level": areas.level,
                "place": [areas.places[row] for row in rows],
                "reason": reason,
                "scale": "",
                "score": scores[rows],
                "individuals": built.people.individuals[rows],
                "p_value": found.p_value[rows],
                "q_value": found.q_value[rows],
                "tier": built.scale_tier(""),
            }
        )
    return parts, [*near.notes, *hot.notes]
