"""A word-sized line: how a number went so far. Drawn on the server as SVG, with no script and no inline style."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 120.0, 28.0, 3.0


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Values in order of time (None is a gap) and one sentence for those who cannot see it.

    The vertical axis starts at zero, so that a small change looks small.
    """

    values: Sequence[float | None]
    description: str

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH:g} {HEIGHT:g}"

    @property
    def paths(self) -> list[str]:
        """One "x,y x,y" list per unbroken stretch of at least two values."""
        stretches: list[list[str]] = [[]]
        for x, y in self._points():
            if y is None:
                stretches.append([])
            else:
                stretches[-1].append(f"{x:.1f},{y:.1f}")
        return [" ".join(stretch) for stretch in stretches if len(stretch) > 1]

    @property
    def end(self) -> tuple[str, str] | None:
        """Where the last known value is drawn."""
        known = [(x, y) for x, y in self._points() if y is not None]
        return (f"{known[-1][0]:.1f}", f"{known[-1][1]:.1f}") if known else None

    def _points(self) -> list[tuple[float, float | None]]:
        known = [v for v in self.values if v is not None]
        low, high = min([0.0, *known]), max([0.0, *known])
        span = (high - low) or 1.0
        step = (WIDTH - 2 * MARGIN) / max(1, len(self.values) - 1)
        tall = HEIGHT - 2 * MARGIN
        return [
            (MARGIN + i * step, None if v is None else HEIGHT - MARGIN - (v - low) / span * tall)
            for i, v in enumerate(self.values)
        ]
