"""What pages say of conditions in a few sentences, written from the data. Each is whole in every language."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hulul.dashboards.queries.gazetteer import PlaceFact
from hulul.dashboards.queries.severity import Assessment, Change, Driver, Severity
from hulul.dashboards.queries.wording import Wording
from hulul.ui import formats

NEXT_TO_NOTHING = 0.05  # points of a score: less is not worth a word
_MOST_NAMED = 3


def lead(place: PlaceFact, found: Severity, assessment: Assessment, change: Change | None, words: Wording) -> str:
    """What an assessment says of an area: how many live in high severity, how it moved, and what drove that."""
    said = [_high(place, found, assessment)]
    if change is not None:
        said.append(moved(change, words))
    return " ".join(part for part in said if part)


def _high(place: PlaceFact, found: Severity, assessment: Assessment) -> str:
    words = {
        "date": formats.day(assessment.date),
        "place": place.name,
        "assessed": formats.number(found.assessed),
        "people": formats.number(found.high_individuals),
        "share": formats.percent(found.high_share, 0),
    }
    if found.high_share is None:
        return _("On %(date)s, %(assessed)s locations in %(place)s were assessed.") % words
    if not found.high_share:
        return (
            _("On %(date)s, %(assessed)s locations in %(place)s were assessed; none has conditions of high severity.")
            % words
        )
    if found.high_individuals is None:
        return (
            _(
                "On %(date)s, %(assessed)s locations in %(place)s were assessed; "
                "%(share)s of them have conditions of high severity."
            )
            % words
        )
    return (
        _(
            "On %(date)s, %(people)s returnees in %(place)s (%(share)s) were living in conditions of high severity, "
            "as %(assessed)s assessed locations show."
        )
        % words
    )


def moved(change: Change, words: Wording) -> str:
    """How the score moved on what was assessed both times, and which indicator moved it most."""
    if change.change is None or not change.matched:
        return ""
    told = {
        "since": formats.day(change.since),
        "matched": formats.number(change.matched),
        "points": formats.number(abs(change.change), 1),
        "indicator": "",
    }
    if not change.comparable:
        return _("It cannot be compared with the assessment of %(since)s, which used another method.") % told
    if abs(change.change) < NEXT_TO_NOTHING:
        return _("In the %(matched)s locations assessed both times, nothing moved since %(since)s.") % told
    driver = leading_part(change)
    if driver is None or driver not in words.indicators:  # other answers, or people who moved, are no condition
        if change.change < 0:
            return (
                _(
                    "In the %(matched)s locations assessed both times, severity fell by %(points)s points since "
                    "%(since)s."
                )
                % told
            )
        return (
            _("In the %(matched)s locations assessed both times, severity rose by %(points)s points since %(since)s.")
            % told
        )
    told["indicator"] = words.indicator(driver)
    if change.change < 0:
        return (
            _(
                "In the %(matched)s locations assessed both times, severity fell by %(points)s points since "
                "%(since)s; “%(indicator)s” did most for it."
            )
            % told
        )
    return (
        _(
            "In the %(matched)s locations assessed both times, severity rose by %(points)s points since %(since)s; "
            "“%(indicator)s” did most for it."
        )
        % told
    )


def leading_part(change: Change) -> str | None:
    """The indicator that moved most in the direction of the whole.

    None where none did, where none may be known, or where what this reader may not know moved more.
    """
    if not change.parts or not change.change:
        return None
    sign = 1 if change.change > 0 else -1
    code = max(change.parts, key=lambda each: (sign * change.parts[each], each))
    most = sign * change.parts[code]
    return code if most > NEXT_TO_NOTHING / 2 and most >= sign * hidden_part(change) else None


def hidden_part(change: Change) -> float:
    """The points of a change that come from what this reader may not know."""
    return (change.change or 0.0) - sum(change.parts.values())


def location(found: Severity, assessment: Assessment, words: Wording) -> str:
    """How severe conditions are in one location, and how sure that is."""
    told = {
        "date": formats.day(assessment.date),
        "score": formats.number(found.score),
        "category": words.category(found.category).lower(),
        "low": formats.number(found.low),
        "high": formats.number(found.high),
        "probability": formats.percent(found.probability, 0),
    }
    if found.low is None or found.probability is None or told["low"] == told["high"]:
        return _("On %(date)s, the severity of conditions here was %(score)s of 100: %(category)s.") % told
    return (
        _(
            "On %(date)s, the severity of conditions here was %(score)s of 100: %(category)s. What is uncertain leaves "
            "room for %(low)s to %(high)s; the category holds with a probability of %(probability)s."
        )
        % told
    )


def weighs_most(drivers: Sequence[Driver], words: Wording) -> str:
    """The indicators that weigh most in a score, in words; empty where nothing does or nothing may be known."""
    found = [each for each in drivers if each.contribution and each.contribution >= NEXT_TO_NOTHING][:_MOST_NAMED]
    if not found:
        return ""
    listed = formats.conventions().list_separator.join(_driver(each, words) for each in found)
    return _("What weighs most: %(drivers)s.") % {"drivers": listed}


def _driver(driver: Driver, words: Wording) -> str:
    title = words.indicator(driver.indicator)
    if driver.answer:
        return _("%(indicator)s (%(answer)s)") % {
            "indicator": title,
            "answer": words.answer(driver.indicator, driver.answer),
        }
    return title


def reason(code: str, scale: str, words: Wording) -> str:
    """Why a place is one of concern."""
    found = _REASONS.get(code)
    return str(found) % {"scale": words.scale(scale)} if found else code


_REASONS = {
    "high_scale": gettext_lazy("high severity: %(scale)s"),
    "medium_many": gettext_lazy("medium severity with many returnees: %(scale)s"),
    "cluster_gi": gettext_lazy("in a cluster of severe locations"),
    "cluster_moran": gettext_lazy("severe among severe neighbours"),
}
