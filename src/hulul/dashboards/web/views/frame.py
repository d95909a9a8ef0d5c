"""What home and place pages share: the filters in the address and the slider through the rounds."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from hulul.dashboards.queries.rounds import Rounds
from hulul.dashboards.rules import SHOWS, UNITS, Selection
from hulul.dashboards.web import specs
from hulul.dashboards.web.maps import show_name
from hulul.kernel import packs
from hulul.ui import formats
from hulul.ui.figures import Slider, Stop, Tab


@dataclass(frozen=True, slots=True)
class Filters:
    """Links that change one filter each and keep the others."""

    shows: list[Tab]
    units: list[Tab]
    levels: list[Tab]
    bubbles: Tab


def filters(selection: Selection, levels: tuple[int, ...]) -> Filters:
    pack = packs.current()
    return Filters(
        shows=[Tab(show_name(s), selection.query(show=s), s == selection.show) for s in SHOWS],
        units=[Tab(specs.unit_word(u), selection.query(unit=u), u == selection.unit) for u in UNITS],
        levels=[Tab(str(pack.level(n).plural), selection.query(level=n), n == selection.level) for n in levels],
        bubbles=Tab(_("Locations"), selection.query(bubbles=not selection.bubbles), selection.bubbles),
    )


def slider(rounds: Rounds, target: str) -> Slider | None:
    """Through every date on which anybody was counted; nothing when there is only one."""
    stops = [Stop(on.isoformat(), formats.day(on, short=True)) for on in rounds.dates]
    if len(stops) < 2 or rounds.newest is None:
        return None
    return Slider("date", stops, rounds.newest.isoformat(), target, _("Date of the round"))


def sort_of(request: HttpRequest) -> str:
    return request.GET.get("sort", "")
