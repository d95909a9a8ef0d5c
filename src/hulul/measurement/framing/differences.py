"""What changed between two versions of a framework, in sentences, and whether their scores can be compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from pydantic import BaseModel

from hulul.measurement.framing.schema import Framed, Indicator
from hulul.ui import formats


@dataclass(frozen=True, slots=True)
class Difference:
    """`sentences` in the order of the file; `comparable` says whether scores of both may stand in one series."""

    older: str
    newer: str
    sentences: tuple[str, ...]
    comparable: bool
    reason: str = ""


def between(older: Framed, newer: Framed) -> Difference:
    """What the newer version has otherwise. Files are compared entry by entry, not line by line."""
    declared = newer.comparability
    comparable = declared is None or older.version not in declared.not_comparable
    reason = "" if comparable or declared is None else str(declared.reason)
    return Difference(older.version, newer.version, tuple(_sentences(older, newer)), comparable, reason)


def _sentences(older: Framed, newer: Framed) -> Iterator[str]:
    yield from _about(older, newer)
    yield from _parts(older, newer)
    before = {indicator.code: indicator for indicator in older.indicators}
    for indicator in newer.indicators:
        if indicator.code in before and indicator != before[indicator.code]:
            yield from _indicator(before[indicator.code], indicator)
    yield from _method(older, newer)


def _about(older: Framed, newer: Framed) -> Iterator[str]:
    one, other = older.framework, newer.framework
    if one.unit != other.unit:
        yield _("The unit is another one.")
    if (one.status, one.source) != (other.status, other.source):
        yield _("Its status or source is stated differently.")
    if one.tier != other.tier:
        yield _("Other people may read its results.")
    if (one.title, one.purpose, one.limits) != (other.title, other.purpose, other.limits):
        yield _("Its title, purpose or limits are worded differently.")


def _parts(older: Framed, newer: Framed) -> Iterator[str]:
    """Scales and indicators that came or went."""
    scales = {scale.code: scale for scale in older.scales}
    for scale in newer.scales:
        if scale.code not in scales:
            yield _("The scale “%(title)s” was added.") % {"title": scale.title}
        elif scale != scales[scale.code]:
            yield _("The scale “%(title)s” was changed.") % {"title": scale.title}
    for gone in _gone(older.scales, newer.scales):
        yield _("The scale “%(title)s” was taken out.") % {"title": older.scale(gone).title}
    for new in _gone(newer.indicators, older.indicators):
        yield _("The indicator “%(title)s” was added.") % {"title": newer.indicator(new).title}
    for gone in _gone(older.indicators, newer.indicators):
        yield _("The indicator “%(title)s” was taken out.") % {"title": older.indicator(gone).title}


def _gone(older: Sequence[BaseModel], newer: Sequence[BaseModel]) -> list[str]:
    """Codes of the older entries that the newer ones have not."""
    kept = {getattr(entry, "code", "") for entry in newer}
    return [code for entry in older if (code := getattr(entry, "code", "")) not in kept]


def _indicator(older: Indicator, newer: Indicator) -> Iterator[str]:
    title = {"title": newer.title}
    if older.scale != newer.scale:
        yield _("The indicator “%(title)s” belongs to another scale.") % title
    if older.question != newer.question:
        yield _("The question about “%(title)s” is worded differently.") % title
    if older.weight != newer.weight:
        words = {"old": formats.number(older.weight, 2), "new": formats.number(newer.weight, 2)}
        yield _("The weight of “%(title)s” is %(new)s, before %(old)s.") % (title | words)
    if older.direction != newer.direction:
        yield _("The direction of “%(title)s” was turned round.") % title
    if {answer.code for answer in older.answers} != {answer.code for answer in newer.answers}:
        yield _("“%(title)s” has other answers.") % title
    elif older.values != newer.values or older.goalposts != newer.goalposts:
        yield _("The answers to “%(title)s” count differently.") % title
    elif older.answers != newer.answers:
        yield _("The answers to “%(title)s” are worded differently.") % title
    if older.standard != newer.standard:
        yield _("The minimum standard of “%(title)s” is another one.") % title
    if older.tier != newer.tier:
        yield _("Other people may read the answers to “%(title)s”.") % title


def _method(older: Framed, newer: Framed) -> Iterator[str]:
    one, other = older.score, newer.score
    if (one is None) != (other is None):
        yield _("It is scored now.") if one is None else _("It is no longer scored.")
    elif one and other:
        if (one.weighting, one.fit) != (other.weighting, other.fit):
            yield _("Weights come from elsewhere.")
        if one.aggregation != other.aggregation:
            yield _("Scores are put together in another way.")
        if (one.imputation, one.minimum_share) != (other.imputation, other.minimum_share):
            yield _("Missing answers are treated differently.")
        if (one.normalisation, one.outliers) != (other.normalisation, other.outliers):
            yield _("Values are made comparable in another way.")
    if older.categories != newer.categories:
        yield _("The categories or their limits are others.")
    if older.hotspot != newer.hotspot:
        yield _("The rule for places of concern is another one.")
    if older.outcome != newer.outcome:
        yield _("The outcome that indicators explain is another one.")
    if older.comparison != newer.comparison:
        yield _("Other populations are compared.")
