"""The steps of a build, and why one is refused, in whole sentences of the reader's language.

A step is stored with its code, its figures and an English sentence; a code that has no words here is shown in English.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hulul.measurement.framing import OVERALL, Framed
from hulul.methods.errors import MethodError
from hulul.ui import formats

SENTENCES: dict[str, str | Promise] = {
    "answers_read": _(
        "Answers about %(places)s places were read, of %(informants)s interviews; "
        "%(share)s %% of all questions have one."
    ),
    "masterlists_read": _("%(places)s locations of the round %(round)s were read from master lists."),
    "model_taken": _("What answers are worth is taken from the fit to %(assessment)s, so that scores can be compared."),
    "model_fitted": _("A %(model)s regression says what answers are worth."),
    "change_measured": _("Change since %(assessment)s is measured on %(places)s places assessed in both."),
    "not_comparable": _("Scores cannot be compared with %(assessment)s: %(reason)s"),
    "weighted_by_people": _(
        "Areas are means of their places, weighted by the people of the round %(round)s: %(individuals)s individuals."
    ),
    "unweighted": _("No round of people is near enough in time: areas are plain means of their places."),
    "doubt_measured": _(
        "The index was scored %(runs)s times with other weights and informants; intervals hold %(level)s %% of them."
    ),
    "doubt_not_measured": _("How sure the scores are was not measured."),
    "households_read": _(
        "Answers of %(households)s households were read; %(indicators)s indicators say whether one was overcome."
    ),
    "exits_not_measured": _("Exits of %(population)s compared with %(comparator)s were not measured: %(reason)s"),
    "closed_left_out": _("%(codes)s are not public and are left out."),
    "clusters_not_sought": _(
        "Clusters were not looked for: %(places)s assessed places have coordinates, fewer than %(least)s."
    ),
    "runs_reduced": _(
        "%(runs)s runs were asked for and %(made)s made: more do not fit into memory for so many places."
    ),
    "read": _("%(units)s units with %(indicators)s indicators: %(answered)s of %(possible)s answers are there."),
    "divided": _("%(indicator)s was divided by %(denominator)s."),
    "normalised": _("%(indicator)s was normalised by the rule “%(rule)s”: %(low)s to %(high)s became %(scale)s."),
    "weighted": _("%(code)s counts %(share)s of %(group)s (weights: %(rule)s)."),
    "aggregated": _(
        "%(group)s was scored from %(members)s members by the rule “%(rule)s”: %(scored)s of %(units)s units."
    ),
    "classified": _("Category %(category)s: %(units)s units."),
    "gaps_remain": _("%(number)s answers are missing and were left out with their weights."),
    "unanswered": _("%(number)s units have no answer at all and are not scored."),
    "all_missing": _("%(indicator)s has no answer in any unit: it says nothing."),
    "not_scored": _("%(group)s is not scored in %(number)s units: too few of its indicators are answered."),
    "category_empty": _("No unit is in the category %(category)s."),
    "units_not_scored": _("%(units)s of %(all)s units have too few answers to be scored."),
    "outcome_missing": _("%(units)s units have no outcome and were left out."),
    "indicator_all_missing": _("%(indicator)s has no answer at all and therefore no weight."),
    "constant_indicator": _("%(indicator)s has the answer %(answer)s everywhere and therefore no weight."),
    "answer_never_given": _(
        "Nobody gave the answer %(answer)s of %(indicator)s: its value is taken from the answers around."
    ),
    "few_answers": _("Only %(units)s units gave the answer %(answer)s of %(indicator)s."),
    "collinear": _(
        "%(indicator)s is nearly determined by the other indicators of %(scale)s (variance inflation %(vif)s)."
    ),
    "condition": _("The answers of %(scale)s are nearly collinear (condition number %(number)s)."),
    "answers_missing": _("%(indicator)s has no answer at %(units)s units; the rule for gaps is “%(rule)s”."),
    "pooled": _(
        "A worse answer of %(indicator)s came out better than a better one: these count the same: %(answers)s."
    ),
    "no_effect": _("Worse answers of %(indicator)s do not go with a worse outcome: it has no weight."),
    "nothing_varies": _("Only weights were to vary and there is nothing to weight: no intervals."),
    "replications_failed": _("%(number)s of %(runs)s runs failed and are in no interval: %(reason)s"),
    "sometimes_not_scored": _("%(number)s units have no score in some runs; their intervals are of the others."),
    "one_informant": _("%(number)s units have one informant: what another would have said is in no interval."),
    "values_missing": _("%(places)s places have no value: they were left out, also as neighbours."),
    "no_coordinates": _("%(places)s places have no coordinates and so no neighbours."),
    "islands": _("%(places)s places have no other place near them."),
    "values_alike": _("All places have the same value: there is nothing to find."),
    "comparator_incomplete": _(
        "%(number)s of %(sample)s households of the comparator (%(name)s) have missing answers and are left out of it."
    ),
    "small_group": _("%(number)s groups have fewer than %(minimum)s interviews and get no figures."),
    "no_cells": _("Homogeneous cells were not named: that metric is empty."),
    "small_cells": _("%(number)s of %(cells)s cells have fewer than %(least)s households: their means are uncertain."),
    "too_few_indicators": _(
        "The metric per sub-criterion needs %(least)s indicators each; these have fewer: %(sub_criteria)s."
    ),
    "sub_criterion_left_out": _("Sub-criterion %(code)s (%(title)s) is left out: the measure is not the full one."),
    "tables_written": _("%(tables)s tables were written, with %(rows)s rows."),
}


REFUSALS: dict[str, str | Promise] = {
    "nothing_to_score": _("No place can be scored: nothing tells places apart, or too few questions are answered."),
    "not_positive": _("The rule “%(rule)s” needs values above 0; %(member)s has %(number)s that are not."),
    "few_units": _("Principal components need three places with every answer; %(number)s have them."),
    "pca_negative": _("%(member)s runs against its group. Turn its direction round or move it to another group."),
    "too_few_units": _("%(units)s places are too few for the %(columns)s answers of %(scale)s that are compared."),
    "outcome_constant": _("All places of %(scale)s have the same outcome, so nothing can be learned from it."),
    "nothing_to_fit": _("In %(scale)s every question has the same answer everywhere: there is nothing to fit."),
    "outcome_outside": _("The outcome has a value that it cannot have: %(value)s."),
    "weights_nothing": _("No answer of %(scale)s goes with a worse outcome, so its questions would count nothing."),
    "not_converged": _("The regression of %(scale)s did not come to an end in %(steps)s steps."),
    "answers_outside": _("%(indicator)s has answers that are not in its list, at %(units)s places: %(answers)s."),
    "previous_missing": _("Answers cannot be carried forward: there is no assessment before this one."),
    "all_failed": _("How sure the scores are cannot be said: all %(runs)s runs failed. The first: %(reason)s"),
    "nobody": _("No household of the survey is %(what)s."),
    "no_population": _("No household is of one of the populations %(populations)s."),
    "sub_criterion_not_measured": _("No question measures the sub-criterion %(code)s (%(title)s)."),
}
# Figures that are codes of the framework's own things.
NAMING = ("indicator", "member", "group", "code", "scale", "category")


@dataclass(frozen=True, slots=True)
class Explained:
    """`is_english`: there are no words of the reader's language for it."""

    text: str
    is_english: bool


def explain(step: Mapping[str, Any], framed: Framed) -> Explained:
    """A step as it was stored, in words; what the framework names is called by its title."""
    sentence = SENTENCES.get(step["name"])
    if sentence is None:
        return Explained(str(step["sentence"]), is_english=True)
    try:
        titles = _titles(framed)
        text = str(sentence) % {name: _written(name, value, titles) for name, value in step["figures"].items()}
    except KeyError:  # a step of an older version, with other figures
        return Explained(str(step["sentence"]), is_english=True)
    return Explained(text, is_english=False)


def refusal(error: MethodError, framed: Framed) -> str:
    """Why a method gives no answer, in the reader's language where there are words for it."""
    sentence = REFUSALS.get(error.code)
    if sentence is None:
        return str(error)
    titles = _titles(framed)
    try:
        return str(sentence) % {name: _written(name, value, titles) for name, value in error.params.items()}
    except KeyError:  # the same code with other figures
        return str(error)


def _titles(framed: Framed) -> dict[str, str]:
    scales = {scale.code: str(scale.title) for scale in framed.scales}
    indicators = {indicator.code: str(indicator.title) for indicator in framed.indicators}
    categories = {category.code: str(category.title) for category in framed.categories}
    return {OVERALL: str(framed.title), **categories, **indicators, **scales}


def _written(name: str, value: object, titles: Mapping[str, str]) -> str:
    if isinstance(value, list | tuple):
        return formats.conventions().list_separator.join(titles.get(str(each), str(each)) for each in value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return titles.get(str(value), str(value)) if name in NAMING else str(value)
    if name == "share" and 0 <= value <= 1:
        return formats.percent(value)
    return formats.number(value, 0 if float(value).is_integer() else 1)
