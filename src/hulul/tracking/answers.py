"""What a person says of a file that the file does not say itself."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hulul.kernel.packs import Population
from hulul.kernel.tiers import Tier

DEFAULT_SOURCE = "dtm"


@dataclass(frozen=True)
class Answers:
    """`population`, `date` overrule what the file says; `headers`: folded header -> key ("ignored" leaves it out)."""

    source: str = DEFAULT_SOURCE
    population: Population | None = None
    date: dt.date | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    tier: Tier = Tier.PUBLIC

    def as_json(self) -> dict[str, Any]:
        return {
            "source": self.source,
            "population": self.population,
            "date": self.date.isoformat() if self.date else None,
            "headers": dict(self.headers),
            "sheet": self.sheet,
            "tier": int(self.tier),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Answers":
        date = kept.get("date")
        return cls(
            source=kept.get("source", DEFAULT_SOURCE),
            population=kept.get("population"),
            date=dt.date.fromisoformat(date) if date else None,
            headers=kept.get("headers", {}),
            sheet=kept.get("sheet"),
            tier=Tier(kept.get("tier", Tier.PUBLIC)),
        )
