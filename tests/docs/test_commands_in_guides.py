"""Every `hulul` command that a guide shows exists, with the options it is given."""

import re
import shlex
from pathlib import Path

import click
import pytest

from hulul.site.cli import main
from tests.architecture.tree import PROJECT, name_of

GUIDES = sorted([*PROJECT.glob("docs/how-to/*.md"), *PROJECT.glob("docs/tutorial/*.md"), PROJECT / "README.md"])
IN_A_LINE = re.compile(r"`(hulul [^`]+)`")
ON_A_LINE = re.compile(r"^(?:    )?(?:\.venv/bin/)?(hulul [a-z].*)$", re.MULTILINE)
FENCED = re.compile(r"```(?:console|bash|sh)?\n(.*?)```", re.DOTALL)
INDENTED = re.compile(r"(?:^    .*\n)+", re.MULTILINE)


def commands(page: Path) -> list[str]:
    """Those in a sentence, and those that a block of code has on a line of their own."""
    text = page.read_text("utf-8")
    blocks = FENCED.findall(text) + INDENTED.findall(FENCED.sub("", text))
    return IN_A_LINE.findall(text) + [line for block in blocks for line in ON_A_LINE.findall(block)]


def understood(text: str) -> None:
    """click.UsageError, or AssertionError for an unknown command, unless the command line takes it."""
    words = shlex.split(text, comments=True)[1:]
    command: click.Command = main
    while words and isinstance(command, click.Group):
        found = command.commands.get(words.pop(0))
        assert found is not None, text
        command = found
    command.make_parser(click.Context(command)).parse_args(words)


@pytest.mark.parametrize("page", [page for page in GUIDES if commands(page)], ids=name_of)
def test_every_command_of_a_guide_exists(page: Path) -> None:
    for text in commands(page):
        understood(text)


def test_the_guide_to_measuring_shows_every_command_of_frameworks_and_indices() -> None:
    shown = commands(PROJECT / "docs" / "how-to" / "measure-conditions.md")
    for group in ("frameworks", "index"):
        known = main.commands[group]
        assert isinstance(known, click.Group)
        for name in known.commands:
            assert any(text.startswith(f"hulul {group} {name}") for text in shown), (group, name)


@pytest.mark.parametrize("wrong", ["hulul index explain", "hulul index build --sudden", "hulul indices list"])
def test_a_command_that_does_not_exist_would_be_found(wrong: str) -> None:
    with pytest.raises((AssertionError, click.UsageError)):
        understood(wrong)
