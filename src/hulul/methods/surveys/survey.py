"""One survey opened for analysis: its frame, sample and groups, and the values of a question with who was asked."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from narwhals.typing import IntoDataFrame

from hulul.methods.errors import Note
from hulul.methods.surveys.columns import Codes, Flags, Frame, Labels, Numbers, frame_of, groups
from hulul.methods.surveys.design import Design, Sample, sampled
from hulul.methods.surveys.domains import Domains


@dataclass(frozen=True, eq=False)
class Survey:
    """`codes` (n,) is each household's group, -1 for none; `domains` sums over the clusters of each group."""

    frame: Frame
    sample: Sample
    by: tuple[str, ...]
    codes: Codes
    labels: Labels
    domains: Domains
    notes: tuple[Note, ...]


def opened(data: IntoDataFrame, design: Design, by: Sequence[str]) -> Survey:
    """Reads design and groups; households without a value in a column of `by` are in no group, which is noted."""
    frame = frame_of(data)
    sample = sampled(frame, design)
    codes, labels = groups(frame, by)
    notes = list(sample.notes)
    homeless = int((codes < 0).sum())
    if homeless:
        notes.append(
            Note(
                "no_group",
                {"number": homeless, "by": ", ".join(by)},
                "{number} households have no value in {by} and count in no group.",
            )
        )
    return Survey(frame, sample, tuple(by), codes, labels, Domains(sample, codes, len(labels)), tuple(notes))


@dataclass(frozen=True, eq=False)
class Answers:
    """Values (n,) of one question or option with NaN where there is no answer, and who was asked (None: everybody)."""

    values: Numbers
    asked: Flags | None

    @property
    def given(self) -> Flags:
        """Who was asked and answered: the denominator of every estimate."""
        known: Flags = ~np.isnan(self.values)
        return known if self.asked is None else known & self.asked

    def stray(self, question: str) -> tuple[Note, ...]:
        """A note when somebody answered who was not asked; such answers are left out."""
        number = 0 if self.asked is None else int((~np.isnan(self.values) & ~self.asked).sum())
        params = {"question": question, "number": number}
        sentence = "{number} households answered {question} though they were not to be asked; left out."
        return (Note("answered_though_not_asked", params, sentence),) if number else ()
