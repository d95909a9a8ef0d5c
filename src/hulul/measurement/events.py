"""What rooms above may want to know of assessments."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class BuildStands:
    """From now on this build is what an assessment says."""

    assessment: str
    build: UUID


@dataclass(frozen=True, slots=True)
class BuildWithdrawn:
    """This build no longer stands, and none stands in its place."""

    assessment: str
    build: UUID


@dataclass(frozen=True, slots=True)
class SurveyAccepted:
    """`version` of `survey` (its code) now stands."""

    survey: str
    version: int


@dataclass(frozen=True, slots=True)
class JudgementsChanged:
    """Judgements of an assessment were written, reviewed or published."""

    assessment: str


@dataclass(frozen=True, slots=True)
class FrameworkActivated:
    """From now on this version of a framework (its code) is in use."""

    framework: str
    version: str
