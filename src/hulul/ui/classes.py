"""Five classes for a map: where to cut a set of values so that the classes are readable and fairly filled. Pure.

Quantile cuts rounded to the 1-2-2.5-5 series: each class holds about as many places, and every bound is a number one
can say aloud. (Jenks' natural breaks change with every round; rounded quantiles stay put while the slider plays.)
"""

import math
from collections.abc import Iterable, Sequence

# Less than any share or count of people can be.
_LEAST = 1e-12
_STEPS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def rounded(value: float) -> float:
    """The nearest number of the series 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten; next to nothing is 0."""
    if abs(value) < _LEAST:
        return 0.0
    power = math.floor(math.log10(abs(value)))
    scale = 10.0**power
    step = min(_STEPS, key=lambda s: abs(s - abs(value) / scale))
    return math.copysign(round(step * scale, -power + 2), value)


def sequential(values: Iterable[float | None], classes: int = 5) -> tuple[float, ...]:
    """Inner bounds, ascending, of at most `classes` classes for values ≥ 0; fewer when values are few or alike.

    A value belongs to class i when bounds[i-1] ≤ value < bounds[i]. Zeros and missing values do not shape the cuts.
    """
    ordered = sorted(v for v in values if v is not None and not math.isnan(v) and v > 0)
    if len(ordered) < 2:
        return ()
    cuts = [rounded(_quantile(ordered, i / classes)) for i in range(1, classes)]
    return tuple(cut for cut in sorted(set(cuts)) if ordered[0] < cut <= ordered[-1])


def diverging(values: Iterable[float | None], classes: int = 5) -> tuple[float, ...]:
    """Inner bounds symmetric around zero for changes; the middle class is "about the same". `classes` is odd."""
    sizes = sorted(abs(v) for v in values if v is not None and not math.isnan(v) and v != 0)
    if not sizes:
        return ()
    half = classes // 2
    cuts = sorted({rounded(_quantile(sizes, i / (half + 1))) for i in range(1, half + 1)} - {0.0})
    return tuple(-cut for cut in reversed(cuts)) + tuple(cuts)


def class_of(value: float | None, bounds: Sequence[float]) -> int | None:
    """The class of a value, 0 … len(bounds); None when it is missing."""
    if value is None or math.isnan(value):
        return None
    return sum(1 for bound in bounds if value >= bound)


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Linear interpolation between the two nearest of sorted values (R's type 7)."""
    position = share * (len(ordered) - 1)
    low = math.floor(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)
