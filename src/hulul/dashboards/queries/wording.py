"""What a framework calls its scales, categories, indicators and answers, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy

from hulul.dashboards.queries.kept import Kept
from hulul.kernel.actors import Actor
from hulul.warehouse.queries import Question, ask


@dataclass(frozen=True, slots=True)
class Category:
    """A category of severity: from which score on, and its colour in the palette of severity."""

    code: str
    title: str
    since: float | None
    colour: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one version of a framework, each kind in the framework's own order.

    `answers` are by indicator and code. `is_reimplementation` says that the method is not published in full.
    """

    framework: str
    is_reimplementation: bool
    scales: Mapping[str, str]
    categories: Mapping[str, Category]
    indicators: Mapping[str, str]
    answers: Mapping[tuple[str, str], str]

    def scale(self, code: str) -> str:
        return self.scales.get(code, code)

    def category(self, code: str | None) -> str:
        found = self.categories.get(code or "")
        return found.title if found else (code or "")

    def indicator(self, code: str) -> str:
        """The name of an indicator, or of what else can move a score."""
        return self.indicators.get(code) or str(_BESIDE.get(code, code))

    def answer(self, indicator: str, code: str | None) -> str:
        return self.answers.get((indicator, code or ""), code or "")


# What a change of score is made of beside changes of indicators.
_BESIDE = {
    "answered": gettext_lazy("Other questions were answered"),
    "population": gettext_lazy("People moved between locations"),
}
_kept: Kept[Wording] = Kept(24)


def wording(actor: Actor, framework: str, version: str) -> Wording:
    """The words of one version of a framework."""
    language = (get_language() or "en").split("-")[0]
    own = {"framework": framework, "version": version}
    titles = (f"title_{language}", "title_en")
    columns = ("kind", "code", "since", "note", *dict.fromkeys(titles))
    terms = ask(actor, Question("framework_terms", columns, own, order=("kind", "position")))
    columns = ("indicator", "answer", *dict.fromkeys((*titles, f"answer_{language}", "answer_en")))
    answers = ask(actor, Question("framework_answers", columns, own, order=("position", "value", "answer")))
    key = (terms.generation, terms.published_at, actor.view, language, framework, version)
    return _kept.get(key, lambda: _read(framework, language, terms.records(), answers.records()))


def _read(code: str, language: str, terms: list[dict[str, Any]], answers: list[dict[str, Any]]) -> Wording:
    def said(row: dict[str, Any], what: str = "title") -> str:
        return str(row[f"{what}_{language}"] or row[f"{what}_en"])

    own = next((row for row in terms if row["kind"] == "framework"), None)
    return Wording(
        framework=said(own) if own else code,
        is_reimplementation=bool(own and own["note"] == "reimplementation"),
        scales={row["code"]: said(row) for row in terms if row["kind"] == "scale"},
        categories={
            row["code"]: Category(row["code"], said(row), row["since"], row["note"])
            for row in terms
            if row["kind"] == "category"
        },
        indicators={row["indicator"]: said(row) for row in answers},
        answers={(row["indicator"], row["answer"]): said(row, "answer") for row in answers if row["answer"]},
    )
