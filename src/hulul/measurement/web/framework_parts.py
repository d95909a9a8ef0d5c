"""The parts of a framework's page: scales with their questions, the method in words, the categories."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hulul.kernel.tiers import Tier
from hulul.measurement import labels
from hulul.measurement.framing import Framed
from hulul.measurement.framing.schema import Category, Indicator, Standard, Status
from hulul.measurement.web import method_words
from hulul.ui import formats
from hulul.ui.maps import SEVERITY
from hulul.ui.tables import Cell, Table, TableColumn


@dataclass(frozen=True, slots=True)
class Badge:
    """A mark with its severity, as `{% finding %}` shows it."""

    severity: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An indicator as it is read: `share` is its part in its scale."""

    indicator: Indicator
    share: float | None
    badges: tuple[Badge, ...]
    answers: Table | None
    minimum: Standard | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A scale with what is asked in it; `depth` is 0 at the top."""

    title: str
    description: str
    depth: int
    share: float | None
    badges: tuple[Badge, ...]
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Class:
    """A category with the scores it spans."""

    title: str
    colour: str
    span: str


def page_parts(framed: Framed) -> dict[str, Any]:
    """What the page's template needs of the file."""
    return {
        "status": badge(framed.framework.status),
        "status_meaning": labels.STATUS_MEANINGS[framed.framework.status],
        "caution": labels.caution(framed),
        "parts": [_part(framed, depth, code) for depth, code in _order(framed)],
        "steps": method_words.steps(framed),
        "classes": _classes(framed),
    }


def badge(status: Status) -> Badge:
    return Badge(labels.STATUS_BADGES[status], str(labels.STATUSES[status]))


def _order(framed: Framed) -> list[tuple[int, str]]:
    return [(depth, scale.code) for depth, scale in framed.ordered_scales()]


def _part(framed: Framed, depth: int, code: str) -> Part:
    scale = framed.scale(code)
    beside = [each.weight for each in framed.scales if each.parent == scale.parent]
    status, tier = scale.status or framed.framework.status, framed.scale_tier(code)
    return Part(
        str(scale.title),
        str(scale.description or ""),
        depth,
        _share(framed, scale.weight, beside),
        _badges(status, framed.framework.status, tier, framed.tier),
        tuple(_asked(framed, indicator, status, tier) for indicator in framed.indicators_of(code)),
    )


def _asked(framed: Framed, indicator: Indicator, status: Status, tier: Tier) -> Asked:
    beside = [each.weight for each in framed.indicators_of(indicator.scale)]
    return Asked(
        indicator,
        _share(framed, indicator.weight, beside),
        _badges(framed.status_of(indicator.code), status, framed.indicator_tier(indicator.code), tier),
        _answers(indicator),
        indicator.standard,
        tuple(_notes(indicator)),
    )


def _share(framed: Framed, weight: float, beside: list[float]) -> float | None:
    """The part among its siblings, where the file decides it."""
    given = framed.score is not None and framed.score.weighting.rule == "given"
    total = sum(beside)
    return weight / total if given and len(beside) > 1 and total else None


def _badges(status: Status, usual: Status, tier: Tier, usual_tier: Tier) -> tuple[Badge, ...]:
    """What is otherwise than around it: how far it is published, and who may read it."""
    marks = [badge(status)] if status != usual else []
    if tier > usual_tier:
        marks.append(Badge("info", _("Results are %(tier)s") % {"tier": tier.label}))
    return tuple(marks)


def _answers(indicator: Indicator) -> Table | None:
    if not indicator.answers:
        return None
    reasons = {"unknown": _("counts as missing"), "by_design": _("the question does not arise")}
    met = set(indicator.standard.met) if indicator.standard else set()
    rows = [
        [
            Cell(str(answer.label), note=_("meets the minimum") if answer.code in met else ""),
            Cell(answer.value) if answer.missing is None else Cell(None, note=reasons[answer.missing]),
        ]
        for answer in indicator.answers
    ]
    columns = [TableColumn("answer", _("Answer")), TableColumn("value", _("Value"), _kind(indicator))]
    return Table(_("Answers"), columns, rows, hide_caption=True, first_is_header=False)


def _kind(indicator: Indicator) -> Any:
    return "number" if all(value == int(value) for value in indicator.values.values()) else "decimal"


def _notes(indicator: Indicator) -> list[str]:
    notes = []
    if indicator.kind == "share":
        notes.append(_("A share between 0 and 1."))
    if indicator.unit:
        notes.append(_("A number: %(unit)s.") % {"unit": indicator.unit})
    if indicator.kind == "rating":
        notes.append(_("Rated by a reviewer who gives evidence."))
    if indicator.direction == -1:
        notes.append(_("The more, the better."))
    if indicator.missing == "by_design":
        notes.append(_("Where it is empty, the question did not arise."))
    return notes


def _classes(framed: Framed) -> list[Class]:
    """Categories of scores; those of judgements have no scores."""
    if framed.score is None:
        return [Class(str(each.title), SEVERITY[each.colour], "") for each in framed.categories]
    following: list[Category | None] = [*framed.categories[1:], None]
    return [
        Class(str(each.title), SEVERITY[each.colour], _span(each, after, framed.score.normalisation.high))
        for each, after in zip(framed.categories, following, strict=True)
    ]


def _span(category: Category, after: Category | None, highest: float) -> str:
    words = {"low": formats.number(category.since), "high": formats.number(after.since if after else highest)}
    return _("from %(low)s, below %(high)s") % words if after else _("from %(low)s to %(high)s") % words
