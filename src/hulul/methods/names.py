"""Place names made comparable: English, Arabic and Kurdish spellings folded to one ASCII byte per letter.

One name is written many ways: with and without the article, with hamza or without, Fallujah and الفلوجة and فەڵوجە.
`fold` maps all of them into one small alphabet, so that ordinary string distances (also DuckDB's, which count bytes)
compare them; `similarity` says how alike two names are. It knows nothing of places or codes: whoever matches decides.

Source: ours. The letters follow common English practice for Iraqi names (UN romanisation differs more from the files
than the files differ from each other).
"""

# ruff: noqa: RUF001, RUF003 - letters that resemble each other are what this file is about
import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

# One folded letter for each Arabic, Persian or Sorani letter. Letters that transliterations confuse share one:
# q/k, d/dh/z-emphatic, t/th, s/emphatic s, b/p, f/v, w/o/u, y/e/i, ch/j/zh. "c" stands for sh, "x" for kh.
_SCRIPT = {
    "ا": "a", "أ": "a", "إ": "a", "آ": "a", "ٱ": "a", "ع": "a", "ە": "a", "ة": "a",
    "ب": "b", "پ": "b",
    "ج": "j", "چ": "j", "ژ": "j",
    "ح": "h", "ه": "h", "ھ": "h", "ہ": "h",
    "خ": "x",
    "د": "d", "ذ": "d", "ض": "d", "ظ": "d",
    "ت": "t", "ث": "t", "ط": "t",
    "ر": "r", "ڕ": "r",
    "ز": "z",
    "س": "s", "ص": "s",
    "ش": "c",
    "غ": "g", "گ": "g",
    "ف": "f", "ڤ": "f", "ڨ": "f",
    "ق": "k", "ك": "k", "ک": "k", "ڪ": "k",
    "ل": "l", "ڵ": "l",
    "م": "m",
    "ن": "n",
    "و": "u", "ؤ": "u", "ۆ": "u", "ۇ": "u",
    "ي": "i", "ی": "i", "ى": "i", "ئ": "i", "ێ": "i", "ې": "i",
    "ء": "",
}  # fmt: skip
# The same for Latin letters; the longest pattern wins, so that "sh" is read before "s".
_LATIN = {
    "sh": "c", "kh": "x", "gh": "g", "dh": "d", "th": "t", "ph": "f", "ch": "j", "zh": "j", "dj": "j", "ck": "k",
    "ou": "u", "oo": "u", "ee": "i", "ea": "i",
    "c": "k", "q": "k", "o": "u", "w": "u", "e": "i", "y": "i", "p": "b", "v": "f", "ı": "i",
}  # fmt: skip

# What kind of place it is, said in several languages: folded word -> the folded word that stands for all.
_KINDS = {
    "filagi": "kria", "gund": "kria",
    "kamb": "mxim", "urduga": "mxim", "muxaiam": "mxim",
    "hi": "hai", "kuartir": "hai", "nigburhud": "hai", "mahala": "mhla",
    "kintri": "mrkz", "kintir": "mrkz", "markaz": "mrkz", "nauand": "mrkz",
    "mujama": "mjma", "kumblix": "mjma",
    "kada": "kda", "kaza": "kda",
}  # fmt: skip

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_LATIN_LETTERS = re.compile("|".join(_LATIN))
_INITIAL_CARRIER = re.compile(r"\bئ")  # Sorani writes every initial vowel on it; Arabic begins no word with it
_LOOSE_HEH = "ه\u200c"  # older Sorani files write the vowel ە as heh and a zero-width non-joiner
_JOINERS = re.compile(
    "[\u0640\u200b-\u200f\u2060\ufeff'`´\u2018\u2019\u02bb-\u02bf]"
)  # tatweel, zero widths, apostrophes
_ARABIC_WORD = re.compile("[\u0600-\u06ff]")
_PARTS = re.compile(r"[0-9]+|[^\W\d_]+")
_DOUBLED = re.compile(r"([a-z])\1+")
_VOWELS = re.compile("[aiu]")
_FINAL_H = re.compile(r"(?<=[aiu])h$")
_ARTICLES = frozenset({"al", "el", "il", "ul", "ال"})
_ASSIMILATED = frozenset({"ad", "an", "ar", "as", "at", "az", "ash", "adh", "ath", "ed", "en", "er", "es", "et", "ez"})


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """The name in the small alphabet: lower-case ASCII words, one byte a letter, one space between words.

    Diacritics, tatweel, apostrophes and punctuation go; variants of alef, yeh, kaf, heh and hamza fall together; the
    article (al-, assimilated ash-, ad- …, glued al, ال) is dropped; doubled letters become one; Arabic-Indic and
    Persian digits become 0-9; village, camp, quarter, centre and the like become one word in every language. Text with
    nothing to compare folds to "". Folding a folded name again may change it: fold the original.
    """
    composed = unicodedata.normalize("NFKC", text).replace(_LOOSE_HEH, "ە")
    carried = _INITIAL_CARRIER.sub("", _without_marks(_JOINERS.sub("", composed)))
    plain = _without_marks(unicodedata.normalize("NFKD", carried))
    words = _PARTS.findall(plain.lower().translate(_DIGITS))
    folded = [_fold_word(word) for word in _without_articles(words)]
    return " ".join(word for word in folded if word)


def skeleton(folded: str) -> str:
    """A folded name without vowels, which Arabic script mostly leaves out; a word that began with one keeps an "a".

    >>> skeleton(fold("Sulaymaniyah")) == skeleton(fold("السليمانية"))
    True
    """
    return " ".join(_VOWELS.sub("a", word[:1]) + _VOWELS.sub("", word[1:]) for word in folded.split())


@lru_cache(maxsize=65_536)
def similarity(a: str, b: str) -> float:
    """How alike two names are, 0..1, whatever their scripts; 1 when they fold to the same text.

    The mean of two views: the folded letters (normalised indel distance) and the skeletons (Jaro-Winkler), both also
    with the spaces left out and with the words in order of the alphabet, because files disagree where words end and
    which comes first. Names whose numbers differ (Quarter 1, Quarter 2)
    are different places: their similarity is at most 0.7. Symmetric. A name that folds to "" is like nothing (0).
    """
    left, right = sorted((fold(a), fold(b)))
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    letters = max(ratio(*views) for views in zip(_views(left), _views(right), strict=True)) / 100
    bones = zip(_views(skeleton(left)), _views(skeleton(right)), strict=True)
    frame = max(JaroWinkler.similarity(*views) for views in bones)
    alike = min((letters + frame) / 2, 0.99)
    return alike if _numbers(left) == _numbers(right) else min(alike, 0.7)


def _without_marks(text: str) -> str:
    return "".join(c for c in text if not unicodedata.combining(c))


def _views(folded: str) -> tuple[str, str, str]:
    return folded, folded.replace(" ", ""), " ".join(sorted(folded.split()))


def _without_articles(words: list[str]) -> list[str]:
    kept = []
    for position, word in enumerate(words):
        following = words[position + 1] if position + 1 < len(words) else ""
        standalone = word in _ARTICLES or (word in _ASSIMILATED and following.startswith(word[1:]))
        if standalone and following:
            continue
        kept.append(_without_glued_article(word))
    return kept


def _without_glued_article(word: str) -> str:
    if _ARABIC_WORD.search(word):
        return word[2:] if word.startswith("ال") and len(word) >= 4 else word
    return word[2:] if word.startswith("al") and (len(word) >= 6 or word == "albu") else word


def _fold_word(word: str) -> str:
    if word.isdigit():
        return word.lstrip("0") or "0"
    if _ARABIC_WORD.search(word):
        closed = word[:-1] + "ة" if len(word) >= 3 and word[-1] in "هھ" else word  # files write ه for ة
        letters = "".join(_SCRIPT.get(c, c) for c in closed)
    else:
        letters = _LATIN_LETTERS.sub(lambda found: _LATIN[found[0]], word)
    letters = "".join(c for c in letters if c.isascii())
    single = _FINAL_H.sub("", _DOUBLED.sub(r"\1", letters))
    return _KINDS.get(single, single)


def _numbers(folded: str) -> list[str]:
    return sorted(word for word in folded.split() if word.isdigit())
