"""What a person says of a file of answers that the file does not say itself."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hulul.kernel.tiers import Tier

DEFAULT_SOURCE = "dtm"


@dataclass(frozen=True)
class SurveyAnswers:
    """`framework` is the code of what was asked. `date` overrules what the file says; `headers`: a column's name -> key
    ("ignored" leaves it out). Without a `tier` the survey has that of the framework."""

    framework: str
    source: str = DEFAULT_SOURCE
    date: dt.date | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    tier: Tier | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "framework": self.framework,
            "source": self.source,
            "date": self.date.isoformat() if self.date else None,
            "headers": dict(self.headers),
            "sheet": self.sheet,
            "tier": None if self.tier is None else int(self.tier),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "SurveyAnswers":
        date, tier = kept.get("date"), kept.get("tier")
        return cls(
            framework=kept["framework"],
            source=kept.get("source", DEFAULT_SOURCE),
            date=dt.date.fromisoformat(date) if date else None,
            headers=kept.get("headers", {}),
            sheet=kept.get("sheet"),
            tier=None if tier is None else Tier(tier),
        )
