"""Finding places by what a person types: any language, any spelling, codes. In memory, rebuilt when places change.

The index of a process belongs to a revision of the gazetteer; the first search after a change builds a new one.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from hulul.kernel.numerals import western
from hulul.methods.names import fold, similarity, skeleton
from hulul.places.atlas import Atlas, Known

# How a place was found, best first; a typing error is forgiven from this likeness on (rapidfuzz ratio, 0 to 100).
EXACT_CODE, EXACT_NAME, PREFIX, WORD_PREFIX, ALIKE = range(5)
FORGIVEN = 68.0
RESEMBLES = 0.78  # of the full comparison (`methods.names.similarity`)
FUZZY_LETTERS = 3  # a shorter text is like too many names
SHORTLIST = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """A place found: `rank` from EXACT_CODE (best) to ALIKE, `likeness` below 1 for ALIKE and 1 otherwise.

    `areas` are the areas it lies in, the nearest first, without the country.
    """

    place: Known
    rank: int
    likeness: float
    areas: tuple[Known, ...]


class Index:
    """Everything a place is called, folded; and every code, in lower case."""

    def __init__(self, atlas: Atlas, revision: int) -> None:
        self.revision = revision
        self.atlas = atlas
        self._codes: dict[str, str] = {}
        for (_system, code), owner in atlas.by_code.items():
            self._codes.setdefault(code.lower(), owner)
        self._codes.update({code.lower(): code for code in atlas.places})
        texts: dict[tuple[str, str], None] = {}
        for place in atlas.places.values():
            for name in place.names:
                texts[fold(name), place.code] = None
        for (_level, folded, _scope), (code, _share) in atlas.aliases.items():
            texts[folded, code] = None
        self._sorted = sorted(pair for pair in texts if pair[0])
        self._texts = [folded for folded, _code in self._sorted]
        self._bones = [skeleton(folded) for folded in self._texts]
        later = {
            (word, code) for folded, code in self._sorted for word in folded.split()[1:] if len(word) >= FUZZY_LETTERS
        }
        self._later_words = sorted(later)

    def search(self, text: str, limit: int) -> list[Hit]:
        """The best places for a text: exact code, exact name, beginning, alike; among equals the higher level."""
        best: dict[str, Hit] = {}
        for code, rank, likeness in self._found(text):
            if rank == ALIKE and len(best) >= limit:
                break  # enough that begin so: nobody reads what merely resembles
            place = self.atlas.places[self.atlas.standing(code)]
            known = best.get(place.code)
            if known is None or (rank, -likeness) < (known.rank, -known.likeness):
                areas = tuple(self.atlas.places[area] for area in reversed(place.path[1:-1]))
                best[place.code] = Hit(place, rank, likeness, areas)
        ordered = sorted(
            best.values(),
            key=lambda hit: (hit.rank, -round(hit.likeness, 1), hit.place.level, -hit.likeness, hit.place.code),
        )
        return ordered[:limit]

    def _found(self, text: str) -> Iterator[tuple[str, int, float]]:
        typed = western(text).strip().lower()
        if code := self._codes.get(typed):
            yield code, EXACT_CODE, 1.0
        folded = fold(text)
        if not folded:
            return
        for name, code in _beginning(self._sorted, folded):
            yield code, EXACT_NAME if name == folded else PREFIX, 1.0
        for _word, code in _beginning(self._later_words, folded):
            yield code, WORD_PREFIX, 1.0
        if len(folded) >= FUZZY_LETTERS:
            yield from self._alike(text, folded)

    def _alike(self, text: str, folded: str) -> Iterator[tuple[str, int, float]]:
        """Names that resemble the text in their letters or in their consonants; the few best are compared in full."""
        letters = self._likeness(folded, self._texts)
        bones = self._likeness(skeleton(folded), self._bones)
        scores = np.maximum(letters, bones)
        for position in np.argsort(-scores, kind="stable")[:SHORTLIST].tolist():
            if scores[position] < FORGIVEN:
                return
            code = self._sorted[position][1]
            own = max((similarity(text, name) for name in self.atlas.places[code].names), default=0.0)
            spelling = float(letters[position] + bones[position]) / 200
            if (likeness := max(own, spelling)) >= RESEMBLES:
                yield code, ALIKE, min(likeness, 0.99)

    @staticmethod
    def _likeness(text: str, texts: list[str]) -> NDArray[np.float32]:
        scores: NDArray[np.float32] = process.cdist([text], texts, scorer=fuzz.ratio, score_cutoff=FORGIVEN / 2)[0]
        return scores


def _beginning(pairs: list[tuple[str, str]], start: str) -> Iterator[tuple[str, str]]:
    """The pairs of a sorted list whose text begins so."""
    for position in range(bisect_left(pairs, (start, "")), len(pairs)):
        if not pairs[position][0].startswith(start):
            return
        yield pairs[position]


_lock = Lock()
_index: list[Index] = []


def index(revision: int) -> Index:
    """This process's index of the given revision, built when there is none."""
    if not _index or _index[0].revision != revision:
        with _lock:
            if not _index or _index[0].revision != revision:
                _index[:] = [Index(Atlas.load(), revision)]
    return _index[0]
