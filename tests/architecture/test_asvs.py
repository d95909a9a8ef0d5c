"""docs/reference/asvs.md answers every item of levels 1 and 2, and what it says is met is shown somewhere."""

import re
from collections import Counter

from tests.architecture.documents import ROOT, missing, pointers

PAGE = ROOT / "docs" / "reference" / "asvs.md"
ANSWERS = {"met", "operator", "not applicable", "not met"}
# How many items of the standard (5.0.0) each chapter has: of level 1, and of level 2.
CHAPTERS = {
    1: (8, 19), 2: (4, 7), 3: (8, 11), 4: (2, 8), 5: (4, 5), 6: (13, 22), 7: (6, 12), 8: (4, 3), 9: (4, 3), 10: (5, 24),
    11: (3, 11), 12: (3, 6), 13: (1, 12), 14: (2, 7), 15: (3, 10), 16: (0, 16), 17: (0, 7),
}  # fmt: skip
LINE = re.compile(r"^\| (\d+)\.(\d+)\.(\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$")


def lines() -> list[tuple[tuple[int, ...], int, str, str, str]]:
    """Each item: number, level, about, answer, why."""
    found = []
    for text in PAGE.read_text("utf-8").splitlines():
        if text.startswith("| ") and text[2].isdigit():
            line = LINE.match(text)
            assert line, text
            chapter, section, item, level, *rest = line.groups()
            found.append(((int(chapter), int(section), int(item)), int(level), *(part.strip() for part in rest)))
    return found


def test_every_item_of_levels_1_and_2_is_answered_once_and_in_order() -> None:
    numbers = [number for number, *_rest in lines()]
    assert numbers == sorted(set(numbers))
    counted = Counter((number[0], level) for number, level, *_rest in lines())
    assert {chapter: (counted[chapter, 1], counted[chapter, 2]) for chapter in CHAPTERS} == CHAPTERS
    assert len(numbers) == 253


def test_every_answer_is_one_of_four() -> None:
    assert {answer for *_rest, answer, _why in lines()} <= ANSWERS


def test_what_is_met_names_where_that_is_shown() -> None:
    assert [number for number, *_rest, answer, why in lines() if answer == "met" and not pointers(why)] == []


def test_what_is_not_met_and_left_to_the_operator_says_why() -> None:
    assert [number for number, *_rest, answer, why in lines() if answer != "met" and len(why) < 6] == []


def test_everything_it_points_to_exists() -> None:
    text = PAGE.read_text("utf-8")
    assert [why for pointer in pointers(text) if (why := missing(pointer))] == []
