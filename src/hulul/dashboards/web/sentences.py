"""What a page says in one or two sentences, written from the data before any number is shown."""

from django.utils.translation import gettext as _

from hulul.dashboards.queries.figures import Change, Figure
from hulul.ui import formats


def lead(place: str, idp: Figure, returnee: Figure, rate: Figure, unit: str) -> str:
    """The lead of the home page and of every place page."""
    said = [_stocks(place, idp, returnee, unit)]
    if returnee.value and returnee.last:
        said.append(_change(returnee.last))
    if rate.value is not None:
        said.append(
            _("Of all those displaced from here and counted, %(rate)s have returned.")
            % {"rate": formats.percent(rate.value, 0)}
        )
    return " ".join(part for part in said if part)


def _stocks(place: str, idp: Figure, returnee: Figure, unit: str) -> str:
    words = {"place": place}
    people = unit == "individuals"
    if idp.value and returnee.value:
        words |= {"idp_date": formats.day(idp.on), "displaced": formats.number(idp.value)}
        words |= {"date": formats.day(returnee.on), "returned": formats.number(returnee.value)}
        if people:
            return (
                _(
                    "By %(date)s, %(returned)s people had returned to %(place)s; "
                    "%(displaced)s displaced people live there."
                )
                % words
            )
        return (
            _(
                "By %(date)s, %(returned)s households had returned to %(place)s; "
                "%(displaced)s displaced households live there."
            )
            % words
        )
    if returnee.value:
        words |= {"date": formats.day(returnee.on), "returned": formats.number(returnee.value)}
        if people:
            return _("By %(date)s, %(returned)s people had returned to %(place)s.") % words
        return _("By %(date)s, %(returned)s households had returned to %(place)s.") % words
    if idp.value:
        words |= {"date": formats.day(idp.on), "displaced": formats.number(idp.value)}
        if people:
            return _("On %(date)s, %(displaced)s displaced people were living in %(place)s.") % words
        return _("On %(date)s, %(displaced)s displaced households were living in %(place)s.") % words
    return _("Nobody was counted in %(place)s in the rounds shown here.") % words


def _change(change: Change) -> str:
    words = {"since": formats.day(change.since)}
    if change.share is None or not change.absolute:
        return _("The number of returnees has not changed since %(since)s.") % words if not change.absolute else ""
    words["share"] = formats.percent(abs(change.share))
    if change.absolute > 0:
        return _("That is %(share)s more than on %(since)s.") % words
    return _("That is %(share)s fewer than on %(since)s.") % words
