"""Maps as data: areas filled by class, bubbles by location, and the table that says the same in words.

Boundaries and locations come as GeoJSON from an address (cached by the browser); values come with the page, so that the
round slider only exchanges numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from django.utils.translation import gettext as _

from hulul.ui import classes, formats
from hulul.ui.charts import Hue
from hulul.ui.tables import Cell, Kind, Table, TableColumn

# Pale to deep, five classes of the series' own hue (look.md); change runs brown - pale - teal.
RAMPS: dict[str, tuple[str, ...]] = {
    "displaced": ("#fbe6d3", "#f3bf94", "#e29257", "#c05a1f", "#7d3208"),
    "returnees": ("#d8efe9", "#a0d3c6", "#5bb09e", "#157a6e", "#074a43"),
    "accent": ("#d9ecee", "#a5ced4", "#61a5ae", "#0b5d66", "#043a40"),
    "muted": ("#e6eae9", "#c6cecd", "#99a5a6", "#5d6b73", "#323d43"),
    "severity": ("#fbf5e2", "#f3e3b3", "#e39b4b", "#b8432f", "#64171a"),
    "change": ("#8c4a12", "#d9a56c", "#efece6", "#79bcae", "#0f675c"),
}
# Categories of severity, by the names that frameworks use; what is not assessed is grey.
SEVERITY: dict[str, str] = dict(zip(("minimal", "low", "medium", "high", "very_high"), RAMPS["severity"], strict=True))
NOT_ASSESSED = "#a9b2b3"


@dataclass(frozen=True, slots=True)
class Area:
    """One area of a choropleth: code as in the GeoJSON, name in the reader's language, value (None: no data)."""

    code: str
    name: str
    value: float | None
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bubble:
    """One location: its area is proportional to its value. `colour` is that of its class, where bubbles have classes;
    `note` says what the number does not.
    """

    code: str
    name: str
    lat: float
    lon: float
    value: float
    url: str = ""
    colour: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MapSpec:
    """A map. `boundaries_url` answers GeoJSON whose features have the property `code` (and may have names).

    `bounds` is (west, south, east, north). `scale` "change" needs a signed value. `class_bounds` fixes the classes, for
    instance over all rounds while the slider plays; left empty they are cut from the areas' values. `class_colours` and
    `class_names` go with such bounds where the classes are categories of their own.
    `bubble_classes` are (colour, words) of the bubbles' classes; without them all bubbles have the `bubble_hue`.
    `missing` is what no value means ("not assessed").
    A "plain" scale colours nothing: the areas are the ground under bubbles. `outline_url` draws a second, heavier set
    of boundaries (the level above). `note` is the boundary disclaimer.
    """

    boundaries_url: str
    bounds: tuple[float, float, float, float]
    areas: Sequence[Area]
    unit: str
    label: str
    value_label: str
    hue: Hue = "displaced"
    kind: Kind = "number"
    scale: Literal["sequential", "change", "plain"] = "sequential"
    class_bounds: Sequence[float] = ()
    class_colours: Sequence[str] = ()
    class_names: Sequence[str] = ()
    missing: str = ""
    bubbles: Sequence[Bubble] = ()
    bubble_hue: Hue = "returnees"
    bubble_label: str = ""
    bubble_classes: Sequence[tuple[str, str]] = ()
    outline_url: str = ""
    selected: str = ""
    note: str = ""

    @property
    def inner_bounds(self) -> tuple[float, ...]:
        if self.scale == "plain":
            return ()
        if self.class_bounds:
            return tuple(self.class_bounds)
        cut = classes.diverging if self.scale == "change" else classes.sequential
        return cut(area.value for area in self.areas)

    @property
    def colours(self) -> tuple[str, ...]:
        """One colour per class, spread over the ramp when there are fewer than five classes."""
        if self.scale == "plain":
            return ()
        if self.class_colours:
            return tuple(self.class_colours)
        ramp = RAMPS["change" if self.scale == "change" else self.hue]
        count = len(self.inner_bounds) + 1
        if count == 1:
            return (ramp[2],)
        return tuple(ramp[round(i * (len(ramp) - 1) / (count - 1))] for i in range(count))

    def legend(self) -> list[tuple[str, str]]:
        """(colour, words) per class, ascending, with the bounds stated."""
        bounds = self.inner_bounds
        if not self.colours:
            return []
        if not bounds:
            return [(self.colours[0], self.value_label)]
        write = TableColumn("", "", self.kind, decimals=self._decimals(bounds)).write
        low = [_("under %(bound)s") % {"bound": write(bounds[0])}]
        middle = [_("%(low)s to %(high)s") % {"low": write(a), "high": write(b)} for a, b in pairwise(bounds)]
        high = [_("%(bound)s and more") % {"bound": write(bounds[-1])}]
        said = low + middle + high
        if self.class_names:
            said = [f"{name}: {words}" for name, words in zip(self.class_names, said, strict=True)]
        return list(zip(self.colours, said, strict=True))

    @property
    def missing_words(self) -> str:
        return self.missing or _("no data")

    def payload(self) -> dict[str, Any]:
        bounds = self.inner_bounds
        return {
            "type": "map",
            "boundaries": self.boundaries_url,
            "outline": self.outline_url,
            "bounds": list(self.bounds),
            "unit": self.unit,
            "kind": self.kind,
            "valueLabel": self.value_label,
            "bubbleLabel": self.bubble_label,
            "classBounds": list(bounds),
            "colours": list(self.colours),
            "selected": self.selected,
            "areas": {
                a.code: {"name": a.name, "value": a.value, "class": classes.class_of(a.value, bounds), "url": a.url,
                         "note": a.note}
                for a in self.areas
            },
            "bubbleHue": self.bubble_hue,
            "bubbles": [
                [b.code, b.name, round(b.lon, 4), round(b.lat, 4), b.value, b.url, b.colour, b.note]
                for b in self.bubbles
            ],
            "words": map_words() | {"noData": self.missing_words},
            "locale": formats.symbols(),
        }  # fmt: skip

    def table(self, caption: str) -> Table:
        """Areas by value, largest first; those without data last."""
        columns = [
            TableColumn("name", self.label),
            TableColumn("value", self.value_label, self.kind, self.unit),
        ]
        ordered = sorted(self.areas, key=lambda a: (a.value is None, -(a.value or 0), a.name))
        return Table(caption, columns, [[Cell(a.name, a.url, a.note), a.value] for a in ordered])

    def _decimals(self, bounds: Sequence[float]) -> int | None:
        if self.kind in ("percent", "signed_percent"):
            return 0 if all(round(b * 100, 6) % 1 == 0 for b in bounds) else 1
        return 0 if all(b % 1 == 0 for b in bounds) else None


def map_words() -> dict[str, str]:
    """What the map itself says, under MapLibre's own keys."""
    return {
        "noData": _("no data"),
        "NavigationControl.ZoomIn": _("Zoom in"),
        "NavigationControl.ZoomOut": _("Zoom out"),
        "CooperativeGesturesHandler.WindowsHelpText": _("Hold Ctrl and scroll to zoom the map"),
        "CooperativeGesturesHandler.MacHelpText": _("Hold ⌘ and scroll to zoom the map"),
        "CooperativeGesturesHandler.MobileHelpText": _("Use two fingers to move the map"),
    }
