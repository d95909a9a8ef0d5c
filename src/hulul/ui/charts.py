"""Charts as data: what is drawn, in which unit, with which colours. `payload()` is what the island reads; `table()` is
what everybody can read without JavaScript, on paper and with a screen reader.

Titles, sources and downloads belong to the Figure round a chart (`ui.figures`), maps to `ui.maps`.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from hulul.ui import formats
from hulul.ui.tables import Cell, Kind, Table, TableColumn

Hue = Literal["displaced", "returnees", "accent", "muted", "severity"]


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series on a date; `low` and `high` bound it where it is uncertain; None is a gap."""

    on: dt.date
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name (written beside its end), its hue and its points in order of date."""

    name: str
    points: Sequence[Point]
    hue: Hue = "accent"
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """From this date on the numbers are gathered by another rule: a dashed rule with its note."""

    on: dt.date
    note: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """Change over time. `kind` is how values are written; the axis starts at zero unless `from_zero` is off."""

    series: Sequence[Series]
    unit: str
    breaks: Sequence[SeriesBreak] = ()
    kind: Kind = "number"
    from_zero: bool = True
    marked: dt.date | None = None

    def payload(self) -> dict[str, Any]:
        return {
            "type": "line",
            "unit": self.unit,
            "kind": self.kind,
            "fromZero": self.from_zero,
            "marked": self.marked and self.marked.isoformat(),
            "breaks": [{"on": b.on.isoformat(), "note": b.note} for b in self.breaks],
            "series": [
                {
                    "name": s.name,
                    "hue": s.hue,
                    "dashed": s.dashed,
                    "points": [[p.on.isoformat(), p.value, p.low, p.high] for p in s.points],
                }
                for s in self.series
            ],
            "locale": formats.symbols(),
        }

    def table(self, caption: str) -> Table:
        """Latest date first, one column per series; a note column where a series breaks."""
        values = [{p.on: p.value for p in s.points} for s in self.series]
        dates = sorted({on for column in values for on in column}, reverse=True)
        notes = {b.on: b.note for b in self.breaks}
        columns = [TableColumn("date", _("Date"), "date")]
        columns += [TableColumn(f"series-{i}", s.name, self.kind, self.unit) for i, s in enumerate(self.series)]
        rows: list[list[object]] = [[on, *(column.get(on) for column in values)] for on in dates]
        if notes:
            columns.append(TableColumn("note", _("Note")))
            for row, on in zip(rows, dates, strict=True):
                row.append(_note_at(on, dates, notes))
        return Table(caption, columns, rows)


def _note_at(on: dt.date, dates: Sequence[dt.date], notes: dict[dt.date, str]) -> str:
    """The notes of the breaks that fall between the date before and this one (dates are latest first)."""
    position = dates.index(on)
    before = dates[position + 1] if position + 1 < len(dates) else dt.date.min
    return " ".join(note for when, note in notes.items() if before < when <= on)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, or one group of bars with a value per series."""

    name: str
    values: Sequence[float | None]
    url: str = ""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Quantities side by side, from zero. `series` are (name, hue) pairs; negative values point the other way.

    Horizontal bars (the default) leave room for names; `stacked` adds the series of a bar up.
    """

    bars: Sequence[Bar]
    series: Sequence[tuple[str, Hue]]
    unit: str
    label: str
    kind: Kind = "number"
    horizontal: bool = True
    stacked: bool = False

    def payload(self) -> dict[str, Any]:
        return {
            "type": "bar",
            "unit": self.unit,
            "kind": self.kind,
            "horizontal": self.horizontal,
            "stacked": self.stacked,
            "names": [bar.name for bar in self.bars],
            "urls": [bar.url for bar in self.bars],
            "series": [
                {
                    "name": name,
                    "hue": hue,
                    "repeated": hue in [earlier for _name, earlier in self.series[:i]],
                    "values": [bar.values[i] for bar in self.bars],
                }
                for i, (name, hue) in enumerate(self.series)
            ],
            "locale": formats.symbols(),
        }

    def table(self, caption: str) -> Table:
        columns = [TableColumn("name", self.label)]
        columns += [
            TableColumn(f"series-{i}", name, self.kind, self.unit) for i, (name, _hue) in enumerate(self.series)
        ]
        return Table(caption, columns, [[Cell(bar.name, bar.url), *bar.values] for bar in self.bars])


@dataclass(frozen=True, slots=True)
class Flow:
    """So many from one place to another."""

    origin: str
    destination: str
    value: float


@dataclass(frozen=True, slots=True)
class FlowChart:
    """Who is where from where. Drawn as ribbons from origin to destination; at most about 30 flows, the rest summed."""

    flows: Sequence[Flow]
    unit: str
    origin_label: str
    destination_label: str
    hue: Hue = "displaced"

    def payload(self) -> dict[str, Any]:
        return {
            "type": "flow",
            "unit": self.unit,
            "hue": self.hue,
            "kind": "number",
            "originLabel": self.origin_label,
            "destinationLabel": self.destination_label,
            "flows": [[f.origin, f.destination, f.value] for f in self.flows],
            "locale": formats.symbols(),
        }

    def table(self, caption: str) -> Table:
        """Origins down, largest first; one row per flow."""
        columns = [
            TableColumn("origin", self.origin_label),
            TableColumn("destination", self.destination_label),
            TableColumn("value", self.unit, "number"),
        ]
        ordered = sorted(self.flows, key=lambda f: (-f.value, f.origin, f.destination))
        return Table(caption, columns, [[f.origin, f.destination, f.value] for f in ordered])
