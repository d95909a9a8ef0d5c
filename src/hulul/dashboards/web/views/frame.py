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
class Choice:
    """One filter: its name and a link for each of its values, which changes this filter and keeps the others."""

    slug: str
    label: str
    options: list[Tab]
    is_switch: bool = False


def filters(selection: Selection, levels: tuple[int, ...]) -> list[Choice]:
    """What the map and the tables show; a level is offered only where there is more than one."""
    pack = packs.current()
    areas = [Tab(str(pack.level(n).plural), selection.query(level=n), n == selection.level) for n in levels]
    units = [Tab(specs.unit_word(u), selection.query(unit=u), u == selection.unit) for u in UNITS]
    shows = [Tab(show_name(s), selection.query(show=s), s == selection.show) for s in SHOWS]
    bubbles = [Tab(_("Locations"), selection.query(bubbles=not selection.bubbles), selection.bubbles)]
    return [
        Choice("show", _("Show"), shows),
        *([Choice("level", _("Level"), areas)] if len(areas) > 1 else []),
        Choice("unit", _("Count in"), units),
        Choice("bubbles", _("On the map"), bubbles, is_switch=True),
    ]


def slider(rounds: Rounds, target: str, *also: str) -> Slider | None:
    """Through every date on which anybody was counted; nothing when there is only one.

    A move exchanges the element `target` and those in `also` (CSS selectors of ids).
    """
    stops = [Stop(on.isoformat(), formats.day(on, short=True)) for on in rounds.dates]
    if len(stops) < 2 or rounds.newest is None:
        return None
    return Slider("date", stops, rounds.newest.isoformat(), target, _("Date of the round"), also)


def sort_of(request: HttpRequest) -> str:
    return request.GET.get("sort", "")
