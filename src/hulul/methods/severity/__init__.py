"""The Return Index: severity of conditions in places of return, by regression of returns on survey answers.

    from hulul.methods import severity

    scales = [severity.Scale("services", (severity.Indicator("water", ("all", "most", "some", "none")),)), ...]
    fit = severity.fit(survey, scales, "returned", population="returnees")
    fit.table(); fit.diagnostics; fit.notes          # effects and odds ratios; how far to trust them; what was found
    scores = fit.score(next_survey)                  # 0 all essential conditions met .. 100 none is
    scores.table(); scores.contribution_table()

IOM DTM Iraq publishes the method in words only. Coefficients, cut-offs, the combination of the scales and the treatment
of missing answers are unpublished: what stands for them here is ours and labelled "Hulul re-implementation", until
official coefficients are entered (`with_coefficients(..., official=True)`). docs/explanation/return-index.md says what
is confirmed, what is ours, and works an example by hand.
"""

from hulul.methods.severity.coefficients import with_coefficients
from hulul.methods.severity.combining import Combination
from hulul.methods.severity.fit import OFFICIAL, REIMPLEMENTATION, Effect, Fit
from hulul.methods.severity.fitting import fit
from hulul.methods.severity.scales import MISSING, Indicator, Scale
from hulul.methods.severity.scores import SeverityScores

__all__ = [
    "MISSING",
    "OFFICIAL",
    "REIMPLEMENTATION",
    "Combination",
    "Effect",
    "Fit",
    "Indicator",
    "Scale",
    "SeverityScores",
    "fit",
    "with_coefficients",
]
