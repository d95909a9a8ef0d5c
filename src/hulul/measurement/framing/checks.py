"""What the entries of a framework file must be to each other. Each check yields what is wrong and where."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hulul.kernel.packs import fold_header
from hulul.measurement.framing.locating import Path
from hulul.measurement.framing.schema import Category, Framed, Indicator, Scale
from hulul.measurement.framing.scoring import OVERALL

LANGUAGES = ("en", "ar", "ckb")


@dataclass(frozen=True, slots=True)
class Wrong:
    """One contradiction, at the path of an entry of the file."""

    path: Path
    message: str


def check(framed: Framed) -> list[Wrong]:
    """Everything that contradicts itself; empty for a framework that can be used."""
    return [wrong for each in CHECKS for wrong in each(framed)]


def codes_are_unique(framed: Framed) -> Iterator[Wrong]:
    """Scales and indicators share their codes' space, because results are kept by code."""
    seen: set[str] = {OVERALL}
    yield from _twice([scale.code for scale in framed.scales], ("scale",), seen)
    yield from _twice([indicator.code for indicator in framed.indicators], ("indicator",), seen)
    yield from _twice([category.code for category in framed.categories], ("category",), set())
    for index, indicator in enumerate(framed.indicators):
        yield from _twice([answer.code for answer in indicator.answers], ("indicator", index, "answer"), set())


def _twice(codes: Sequence[str], path: Path, seen: set[str]) -> Iterator[Wrong]:
    for index, code in enumerate(codes):
        if code in seen:
            yield Wrong((*path, index, "code"), _("The code “%(code)s” is used already.") % {"code": code})
        seen.add(code)


def scales_are_known(framed: Framed) -> Iterator[Wrong]:
    known = {scale.code for scale in framed.scales}
    unknown = _("There is no scale “%(code)s” in this file.")
    for index, scale in enumerate(framed.scales):
        if scale.parent and scale.parent not in known:
            yield Wrong(("scale", index, "parent"), unknown % {"code": scale.parent})
    for index, indicator in enumerate(framed.indicators):
        if indicator.scale not in known:
            yield Wrong(("indicator", index, "scale"), unknown % {"code": indicator.scale})
    filled = {scale.parent for scale in framed.scales} | {indicator.scale for indicator in framed.indicators}
    for index, scale in enumerate(framed.scales):
        if scale.code not in filled:
            yield Wrong(("scale", index), _("The scale “%(code)s” has no indicators.") % {"code": scale.code})


def scales_make_no_circle(framed: Framed) -> Iterator[Wrong]:
    parents = {scale.code: scale.parent for scale in framed.scales}
    for index, scale in enumerate(framed.scales):
        way = [scale.code]
        while (above := parents.get(way[-1], "")) and above not in way:
            way.append(above)
        if above == scale.code:
            circle = " → ".join([*way, above])
            message = _("The scales are parts of each other in a circle: %(circle)s.") % {"circle": circle}
            yield Wrong(("scale", index, "parent"), message)


def weights_are_something(framed: Framed) -> Iterator[Wrong]:
    if framed.score is None or framed.score.weighting.rule == "equal":
        return
    nothing = _("The weights inside “%(code)s” sum to nothing, so it cannot be scored.")
    for index, scale in enumerate(framed.scales):
        parts: list[Scale | Indicator] = [part for part in framed.scales if part.parent == scale.code]
        parts += framed.indicators_of(scale.code)
        if parts and not sum(part.weight for part in parts):
            yield Wrong(("scale", index), nothing % {"code": scale.code})
    if not sum(scale.weight for scale in framed.scales if not scale.parent):
        yield Wrong(("scale", 0, "weight"), nothing % {"code": OVERALL})


def answers_have_values(framed: Framed) -> Iterator[Wrong]:
    for index, indicator in enumerate(framed.indicators):
        path: Path = ("indicator", index)
        if indicator.kind in ("share", "number"):
            if indicator.answers:
                yield Wrong((*path, "answer"), _("A share or number has no answers to choose from."))
            continue
        for number, answer in enumerate(indicator.answers):
            if answer.value is None and answer.missing is None:
                yield Wrong((*path, "answer", number), _("The answer has no value and no reason for having none."))
            if answer.value is not None and answer.missing is not None:
                yield Wrong((*path, "answer", number), _("The answer has a value and a reason for having none."))
        values = indicator.values.values()
        if len(values) < 2:
            yield Wrong(path, _("At least two answers with values are needed."))
        elif len(set(values)) < 2:
            yield Wrong((*path, "answer"), _("All answers have the same value, so they say nothing."))
        yield from _same_labels(indicator, path)


def _same_labels(indicator: Indicator, path: Path) -> Iterator[Wrong]:
    """Files of answers are read by the labels in any language, so a label must mean one answer."""
    for language in LANGUAGES:
        seen: dict[str, str] = {}
        for number, answer in enumerate(indicator.answers):
            label = fold_header(str(getattr(answer.label, language)))
            if label and seen.setdefault(label, answer.code) != answer.code:
                message = _("The answers “%(one)s” and “%(other)s” have the same label.")
                words = {"one": seen[label], "other": answer.code}
                yield Wrong((*path, "answer", number, "label", language), message % words)


def goalposts_differ(framed: Framed) -> Iterator[Wrong]:
    needed = framed.score is not None and framed.score.normalisation.rule == "goalposts"
    for index, indicator in enumerate(framed.indicators):
        posts = indicator.goalposts
        if posts and posts[0] >= posts[1]:
            yield Wrong(("indicator", index, "goalposts"), _("The lower goalpost must come first."))
        if needed and posts is None and indicator.kind == "number":
            yield Wrong(("indicator", index), _("A number needs goalposts, because scores are made by goalposts."))


def standards_can_be_met(framed: Framed) -> Iterator[Wrong]:
    for index, indicator in enumerate(framed.indicators):
        standard, path = indicator.standard, ("indicator", index, "standard")
        if standard is None:
            continue
        for number, code in enumerate(standard.met):
            answer = indicator.answer(code)
            if answer is None or answer.value is None:
                message = _("There is no answer “%(code)s” with a value to this question.") % {"code": code}
                yield Wrong((*path, "met", number), message)
        bounds = standard.at_least is not None or standard.at_most is not None
        if bool(standard.met) == bounds:
            yield Wrong(path, _("Say when the minimum is met: either by answers, or by at_least or at_most."))
        elif bounds == bool(indicator.answers):
            yield Wrong(path, _("A question with answers has a minimum by answers; a share or number one by bounds."))
        low, high = standard.at_least, standard.at_most
        if low is not None and high is not None and low > high:
            yield Wrong(
                (*path, "at_most"), _("No value is at least %(low)s and at most %(high)s.") % {"low": low, "high": high}
            )


def categories_follow(framed: Framed) -> Iterator[Wrong]:
    """Thresholds rise from the lowest score, and each category has a colour of its own."""
    colours: dict[str, str] = {}
    before: Category | None = None
    for index, category in enumerate(framed.categories):
        if before is not None and category.since <= before.since:
            message = _("“%(code)s” begins at %(since)s, not above “%(before)s” at %(lower)s.")
            words = {"code": category.code, "since": category.since, "before": before.code, "lower": before.since}
            yield Wrong(("category", index, "from"), message % words)
        if colours.setdefault(category.colour, category.code) != category.code:
            message = _("“%(one)s” and “%(other)s” have the same colour.")
            words = {"one": colours[category.colour], "other": category.code}
            yield Wrong(("category", index, "colour"), message % words)
        before = category
    scale = framed.score.normalisation if framed.score else None
    if scale is None or not framed.categories or scale.rule not in ("goalposts", "minmax", "percentile"):
        return
    if framed.categories[0].since != scale.low:
        message = _("The first category must begin at the lowest score, %(low)s.") % {"low": scale.low}
        yield Wrong(("category", 0, "from"), message)
    if framed.categories[-1].since >= scale.high:
        message = _("No score is above %(high)s, so this category would be empty.") % {"high": scale.high}
        yield Wrong(("category", len(framed.categories) - 1, "from"), message)


def score_is_complete(framed: Framed) -> Iterator[Wrong]:
    score, kind = framed.score, framed.framework.kind
    if kind == "index" and score is None:
        yield Wrong((), _("An index needs [score], which says how answers become scores."))
    if kind == "index" and not framed.categories:
        yield Wrong((), _("An index needs at least one [[category]]."))
    if kind != "index" and score is not None:
        yield Wrong(("score",), _("Only a framework of the kind “index” is scored."))
    if score is None:
        return
    if score.normalisation.low >= score.normalisation.high:
        yield Wrong(("score", "normalisation"), _("The lowest score must be below the highest."))
    if score.imputation.rule.startswith("group_") and not score.imputation.by:
        yield Wrong(("score", "imputation"), _("Say by which column the groups are made."))
    known = {indicator.code for indicator in framed.indicators} | {scale.code for scale in framed.scales}
    for code in score.weighting.targets or {}:
        if code not in known:
            message = _("There is no indicator or scale “%(code)s” in this file.") % {"code": code}
            yield Wrong(("score", "weighting", "targets", code), message)
    if score.weighting.rule == "fitted" and score.fit is None:
        yield Wrong(("score", "weighting"), _("Fitted weights need [score.fit] with an outcome and a model."))
    if score.fit is not None and (framed.outcome is None or framed.outcome.code != score.fit.outcome):
        message = _("There is no [outcome] with the code “%(code)s”.") % {"code": score.fit.outcome}
        yield Wrong(("score", "fit", "outcome"), message)


def outcome_is_no_indicator(framed: Framed) -> Iterator[Wrong]:
    """What is explained must not be among what explains it."""
    if framed.outcome and any(framed.outcome.code == indicator.code for indicator in framed.indicators):
        yield Wrong(("outcome", "code"), _("The outcome is also an indicator, so it would explain itself."))


def hotspots_are_known(framed: Framed) -> Iterator[Wrong]:
    rule = framed.hotspot
    if rule is None:
        return
    scales = {scale.code for scale in framed.scales}
    for index, code in enumerate(rule.scales):
        if code not in scales:
            message = _("There is no scale “%(code)s” in this file.") % {"code": code}
            yield Wrong(("hotspot", "scales", index), message)
    for name, codes in (("high", rule.high), ("medium", rule.medium)):
        for index, code in enumerate(codes):
            if framed.category(code) is None:
                message = _("There is no category “%(code)s” in this file.") % {"code": code}
                yield Wrong(("hotspot", name, index), message)
    for index, code in enumerate(rule.medium):
        if code in rule.high:
            message = _("The category “%(code)s” is named as high and as medium.") % {"code": code}
            yield Wrong(("hotspot", "medium", index), message)


def populations_are_compared(framed: Framed) -> Iterator[Wrong]:
    if framed.framework.kind in ("progress", "exit") and framed.comparison is None:
        yield Wrong((), _("Say in [comparison] whose results stand beside whose."))
    if framed.framework.kind in ("exit", "progress"):
        for index, indicator in enumerate(framed.indicators):
            if indicator.standard is None:
                message = _("Without [indicator.standard] nobody knows which answer means that it is overcome.")
                yield Wrong(("indicator", index), message)


def questions_are_asked(framed: Framed) -> Iterator[Wrong]:
    if framed.framework.inputs != "survey":
        return
    for index, indicator in enumerate(framed.indicators):
        if indicator.question is None:
            yield Wrong(("indicator", index), _("A framework that is asked in surveys needs a question here."))


def versions_differ(framed: Framed) -> Iterator[Wrong]:
    for index, version in enumerate(framed.comparability.not_comparable if framed.comparability else ()):
        if version == framed.version:
            path = ("comparability", "not_comparable", index)
            yield Wrong(path, _("A version is always comparable with itself."))


CHECKS: tuple[Callable[[Framed], Iterator[Wrong]], ...] = (
    codes_are_unique,
    scales_are_known,
    scales_make_no_circle,
    weights_are_something,
    answers_have_values,
    goalposts_differ,
    standards_can_be_met,
    categories_follow,
    score_is_complete,
    outcome_is_no_indicator,
    hotspots_are_known,
    populations_are_compared,
    questions_are_asked,
    versions_differ,
)
