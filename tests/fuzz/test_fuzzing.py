"""A short run of every target in the ordinary suite: the same changes each time, and the long run's command."""

import contextlib
import random

import pytest

from tests.fuzz import run
from tests.fuzz.targets import REFUSALS, TARGETS

INPUTS = 60


@pytest.mark.parametrize("name", TARGETS)
def test_changed_files_are_read_or_refused_in_words(name: str) -> None:
    target, seeds = TARGETS[name]
    chance = random.Random(f"{name}-20190430")  # noqa: S311 - damage, not secrets
    originals = seeds()
    for number in range(INPUTS):
        content = originals[number] if number < len(originals) else damaged(chance, originals)
        with contextlib.suppress(*REFUSALS):  # anything else ends the test
            target(content)


def damaged(chance: random.Random, originals: list[bytes]) -> bytes:
    """One of the originals with bytes changed, a piece repeated, cut out or taken from another, or its end cut off."""
    content = bytearray(chance.choice(originals))
    for _ in range(chance.randrange(1, 8)):
        place = chance.randrange(len(content))
        piece = content[place : place + chance.randrange(1, 40)]
        match chance.randrange(5):
            case 0:
                content[place] = chance.randrange(256)
            case 1:
                content[place:place] = piece * chance.randrange(1, 50)
            case 2 if len(piece) < len(content):
                del content[place : place + len(piece)]
            case 3:
                other = chance.choice(originals)
                content[place : place + 20] = other[chance.randrange(len(other)) :][:40]
            case _:
                content[place : place + 4] = chance.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"1e99", b"%s{}"))
    return bytes(content[: chance.randrange(1, len(content))] if chance.random() < 0.2 else content)


def test_the_long_run_covers_every_target() -> None:
    assert set(run.NAMES) == set(TARGETS)


@pytest.mark.slow
def test_the_long_run_reaches_new_code_and_says_what_it_took(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--minutes", "0.03", "--targets", "narrowings", "--folder", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "found: nothing" in said
    assert " 0 executions" not in said
    assert any((tmp_path / "narrowings" / "corpus").iterdir())
