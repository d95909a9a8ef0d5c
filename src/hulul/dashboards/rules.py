"""What a reader chose to look at, and which round answers a date. Pure decisions; the address bar holds the choice."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from hulul.kernel.numerals import western

SHOWS = ("returnee", "idp", "rate", "change_returnee", "change_idp")
UNITS = ("individuals", "households")
LEVELS = (1, 2, 3)
SEVERITY_SHOWS = ("share", "score")
SEVERITY_LEVELS = (1, 2, 3, 4)
RANKED_LEVELS = (2, 4)

# "A year ago" is the nearest round within this many days of the same day last year.
YEAR = dt.timedelta(days=365)
YEAR_TOLERANCE = dt.timedelta(days=46)

# Letters of one rank are one letter to somebody who looks a name up.
_ALPHABET = "اأإآءٱ ب پ تة ث ج چ ح خ د ذ ر ڕ ز ژ س ش ص ض ط ظ ع غ ف ڤ ق كک گ ل ڵ م ن هھ ە وؤ ۆ يىیئ ێ"  # noqa: RUF001
_RANKS = {letter: 0x600 + rank for rank, kin in enumerate(_ALPHABET.split()) for letter in kin}


@dataclass(frozen=True, slots=True)
class RoundRef:
    """One round as the dashboard needs it. `segment` rises at each break in series."""

    code: str
    population: str
    date: dt.date
    sequence: int
    segment: int
    file_name: str
    version: int


@dataclass(frozen=True, slots=True)
class Selection:
    """The filters of a page. `on` is the date looked at, None = the newest."""

    show: str = "returnee"
    unit: str = "individuals"
    level: int = 1
    on: dt.date | None = None
    bubbles: bool = False

    @property
    def population(self) -> str:
        """The population the map and the tables are about; the return rate is dated by its returnee round."""
        return "idp" if self.show.endswith("idp") else "returnee"

    @property
    def is_change(self) -> bool:
        return self.show.startswith("change_")

    def query(self, **changes: object) -> str:
        """The query string of this selection with some filters changed; what is the default is left out."""
        chosen = replace(self, **changes)  # type: ignore[arg-type]
        plain = Selection()
        pairs: list[tuple[str, str]] = []
        for key in ("show", "unit", "level"):
            value = getattr(chosen, key)
            if value != getattr(plain, key):
                pairs.append((key, str(value)))
        if chosen.on:
            pairs.append(("date", chosen.on.isoformat()))
        if chosen.bubbles:
            pairs.append(("bubbles", "1"))
        return f"?{urlencode(pairs)}" if pairs else "?"


def read_selection(given: Mapping[str, str], levels: Sequence[int] = LEVELS) -> Selection:
    """A selection from a query string. What cannot be understood falls back to the default: a link never breaks."""
    plain = Selection(level=levels[0] if levels else 1)
    show = given.get("show", "")
    unit = given.get("unit", "")
    return Selection(
        show=show if show in SHOWS else plain.show,
        unit=unit if unit in UNITS else plain.unit,
        level=_one_of(given.get("level", ""), levels, plain.level),
        on=read_date(given.get("date", "")),
        bubbles=given.get("bubbles") == "1",
    )


def read_date(text: str) -> dt.date | None:
    """A date written as 2019-04-30 or 30/04/2019, in any digits; None when it is neither."""
    plain = western(text).strip()
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            return dt.datetime.strptime(plain, pattern).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    return None


def alphabetical(name: str) -> tuple[tuple[int, ...], str]:
    """A key that sorts names as a reader looks for them.

    Arabic and Sorani stand in the order of the Arabic alphabet, Sorani's own letters after their kin; the article and
    what sits on an alef, waw or yeh do not count. Latin letters come in their usual order, without regard to case.
    """
    plain = name.casefold().strip()
    letters = tuple(_RANKS.get(letter, ord(letter)) for letter in plain.removeprefix("ال"))
    return letters, plain


def of(rounds: Sequence[RoundRef], population: str) -> list[RoundRef]:
    """The rounds of one population, oldest first."""
    return sorted((r for r in rounds if r.population == population), key=lambda r: r.date)


def as_of(rounds: Sequence[RoundRef], population: str, on: dt.date | None) -> RoundRef | None:
    """The newest round of a population on or before a date; the newest of all without a date."""
    fitting = [r for r in of(rounds, population) if on is None or r.date <= on]
    return fitting[-1] if fitting else None


def before(rounds: Sequence[RoundRef], current: RoundRef) -> RoundRef | None:
    """The round just before, of the same population."""
    earlier = [r for r in of(rounds, current.population) if r.date < current.date]
    return earlier[-1] if earlier else None


def year_before(rounds: Sequence[RoundRef], current: RoundRef) -> RoundRef | None:
    """The round nearest to the same day last year, if one is near enough to be called so."""
    target = current.date - YEAR
    candidates = [r for r in of(rounds, current.population) if abs(r.date - target) <= YEAR_TOLERANCE]
    return min(candidates, key=lambda r: (abs(r.date - target), r.date), default=None)


@dataclass(frozen=True, slots=True)
class Conditions:
    """The filters of the page on conditions: `framework` "" is the one used most, `scale` "" is all scales together.

    `show` is what areas are coloured by: the share of returnees in high severity, or the mean score; locations are
    coloured by category. `ranked` is the level of the ranking.
    """

    framework: str = ""
    show: str = "share"
    scale: str = ""
    level: int = 1
    ranked: int = 2
    on: dt.date | None = None

    def query(self, **changes: object) -> str:
        """The query string of this selection with some filters changed; what is the default is left out."""
        chosen = replace(self, **changes)  # type: ignore[arg-type]
        plain = Conditions()
        pairs = [
            (key, str(getattr(chosen, key)))
            for key in ("framework", "show", "scale", "level", "ranked")
            if getattr(chosen, key) != getattr(plain, key)
        ]
        if chosen.on:
            pairs.append(("date", chosen.on.isoformat()))
        return f"?{urlencode(pairs)}" if pairs else "?"


def read_conditions(given: Mapping[str, str], levels: Sequence[int] = SEVERITY_LEVELS) -> Conditions:
    """The filters from a query string. What cannot be understood falls back to the default: a link never breaks."""
    plain = Conditions(level=levels[0])
    show = given.get("show", "")
    return Conditions(
        framework=given.get("framework", "").strip(),
        show=show if show in SEVERITY_SHOWS else plain.show,
        scale=given.get("scale", "").strip(),
        level=_one_of(given.get("level", ""), levels, plain.level),
        ranked=_one_of(given.get("ranked", ""), RANKED_LEVELS, plain.ranked),
        on=read_date(given.get("date", "")),
    )


def _one_of(text: str, allowed: Sequence[int], otherwise: int) -> int:
    plain = western(text)
    return int(plain) if plain.isdecimal() and int(plain) in allowed else otherwise
