"""From the text of a framework file to the checked model, or to everything that is wrong with it."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from hulul.measurement.framing import checks
from hulul.measurement.framing.locating import Lines
from hulul.measurement.framing.problems import BadFramework, Problem, named, sentence
from hulul.measurement.framing.schema import Framed

FOLDER = FilePath(__file__).resolve().parent.parent / "frameworks"
MOST = 1_000_000  # characters; the largest shipped file has a tenth of it
DEEPEST = 60

_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def parse(text: str | bytes) -> Framed:
    """The framework that a text describes. BadFramework with every problem and its line when it cannot be used."""
    text = decoded(text)
    data = _loaded(text)
    try:
        framed = Framed.model_validate(data)
    except ValidationError as error:
        raise BadFramework(_of_shape(error, data, Lines(text))) from error
    if wrong := checks.check(framed):
        lines = Lines(text)
        raise BadFramework(Problem(lines.of(each.path), named(each.path, data), each.message) for each in wrong)
    return framed


def shipped_texts() -> dict[str, str]:
    """The text of every framework that comes with Hulul, by the name of its file without ending."""
    return {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.toml"))}


@cache
def shipped() -> tuple[Framed, ...]:
    """Every framework that comes with Hulul, by id."""
    return tuple(parse(text) for text in shipped_texts().values())


def decoded(text: str | bytes) -> str:
    """A file as text without byte order mark, its lines ended by newlines alone. BadFramework when it is no text."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise BadFramework([Problem(line, "", _("The file is not UTF-8 text. Save it as UTF-8."))]) from error
    if len(text) > MOST:
        raise BadFramework([Problem(1, "", _("The file is far larger than a framework can be."))])
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _loaded(text: str) -> dict[str, Any]:
    """The text as TOML reads it."""
    if _depth(text) > DEEPEST:
        raise BadFramework([Problem(1, "", _("Lists are nested far deeper than a framework needs."))])
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
        found = _AT.search(reason)
        line = int(found[1]) if found and found[1] else text.rstrip().count("\n") + 1
        raise BadFramework([Problem(line, "", _in_words(_AT.sub("", reason)))]) from error


def _of_shape(error: ValidationError, data: dict[str, Any], lines: Lines) -> Iterator[Problem]:
    errors = error.errors(include_url=False)
    for each in errors:
        path = tuple(each["loc"])
        if each["type"] == "too_short" and any(
            path == other["loc"][: len(path)] for other in errors if other is not each
        ):
            continue  # nothing is left of a list because of what is wrong with its entries
        yield Problem(lines.of(path), named(path, data), sentence(each))


def _in_words(reason: str) -> str:
    """What the TOML parser says, in a plain sentence."""
    sentences = (
        ("Expected '='", _("Here an entry begins, but no “=” follows its name.")),
        ("Expected newline", _("Something stands after the value; each entry needs a line of its own.")),
        ("Expected ']", _("The name of a table is not closed with “]”.")),
        ("Cannot overwrite a value", _("This entry is here for the second time.")),
        ("Cannot declare", _("This table is here for the second time.")),
        ("Cannot mutate", _("This table is here for the second time.")),
        ("Duplicate inline table key", _("An entry is twice in the same braces.")),
        ("Unclosed array", _("A list is not closed with “]”.")),
        ("Unclosed inline table", _("Braces are not closed with “}”.")),
        ("Unterminated string", _("A text is not closed with a quotation mark.")),
        ("Illegal character", _("A text is not closed with a quotation mark on its line, or has a forbidden sign.")),
        ("Unescaped '\\'", _("A backslash in a text must be written twice.")),
        ("Invalid value", _("This value is neither a text in quotation marks nor a number, list or table.")),
        ("Invalid initial character", _("A name may only have Latin letters, digits, “_” and “-”.")),
        ("Invalid statement", _("This line is neither a table nor an entry with a value.")),
    )
    known = next((words for start, words in sentences if reason.startswith(start)), "")
    return known or _("This line cannot be read as TOML.")


def _depth(text: str) -> int:
    deepest = depth = 0
    for sign in text:
        depth += (sign in "[{") - (sign in "]}")
        deepest = max(deepest, depth)
    return deepest
