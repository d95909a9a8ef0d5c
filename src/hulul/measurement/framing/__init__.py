"""Framework files: readable TOML that says what is measured, how it is asked, and how it is scored.

`parse` reads one and says everything that is wrong with it, line by line; `shipped` are those that come with Hulul.
"""

from hulul.measurement.framing.problems import BadFramework, Problem
from hulul.measurement.framing.reading import decoded, parse, shipped, shipped_texts
from hulul.measurement.framing.schema import Framed
from hulul.measurement.framing.scoring import OVERALL, specification

__all__ = (
    "OVERALL",
    "BadFramework",
    "Framed",
    "Problem",
    "decoded",
    "parse",
    "shipped",
    "shipped_texts",
    "specification",
)
