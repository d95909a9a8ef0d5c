"""Which column is what: headers as the country pack spells them, confirmed ones, and suggestions for the rest."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from hulul.kernel.errors import Invalid
from hulul.kernel.packs import POPULATIONS, Masterlist, MasterlistField, Population, fold_header
from hulul.tracking.reading.tables import HeaderMatch, How

IGNORED = "ignored"
DIMENSIONS = ("origin", "shelter", "wave")
NUMBERS = ("households", "individuals", "lat", "lon")
CODES = ("place_code", "location_code", "area_code")
NAMES = ("governorate", "district", "sub_district", "name_en", "name_ar", "name_ckb")

_SUGGESTIONS = 3
_LIKE_ENOUGH = 60.0
_SHORTEST_SUGGESTED = 3  # "X" and "Y" are like nearly everything


def is_number(key: str) -> bool:
    """Whether a canonical key stands for a column of numbers."""
    return key in NUMBERS or is_breakdown(key)


def is_breakdown(key: str) -> bool:
    """Whether a canonical key is a category of a breakdown, such as "shelter:camp"."""
    return key.partition(":")[0] in DIMENSIONS


@dataclass(frozen=True)
class Vocabulary:
    """Folded header -> canonical key, for lists of one population or, while that is unknown, of any."""

    keys: Mapping[str, str]

    def key(self, header: str) -> str | None:
        """What a header stands for; None for an unknown or empty one."""
        return self.keys.get(fold_header(header)) if header else None

    def suggest(self, header: str) -> tuple[tuple[str, float], ...]:
        """Up to three keys whose known headers are most like this one: (key, likeness 60..100), best first."""
        folded = fold_header(header)
        if not folded:
            return ()
        known = [each for each in self.keys if len(each) >= _SHORTEST_SUGGESTED]
        near = process.extract(folded, known, scorer=fuzz.WRatio, score_cutoff=_LIKE_ENOUGH, limit=12)
        best: dict[str, float] = {}
        for header_known, score, _index in near:
            best.setdefault(self.keys[header_known], round(score, 1))
        return tuple(best.items())[:_SUGGESTIONS]


def vocabulary(masterlist: Masterlist, population: Population | None, confirmed: Mapping[str, str]) -> Vocabulary:
    """The pack's headers and what a person confirmed; without a population those of both lists."""
    keys: dict[str, str] = {}
    for each in (population,) if population else POPULATIONS:
        for header, (dimension, code) in masterlist.meanings(each).items():
            keys.setdefault(header, code if dimension == "field" else f"{dimension}:{code}")
    keys.pop("", None)  # a column without a header is recognised by what it holds
    # "ignored" is said of one column by its name (`match`), not of every column of that wording.
    return Vocabulary({**keys, **{fold_header(header): key for header, key in confirmed.items() if key != IGNORED}})


def check_confirmed(masterlist: Masterlist, confirmed: Mapping[str, str]) -> None:
    """Invalid when somebody confirmed a column as something that master lists of this country do not have."""
    possible = {IGNORED, *get_args(MasterlistField)}
    for dimension in DIMENSIONS:
        possible |= {f"{dimension}:{category.code}" for category in masterlist.categories(dimension)}
    for header, key in confirmed.items():
        if key not in possible:
            message = _("The column “%(header)s” cannot be “%(key)s”: master lists have no such column.")
            raise Invalid(message % {"header": header, "key": key}, code="unknown_key")


def match(texts: Sequence[str], words: Vocabulary, confirmed: Mapping[str, str]) -> list[HeaderMatch]:
    """Every column of the header row, in order. confirmed: a column's name, in any spelling, -> its key."""
    said = {fold_header(name): key for name, key in confirmed.items()}
    seen: Counter[str] = Counter()
    matches = []
    for position, text in enumerate(texts):
        seen[fold_header(text)] += 1
        times = seen[fold_header(text)]
        name = (text if times == 1 else f"{text} ({times})") if text else f"Column {position + 1}"
        if (told := said.get(fold_header(name))) is not None:
            matches.append(HeaderMatch(position, text, name, told, "confirmed"))
        elif (key := words.key(text)) is not None:
            matches.append(HeaderMatch(position, text, name, key, "known"))
        else:
            suggestions = words.suggest(text)
            how: How = "suggested" if suggestions else "unknown"
            matches.append(HeaderMatch(position, text, name, None, how, suggestions))
    return matches


def known_in(row: Sequence[str], words: Vocabulary) -> int:
    """How many different keys the cells of a row name."""
    return len({key for cell in row if (key := words.key(cell)) is not None})
