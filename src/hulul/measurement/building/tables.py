"""What the datasets say of one build, as tables with exactly their columns; what is not known is null, never NaN."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hulul.kernel.datasets import Dataset
from hulul.kernel.tiers import Tier
from hulul.measurement import datasets
from hulul.measurement.building.areas import Areas
from hulul.measurement.building.doubt import Doubt
from hulul.measurement.building.people import People
from hulul.measurement.building.scoring import Scored, categories_of, high_categories, unmet
from hulul.measurement.framing import Framed

if TYPE_CHECKING:
    import pyarrow as pa

Floats = NDArray[np.float64]
Part = Mapping[str, Any]

RANKED_AREAS = 2  # districts are ranked, besides the assessed places themselves


@dataclass(frozen=True, eq=False)
class Built:
    """What a build found. `counted` has, by level and area, how many locations the round of people lists."""

    assessment: str
    framed: Framed
    date: dt.date
    tier: Tier
    scored: Scored
    areas: Areas
    people: People
    counted: Mapping[int, Mapping[str, int]]
    doubt: Doubt

    @property
    def facts(self) -> dict[str, Any]:
        return {"assessment": self.assessment, "framework": self.framed.id, "date": self.date}

    def scale_tier(self, scale: str) -> int:
        """Who may read what is said of a scale, or ("") of the index."""
        return int(max(self.tier, self.framed.scale_tier(scale) if scale else self.framed.tier))

    def indicator_tier(self, indicator: str) -> int:
        return int(max(self.tier, self.framed.indicator_tier(indicator)))

    @property
    def levels(self) -> tuple[int, ...]:
        """The level of the assessed places, then those of areas."""
        return (self.areas.level, *reversed(self.areas.above))

    def codes(self, level: int) -> tuple[str, ...]:
        return self.areas.places if level == self.areas.level else self.areas.codes[level]

    def means(self, level: int, values: Floats) -> Floats:
        """Values of places as those of a level: as they are, or means of areas by the people who live there."""
        if level == self.areas.level:
            return values
        return self.areas.means(level, values, self.areas.weights(level, self.people.weights, np.isfinite(values)))

    def sums(self, level: int, values: Floats) -> Floats:
        return np.nan_to_num(values) if level == self.areas.level else self.areas.sums(level, values)


def severity(built: Built) -> "pa.Table":
    """One row per level, place and scale."""
    parts = [_severity(built, level, column) for level in built.levels for column in range(len(built.scored.scales))]
    return assembled(datasets.SEVERITY, parts)


def _severity(built: Built, level: int, column: int) -> Part:
    scores = built.scored.scores[:, column]
    assessed = np.isfinite(scores)
    high = np.isin(categories_of(scores, built.framed), high_categories(built.framed))
    mean, people, codes = built.means(level, scores), built.people, built.codes(level)
    individuals = built.sums(level, np.where(assessed, people.individuals, np.nan)) if people.known else None
    high_individuals = built.sums(level, np.where(high, people.individuals, np.nan)) if people.known else None
    number = built.sums(level, assessed.astype(np.float64))
    own = level == built.areas.level
    counted = built.counted.get(level, {})
    share = built.means(level, np.where(assessed, high.astype(np.float64), np.nan))
    scale = built.scored.scales[column]
    return {
        **built.facts,
        **built.doubt.columns(level, column, mean, rank=own or level == RANKED_AREAS),
        "version": built.framed.version,
        "level": level,
        "place": codes,
        "scale": scale,
        "score": mean,
        "category": categories_of(mean, built.framed),
        "assessed_locations": number,
        "locations": [1 if own else max(int(n), counted.get(code, 0)) for code, n in zip(codes, number, strict=True)],
        "households": built.sums(level, np.where(assessed, people.households, np.nan)) if people.known else None,
        "individuals": individuals,
        "high_locations": built.sums(level, high.astype(np.float64)),
        "high_individuals": high_individuals,
        "high_share": share,
        "answered": built.means(level, built.scored.answered(column)),
        "tier": built.scale_tier(scale),
    }


def severity_categories(built: Built) -> "pa.Table":
    """One row per area and category of the index."""
    categories = categories_of(built.scored.scores[:, 0], built.framed)
    parts = []
    for level in built.areas.above:
        for category in built.framed.categories:
            mine = categories == category.code
            parts.append(
                {
                    **built.facts,
                    "level": level,
                    "place": built.codes(level),
                    "category": category.code,
                    "locations": built.sums(level, mine.astype(np.float64)),
                    "households": _of(built, level, mine, built.people.households),
                    "individuals": _of(built, level, mine, built.people.individuals),
                }
            )
    return assembled(datasets.SEVERITY_CATEGORIES, parts)


def _of(built: Built, level: int, mine: NDArray[np.bool_], counts: Floats) -> Floats | None:
    return built.sums(level, np.where(mine, counts, np.nan)) if built.people.known else None


def severity_indicators(built: Built) -> "pa.Table":
    """One row per level, place and indicator."""
    severities, contributions = built.scored.severities, built.scored.index.contributions()
    below = unmet(built.scored.matrix, built.framed)
    parts = []
    for level in built.levels:
        own = level == built.areas.level
        for column, indicator in enumerate(built.framed.indicators):
            parts.append(
                {
                    **built.facts,
                    "level": level,
                    "place": built.codes(level),
                    "scale": indicator.scale,
                    "indicator": indicator.code,
                    "answer": built.scored.matrix.answers[:, column] if own else "",
                    "value": built.means(level, severities[:, column]),
                    "contribution": built.means(level, contributions[:, column]),
                    "share_unmet": built.means(level, below[:, column]),
                    "tier": built.indicator_tier(indicator.code),
                }
            )
    return assembled(datasets.SEVERITY_INDICATORS, parts)


def assembled(dataset: Dataset, parts: Sequence[Part]) -> "pa.Table":
    """The parts below each other, in the order of the dataset. A part has one value per column, or one for all rows."""
    import pyarrow as pa

    wanted = datasets.schema(dataset)
    tables = [_table(wanted, part) for part in parts]
    table = pa.concat_tables(tables) if tables else wanted.empty_table()
    order = [(name, "ascending") for name in dataset.order]
    return table.take(pa.compute.sort_indices(table, sort_keys=order)).combine_chunks()


def _table(wanted: "pa.Schema", part: Part) -> "pa.Table":
    import pyarrow as pa

    rows = len(part["place"])
    columns = []
    for field in wanted:
        values = part.get(field.name)
        if values is None or isinstance(values, (str, int, float, dt.date)):
            columns.append(pa.repeat(pa.scalar(values, field.type), rows))
        elif isinstance(values, np.ndarray) and values.dtype.kind == "f":
            found = pa.array(values, pa.float64(), from_pandas=True)
            columns.append(found if field.type == pa.float64() else pa.compute.round(found).cast(field.type))
        else:
            columns.append(pa.array(list(values), field.type))
    return pa.table(columns, schema=wanted)
