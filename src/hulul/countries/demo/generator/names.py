# ruff: noqa: RUF001 - Arabic and Sorani letters are the point of this module
"""Invented place names, each spelled in Latin, Arabic and Sorani letters from the same syllables."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

_STREAM = 2

# Consonants and vowels in Latin, Arabic and Sorani letters. Sorani writes every vowel, Arabic only the long ones.
_CONSONANTS = (
    ("b", "ب", "ب"),
    ("d", "د", "د"),
    ("f", "ف", "ف"),
    ("g", "غ", "گ"),
    ("h", "ه", "ه"),
    ("j", "ج", "ج"),
    ("k", "ك", "ک"),
    ("l", "ل", "ل"),
    ("m", "م", "م"),
    ("n", "ن", "ن"),
    ("q", "ق", "ق"),
    ("r", "ر", "ر"),
    ("s", "س", "س"),
    ("sh", "ش", "ش"),
    ("t", "ت", "ت"),
    ("v", "ف", "ڤ"),
    ("z", "ز", "ز"),
    ("kh", "خ", "خ"),
)
_VOWELS = (("a", "ا", "ا"), ("e", "", "ە"), ("i", "ي", "ی"), ("o", "و", "ۆ"), ("u", "و", "وو"))
_CLOSING = (("n", "ن", "ن"), ("r", "ر", "ر"), ("l", "ل", "ل"), ("z", "ز", "ز"), ("m", "م", "م"), ("sh", "ش", "ش"))
_ENDINGS = (("a", "ا", "ا"), ("an", "ان", "ان"), ("iya", "ية", "ییە"), ("un", "ون", "وون"), ("ar", "ار", "ار"))

# What a settlement may be called after: Latin, Arabic and Sorani with {} for the invented name.
_SETTLEMENTS = (
    ("{}", "{}", "{}"),
    ("{}", "{}", "{}"),
    ("{} Village", "قرية {}", "گوندی {}"),
    ("Upper {}", "{} العليا", "{}ی سەروو"),
    ("Lower {}", "{} السفلى", "{}ی خواروو"),
    ("New {}", "{} الجديدة", "{}ی نوێ"),
    ("East {}", "{} الشرقية", "{}ی ڕۆژهەڵات"),
    ("West {}", "{} الغربية", "{}ی ڕۆژئاوا"),
    ("{} Hill", "تل {}", "گردی {}"),
    ("{} Spring", "عين {}", "کانی {}"),
    ("{} Bridge", "جسر {}", "پردی {}"),
)
_QUARTER = ("{} Quarter", "حي {}", "گەڕەکی {}")
_CENTRE = ("Markaz {}", "مركز {}", "ناوەندی {}")
_CAMP = ("{} Camp", "مخيم {}", "کەمپی {}")


class Name(NamedTuple):
    """One name in Latin, Arabic and Sorani letters."""

    en: str
    ar: str
    ckb: str

    def within(self, form: tuple[str, str, str]) -> "Name":
        return Name(*(pattern.format(text) for pattern, text in zip(form, self, strict=True)))


class Namer:
    """Gives names that it has not given before, always the same ones for the same seed."""

    def __init__(self, seed: int, taken: Iterable[Name]) -> None:
        self._rng = np.random.default_rng([seed, _STREAM])
        self._given = {text for name in taken for text in name}

    def area(self) -> Name:
        """A new invented name."""
        while True:
            name = self._invent()
            if not self._given.intersection(name):
                self._given.update(name)
                return name

    def settlement(self, urban: bool) -> Name:
        """The name of a village, or of a quarter of a town."""
        form = _QUARTER if urban else _SETTLEMENTS[int(self._rng.integers(len(_SETTLEMENTS)))]
        while True:
            name = self._invent().within(form)
            if not self._given.intersection(name):
                self._given.update(name)
                return name

    def centre(self, district: Name) -> Name:
        """The sub-district around the town that the district is named after."""
        return district.within(_CENTRE)

    def camp(self) -> Name:
        return self.area().within(_CAMP)

    def _invent(self) -> Name:
        """Two or three syllables, e.g. Bozinar بوزينار بۆزینار."""
        parts = []
        for _ in range(int(self._rng.choice((1, 2, 2)))):
            parts += [self._one(_CONSONANTS), self._one(_VOWELS)]
            if self._rng.uniform() < 0.35:
                parts.append(self._one(_CLOSING))
        parts += [self._one(_CONSONANTS), self._one(_ENDINGS)]
        latin, arabic, sorani = ("".join(letters) for letters in zip(*parts, strict=True))
        if sorani.startswith("ر"):  # a Sorani word begins with the rolled r
            sorani = "ڕ" + sorani[1:]
        return Name(latin.capitalize(), arabic, sorani)

    def _one(self, letters: tuple[tuple[str, str, str], ...]) -> tuple[str, str, str]:
        return letters[int(self._rng.integers(len(letters)))]
