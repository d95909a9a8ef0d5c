"""Which column is what: headers as a vocabulary spells them, what a person confirmed, and suggestions for the rest."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from hulul.kernel.packs import fold_header

IGNORED = "ignored"

How = Literal["known", "confirmed", "suggested", "unknown", "duplicate"]

_SUGGESTIONS = 3
_LIKE_ENOUGH = 60.0
_SHORTEST_SUGGESTED = 3  # "X" and "Y" are like nearly everything


@dataclass(frozen=True)
class HeaderMatch:
    """One column of the file: its header as written, the canonical key it stands for, and how that is known.

    name: the text, made unique ("Families", "Families (2)", "Column 7"): what a person confirms the column by.
    key: what the room that reads calls the column, "ignored", or None when nobody knows yet; `suggestions` then holds
    (key, likeness 0..100), best first. how "duplicate": the column stands for the same as an earlier one.
    """

    position: int
    text: str
    name: str
    key: str | None
    how: How
    suggestions: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """Folded header -> canonical key."""

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


def vocabulary(keys: Mapping[str, str], confirmed: Mapping[str, str]) -> Vocabulary:
    """Known headers (folded -> key) and what a person confirmed (in any spelling -> key), which wins.

    A column without a header is recognised by what it holds. "ignored" is said of one column by its name (`match`),
    not of every column of that wording.
    """
    said = {fold_header(header): key for header, key in confirmed.items() if key != IGNORED}
    return Vocabulary({**{header: key for header, key in keys.items() if header}, **said})


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
