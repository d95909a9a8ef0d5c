"""How a framework makes scores, step by step, in sentences."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hulul.measurement import labels
from hulul.measurement.framing import Framed
from hulul.measurement.framing.schema import Hotspot, Score
from hulul.ui import formats


def steps(framed: Framed) -> list[str]:
    """One sentence per step, in the order in which they happen."""
    return [*_scored(framed), *_compared(framed)]


def _scored(framed: Framed) -> Iterator[str]:
    score = framed.score
    if score is None:
        return
    yield _values(framed)
    yield _gaps(score)
    if score.outliers.rule != "none":
        yield _("Values far from all others are drawn in before they are compared.")
    yield _normalised(score)
    yield _weighted(framed)
    yield _aggregated(score)
    if framed.hotspot:
        yield _concern(framed, framed.hotspot)


def _values(framed: Framed) -> str:
    if framed.framework.inputs == "masterlists":
        return _("The shares are counted from the columns of master lists.")
    if framed.score and framed.score.fit and framed.outcome:
        words = {"outcome": framed.outcome.title}
        return _("A regression on “%(outcome)s” finds how much each answer counts.") % words
    return _("Each answer counts what the list of answers says.")


def _gaps(score: Score) -> str:
    share = {"share": formats.percent(score.minimum_share, 0)}
    rules = {
        "none": _("A missing answer stays missing; a scale is scored where at least %(share)s of it is answered."),
        "mean": _("A missing answer is replaced by the mean of all, where at least %(share)s is answered."),
        "median": _("A missing answer is replaced by the median of all, where at least %(share)s is answered."),
        "group_mean": _("A missing answer is replaced by the mean of its area, where at least %(share)s is answered."),
        "group_median": _("A missing answer is replaced by its area's median, where at least %(share)s is answered."),
        "carry_forward": _("A missing answer is taken from the survey before, where at least %(share)s is answered."),
    }
    return rules[score.imputation.rule] % share


def _normalised(score: Score) -> str:
    words = {"low": formats.number(score.normalisation.low), "high": formats.number(score.normalisation.high)}
    rules = {
        "goalposts": _("The best answer becomes %(low)s and the worst %(high)s, in every round alike."),
        "minmax": _("The lowest value found becomes %(low)s and the highest %(high)s."),
        "zscore": _("Values are told by how many standard deviations they are from the mean."),
        "rank": _("Values are replaced by their rank."),
        "percentile": _("Values are replaced by their percentile."),
        "none": _("Values are used as they are."),
    }
    return rules[score.normalisation.rule] % words


def _weighted(framed: Framed) -> str:
    score = framed.score
    rules = {
        "equal": _("Everything counts alike within its scale."),
        "fitted": _("Weights come from the regression; until there is one, everything counts as the file says."),
        "pca": _("Weights come from the first principal component of each scale."),
        "optimised": _("Weights are found so that each part has the importance that the file asks for."),
    }
    if score and score.weighting.rule != "given":
        return rules[score.weighting.rule]
    weights = {scale.weight for scale in framed.scales} | {indicator.weight for indicator in framed.indicators}
    return rules["equal"] if len(weights) == 1 else _("Weights are those stated with each scale and indicator.")


def _aggregated(score: Score) -> str:
    rules = {
        "arithmetic": _("Indicators become scales, and scales the score, by weighted means."),
        "geometric": _("Indicators become scales, and scales the score, by weighted geometric means."),
        "harmonic": _("Indicators become scales, and scales the score, by weighted harmonic means."),
        "outranking": _("Places are compared in pairs, and the score says how many each outranks."),
        "worst": _("The worst indicator decides the scale, and the worst scale the score."),
    }
    return rules[score.aggregation]


def _concern(framed: Framed, rule: Hotspot) -> str:
    separator = formats.conventions().list_separator
    words = {
        "high": separator.join(str(category.title) for category in framed.categories if category.code in rule.high),
        "medium": separator.join(str(category.title) for category in framed.categories if category.code in rule.medium),
        "share": formats.percent(rule.many_share, 0),
    }
    return (
        _(
            "An area is a place of concern where one scale is in these categories: %(high)s; or in these: %(medium)s, "
            "while it is among the %(share)s of areas with most returnees."
        )
        % words
    )


def _compared(framed: Framed) -> Iterator[str]:
    rule = framed.comparison
    if rule is None:
        return
    separator = formats.conventions().list_separator
    words = {
        "populations": separator.join(str(labels.POPULATIONS[each]) for each in rule.populations),
        "comparators": separator.join(str(labels.POPULATIONS[each]) for each in rule.comparators),
    }
    yield _("These populations are shown: %(populations)s.") % words
    yield _("They are compared with these, the first that was asked: %(comparators)s.") % words
