"""The steps of a build in whole sentences of the reader's language.

A step is stored with its code, its figures and an English sentence; a code that has no words here is shown in English.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
    "tables_written": _("%(tables)s tables were written, with %(rows)s rows."),
}


@dataclass(frozen=True, slots=True)
class Explained:
    """`is_english`: there are no words of the reader's language for it."""

    text: str
    is_english: bool


def explain(step: Mapping[str, Any]) -> Explained:
    """A step as it was stored, in words."""
    sentence = SENTENCES.get(step["name"])
    if sentence is None:
        return Explained(str(step["sentence"]), is_english=True)
    return Explained(str(sentence) % {name: _written(value) for name, value in step["figures"].items()}, False)


def _written(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return formats.number(value, 0 if float(value).is_integer() else 2)
