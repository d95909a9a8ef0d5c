"""A framework as the specification that the library of methods scores by."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from hulul.kernel.errors import Invalid
from hulul.measurement.framing import schema
from hulul.methods.composite import specification as composite

OVERALL = "overall"  # the group above all scales: the index itself


def specification(framed: schema.Framed, coefficients: Mapping[str, float] | None = None) -> composite.Specification:
    """The composite specification of an index. Invalid when the framework is of a kind that is not scored.

    `coefficients` by code come from the fit that the framework asks for; until there is one, its own weights are used.
    """
    score = framed.score
    if score is None:
        message = _("“%(title)s” is not an index, so it has no scores.") % {"title": framed.title}
        raise Invalid(message, code="not_an_index")
    weighting = composite.Weighting(score.weighting.rule, score.weighting.targets)
    if score.weighting.rule == "fitted":
        weighting = composite.Weighting("fitted", coefficients) if coefficients else composite.Weighting("given")
    return composite.Specification(
        indicators=tuple(_indicator(indicator) for indicator in framed.indicators),
        groups=(
            composite.Group(OVERALL),
            *(
                composite.Group(scale.code, scale.parent or OVERALL, scale.weight, scale.aggregation)
                for scale in framed.scales
            ),
        ),
        imputation=composite.Imputation(score.imputation.rule, score.imputation.by),
        outliers=composite.Outliers(
            score.outliers.rule, score.outliers.most, score.outliers.skewness, score.outliers.kurtosis
        ),
        normalisation=composite.Normalisation(
            score.normalisation.rule, score.normalisation.low, score.normalisation.high
        ),
        weighting=weighting,
        aggregation=score.aggregation,
        minimum_share=score.minimum_share,
        categories=composite.Categories(
            "thresholds",
            tuple(category.code for category in framed.categories),
            tuple(category.since for category in framed.categories[1:]),
        ),
    )


def _indicator(indicator: schema.Indicator) -> composite.Indicator:
    """An indicator with its goalposts: those of the file, else the best and worst answer, else 0 and 1."""
    values = indicator.values
    usual = (min(values.values()), max(values.values())) if values else (0.0, 1.0)
    return composite.Indicator(
        indicator.code,
        indicator.scale,
        indicator.direction,
        indicator.weight,
        values or None,
        goalposts=indicator.goalposts or usual,
    )
