"""What a page says in a few sentences, written from the data before any number is shown.

Each sentence is whole in every language; only places, dates and numbers are put in.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hulul.dashboards.queries.figures import Change, Figure
from hulul.dashboards.queries.gazetteer import PlaceFact
from hulul.dashboards.queries.rounds import Rounds
from hulul.dashboards.queries.standing import Mobility
from hulul.dashboards.rules import RoundRef, before
from hulul.ui import formats


def lead(place: PlaceFact, idp: Figure, returnee: Figure, rate: Figure, unit: str) -> str:
    """The lead of the home page and of every place page: returns, displacement, and the rate where there is one."""
    if not idp.value and not returnee.value:
        return _("Nobody was counted in %(place)s in the rounds shown here.") % {"place": place.name}
    people = unit == "individuals"
    said = [_returned(place, returnee, people=people) if returnee.value else ""]
    said.append(_displaced(place, idp, people=people) if idp.value else "")
    if rate.value is not None:
        said.append(
            _("Of all those displaced from here and counted, %(rate)s have returned.")
            % {"rate": formats.percent(rate.value, 0)}
        )
    return " ".join(part for part in said if part)


def _returned(place: PlaceFact, figure: Figure, *, people: bool) -> str:
    to_country = _("to their areas of origin in %(place)s")
    where = (_("to %(place)s") if place.level else to_country) % {"place": place.name}
    words = {"date": formats.day(figure.on), "returned": formats.number(figure.value), "where": where}
    change = figure.last
    if change is None or change.share is None or not change.absolute:
        if people:
            return _("By %(date)s, %(returned)s people had returned %(where)s.") % words
        return _("By %(date)s, %(returned)s households had returned %(where)s.") % words
    words |= _compared(change)
    if change.absolute > 0:
        if people:
            return (
                _("By %(date)s, %(returned)s people had returned %(where)s, %(share)s more than on %(since)s.") % words
            )
        return (
            _("By %(date)s, %(returned)s households had returned %(where)s, %(share)s more than on %(since)s.") % words
        )
    if people:
        return _("By %(date)s, %(returned)s people had returned %(where)s, %(share)s fewer than on %(since)s.") % words
    return _("By %(date)s, %(returned)s households had returned %(where)s, %(share)s fewer than on %(since)s.") % words


def _displaced(place: PlaceFact, figure: Figure, *, people: bool) -> str:
    words = {"date": formats.day(figure.on), "displaced": formats.number(figure.value), "place": place.name}
    if place.level == 0:
        if people:
            return _("On %(date)s, %(displaced)s people were still displaced.") % words
        return _("On %(date)s, %(displaced)s households were still displaced.") % words
    if people:
        return _("On %(date)s, %(displaced)s displaced people were living in %(place)s.") % words
    return _("On %(date)s, %(displaced)s displaced households were living in %(place)s.") % words


def _compared(change: Change) -> dict[str, str]:
    return {"share": formats.percent(abs(change.share or 0.0)), "since": formats.day(change.since)}


def two_places(places: Sequence[PlaceFact], returned: Sequence[Figure], unit: str) -> str:
    """How many had returned to each of two places; empty where nobody returned to either."""
    if not any(figure.value for figure in returned):
        return ""
    words = {
        "date": formats.day(returned[0].on),
        "first": places[0].name,
        "second": places[1].name,
        "first_returned": formats.number(returned[0].value),
        "second_returned": formats.number(returned[1].value),
    }
    if unit == "individuals":
        return (
            _("By %(date)s, %(first_returned)s people had returned to %(first)s and %(second_returned)s to %(second)s.")
            % words
        )
    return (
        _("By %(date)s, %(first_returned)s households had returned to %(first)s and %(second_returned)s to %(second)s.")
        % words
    )


def two_rounds(then: RoundRef, now: RoundRef, counts: tuple[int, int], unit: str) -> str:
    """From what to what a population moved between two rounds; `counts` are the sums of both."""
    before_, after = counts
    words = {
        "then": formats.day(then.date),
        "now": formats.day(now.date),
        "before": formats.number(before_),
        "after": formats.number(after),
        "unit": unit,
        "share": formats.signed_percent((after - before_) / before_ if before_ else None),
    }
    if now.population == "idp":
        return (
            _("From %(then)s to %(now)s, displaced people went from %(before)s to %(after)s %(unit)s (%(share)s).")
            % words
        )
    return _("From %(then)s to %(now)s, returnees went from %(before)s to %(after)s %(unit)s (%(share)s).") % words


def movement_caption(rounds: Rounds, population: str, *, rises: bool) -> str:
    """Over which two rounds of which population the largest movements were taken."""
    current = rounds.current(population)
    earlier = before(rounds.all, current) if current else None
    caption = {
        ("idp", True): _("Largest rises in displaced people since %(date)s"),
        ("idp", False): _("Largest falls in displaced people since %(date)s"),
        ("returnee", True): _("Largest rises in returnees since %(date)s"),
        ("returnee", False): _("Largest falls in returnees since %(date)s"),
    }[population, rises]
    return caption % {"date": formats.day(earlier.date if earlier else None)}


def standing(place: PlaceFact, found: Mobility | None, since: str) -> str:
    """How an area stands among those that host displaced people; empty where the method defines no class."""
    if found is None or found.recipient_class is None or found.share_of_all is None:
        return ""
    said = [_RECIPIENT[found.recipient_class] % {"place": place.name, "share": formats.percent(found.share_of_all)}]
    if found.mobility_class and since:
        words = {"since": since, "share": formats.signed_percent(found.change_share)}
        said.append(_MOBILITY[found.mobility_class] % words)
    return " ".join(said)


_RECIPIENT = {
    "main": gettext_lazy("%(place)s hosts %(share)s of all displaced people: a main recipient."),
    "between": gettext_lazy("%(place)s hosts %(share)s of all displaced people, between medium and main."),
    "medium": gettext_lazy("%(place)s hosts %(share)s of all displaced people: a medium recipient."),
    "low": gettext_lazy("%(place)s hosts %(share)s of all displaced people: a low recipient."),
}
_MOBILITY = {
    "stationary": gettext_lazy("Since %(since)s the number has been stationary (%(share)s)."),
    "fairly_stationary": gettext_lazy("Since %(since)s the number has been fairly stationary (%(share)s)."),
    "fairly_dynamic": gettext_lazy("Since %(since)s the number has been fairly dynamic (%(share)s)."),
    "dynamic": gettext_lazy("Since %(since)s the number has been dynamic (%(share)s)."),
    "new": gettext_lazy("On %(since)s nobody displaced was counted there."),
}
