"""The model of a framework that asks for a fit: what every answer is worth, and how much every indicator counts.

Made once, from the first survey that a version of a framework is built with; later builds are scored by the same
model, so that a change of scores is a change of conditions. How rounds are treated in the published Return Index is not
known: this is ours.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from hulul.kernel.errors import Invalid
from hulul.measurement.building.answers import Matrix
from hulul.measurement.building.scoring import UNIT, specification_of
from hulul.measurement.building.steps import plain
from hulul.measurement.framing import Framed
from hulul.methods.composite import Normalisation, Specification, Weighting
from hulul.methods.errors import Note

if TYPE_CHECKING:
    from hulul.methods.severity import Scale

OUTCOME = "outcome"


@dataclass(frozen=True)
class Model:
    """`values`: what each answer is worth, 0 (best) to 100 (worst); `weights` of indicators within their scale.

    `made_of` is the assessment that it was fitted to, `report` its effects and diagnostics as plain values.
    """

    values: Mapping[str, Mapping[str, float]]
    weights: Mapping[str, float]
    status: str
    made_of: str
    report: Mapping[str, Any]

    def as_text(self) -> str:
        """As JSON, always the same for the same model."""
        kept = {name: getattr(self, name) for name in ("values", "weights", "status", "made_of", "report")}
        return json.dumps(kept, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False)

    @classmethod
    def from_text(cls, text: str) -> "Model":
        return cls(**json.loads(text))

    def specification(self, framed: Framed) -> Specification:
        """The framework's specification with the weights of the fit, for values that are the fit's."""
        found = specification_of(framed)
        members = tuple(
            replace(each, weight=self.weights.get(each.code, 0.0), direction=1, goalposts=None)
            for each in found.indicators
        )
        return replace(
            found, indicators=members, normalisation=Normalisation("none", 0.0, 100.0), weighting=Weighting("given")
        )


def fit(matrix: Matrix, framed: Framed, made_of: str) -> tuple[Model, tuple[Note, ...]]:
    """Fit the framework's model to a survey and its outcome. MethodError as `severity.fit` raises it."""
    import pyarrow as pa

    from hulul.methods import severity

    if framed.score is None or framed.score.fit is None or framed.outcome is None:
        raise TypeError(f"{framed.id} asks for no fit")
    scales = _scales(framed)
    worth = {each.code: each.values for each in framed.indicators}
    columns = {
        code: pa.array([answer if answer in worth[code] else None for answer in column], pa.string())
        for code, column in zip(matrix.indicators, matrix.answers.T, strict=True)
    }
    outcome = pa.array(matrix.outcome, from_pandas=True)
    found = severity.fit(
        pa.table({UNIT: pa.array(matrix.places, pa.string()), **columns, OUTCOME: outcome}),
        scales,
        OUTCOME,
        unit=UNIT,
        model=framed.score.fit.model,
        minimum_share=framed.score.minimum_share,
    )
    report = {"effects": found.table().to_pylist(), "diagnostics": [plain(each) for each in found.diagnostics]}
    values = {
        code: {answer: value for answer, value in each.items() if answer in worth[code]}
        for code, each in found.values.items()
    }
    return Model(values, dict(found.weights), found.status, made_of, plain(report)), found.notes


def _scales(framed: Framed) -> "tuple[Scale, ...]":
    """The scales that have indicators, each with its answers from the best to the worst."""
    from hulul.methods.severity import Indicator, Scale

    scales = []
    for scale in framed.scales:
        asked = []
        for indicator in framed.indicators_of(scale.code):
            ranked = sorted(indicator.values, key=lambda code: indicator.direction * indicator.values[code])
            if not ranked:
                message = _("“%(indicator)s” has no list of answers, so it cannot be part of a fit.")
                raise Invalid(message % {"indicator": indicator.code}, code="fit_needs_answers")
            asked.append(Indicator(indicator.code, tuple(ranked)))
        if asked:
            scales.append(Scale(scale.code, tuple(asked), scale.weight))
    return tuple(scales)
