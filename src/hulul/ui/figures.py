"""What stands round a chart, a map or a number: title, subtitle, source, downloads, and how it was computed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from hulul.ui import formats
from hulul.ui.charts import Hue
from hulul.ui.sparklines import Sparkline
from hulul.ui.tables import Table


class Spec(Protocol):
    """A chart or a map: data for its island and a table for everybody."""

    def payload(self) -> dict[str, object]: ...

    def table(self, caption: str) -> Table: ...


@dataclass(frozen=True, slots=True)
class Download:
    """One entry of a figure's menu: "CSV", "XLSX", "GeoJSON" and where it is."""

    format: Literal["CSV", "XLSX", "GeoJSON", "Parquet", "JSON"]
    url: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart or map with its words. `title` is the finding or the question; `subtitle` says unit, coverage and date.

    `slug` is unique on the page (it is the fragment of the figure's link). `table` replaces the spec's own table.
    `table_at` is the address of a table on the same page that says all the figure shows ("#areas"), so that it need not
    be written twice. `method_url` leads to how it is computed. `notes` are sentences under the figure (series breaks,
    disclaimers).
    """

    slug: str
    title: str
    spec: Spec
    subtitle: str = ""
    source: str = ""
    notes: Sequence[str] = ()
    downloads: Sequence[Download] = ()
    method_url: str = ""
    table: Table | None = None
    table_at: str = ""
    size: Literal["normal", "tall", "short"] = "normal"

    @property
    def fallback(self) -> Table:
        return self.table or self.spec.table(self.title)


@dataclass(frozen=True, slots=True)
class Change:
    """How a number moved: the difference, the share of what was before, and since when ("since round 63")."""

    value: float | None
    share: float | None = None
    since: str = ""
    decimals: int = 0

    @property
    def direction(self) -> Literal["rise", "fall", "same"]:
        if not self.value or not round(self.value, self.decimals):
            return "same"
        return "rise" if self.value > 0 else "fall"

    @property
    def text(self) -> str:
        return formats.signed(self.value, self.decimals)

    @property
    def share_text(self) -> str:
        return "" if self.share is None else formats.signed_percent(self.share)


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number that never stands alone: label, unit, date, source, its changes and its course so far.

    `value` None is shown as missing, with `missing` saying why. Shares (kind percent) run from 0 to 1.
    """

    label: str
    value: float | None
    unit: str
    on: dt.date | None = None
    source: str = ""
    kind: Literal["number", "percent", "decimal"] = "number"
    hue: Hue = "accent"
    changes: Sequence[Change] = field(default=())
    sparkline: Sparkline | None = None
    url: str = ""
    missing: str = ""

    @property
    def text(self) -> str:
        if self.kind == "percent":
            return formats.percent(self.value)
        return formats.number(self.value, 2 if self.kind == "decimal" else 0)


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way from the country to here; the last has no address."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: a link, marked when it is where the reader is."""

    name: str
    url: str
    current: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """One position of a slider: the value of the parameter and its words."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Slider:
    """Moves a page along an ordered list (rounds). A select without JavaScript; with it, a range with play.

    Each move sets the query parameter in the address and fetches the same address again, of which the element
    `target` (a CSS selector) and those named in `also` are exchanged. The slider itself stands outside all of them, so
    that it keeps the focus and goes on playing.
    """

    parameter: str
    stops: Sequence[Stop]
    current: str
    target: str
    label: str
    also: Sequence[str] = ()

    @property
    def position(self) -> int:
        values = [stop.value for stop in self.stops]
        return values.index(self.current) if self.current in values else len(values) - 1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One answer to what is being typed into the search box: name, what and where it is, its page."""

    title: str
    detail: str
    url: str
