"""What is wrong with a framework file: where, and in a sentence of the reader's language."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from hulul.kernel.errors import Invalid
from hulul.measurement.framing import schema
from hulul.measurement.framing.locating import Path

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct. `line` counts from 1; `path` names the entry ("indicator[water].answer[none].value")."""

    line: int
    path: str
    message: str


class BadFramework(Invalid):
    """A framework file that cannot be used; `problems` are in the order of its lines."""

    code = "bad_framework"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.line, problem.path)))
        sentences = [_in_line(problem) for problem in self.problems[:SHOWN]]
        if left := len(self.problems) - SHOWN:
            sentences += [_("More problems: %(count)s.") % {"count": left}] if left > 0 else []
        message = _("The framework cannot be used as it is.")
        super().__init__(" ".join([message, *sentences]), hint=_("Correct the file and load it again."))


def _in_line(problem: Problem) -> str:
    words = {"line": problem.line, "path": problem.path, "message": problem.message}
    if not problem.path:
        return _("Line %(line)s: %(message)s") % words
    return _("Line %(line)s, %(path)s: %(message)s") % words


def named(path: Path, data: Mapping[str, Any]) -> str:
    """A path as people write it: elements of arrays by their code where they have one, else counted from 1."""
    shown, here = "", data
    for step in path:
        here = _step(here, step)
        if isinstance(step, str):
            shown += f".{step}" if shown else step
        else:
            code = here.get("code") if isinstance(here, Mapping) else None
            shown += f"[{code if isinstance(code, str) else step + 1}]"
    return shown


def _step(here: Any, step: str | int) -> Any:
    if isinstance(step, str):
        return here.get(step) if isinstance(here, Mapping) else None
    return here[step] if isinstance(here, Sequence) and not isinstance(here, str) and step < len(here) else None


def sentence(error: Mapping[str, Any]) -> str:
    """What pydantic found, in a plain sentence."""
    kind, bounds = error["type"], error.get("ctx", {})
    key = str(error["loc"][-1]) if error["loc"] else ""
    if kind == "missing":
        return _missing(key)
    if kind == "extra_forbidden":
        return _unknown(key)
    if kind == "literal_error":
        words = {"value": error["input"], "expected": _choices(bounds["expected"])}
        return _("“%(value)s” is not one of these: %(expected)s.") % words
    if kind == "string_pattern_mismatch":
        return _pattern(key) % {"value": error["input"]}
    bound = next((bounds[name] for name in ("ge", "gt", "le", "lt", "max_length") if name in bounds), "")
    if isinstance(bound, float) and bound == int(bound):
        bound = int(bound)
    return _plain(kind) % {"bound": bound}


def _missing(key: str) -> str:
    if key == "en":
        return _("The English text is missing; it stands in for the other languages.")
    return _("The entry “%(key)s” is missing.") % {"key": key}


def _unknown(key: str) -> str:
    near = difflib.get_close_matches(key, KEYS, 1, 0.7)
    if near:
        return _("There is no entry “%(key)s” here. Did you mean “%(near)s”?") % {"key": key, "near": near[0]}
    return _("There is no entry “%(key)s” here.") % {"key": key}


def _choices(expected: str) -> str:
    return ", ".join(word or number for word, number in re.findall(r"'([^']*)'|(-?\d+)", expected))


def _pattern(key: str) -> str:
    if key == "version":
        return _("“%(value)s” cannot be a version: write one to three numbers with full stops, for example 3 or 3.1.")
    if key == "id":
        return _("“%(value)s” cannot be an id: use small Latin letters, digits and hyphens, at most 40.")
    return _("“%(value)s” cannot be a code: use small Latin letters, digits and underscores, at most 40.")


def _plain(kind: str) -> str:
    """The sentence for a kind of error; it may name the `bound`."""
    sentences = {
        "string_type": _("This must be a text in quotation marks."),
        "string_too_short": _("The text is empty."),
        "string_too_long": _("The text is longer than %(bound)s characters."),
        "float_type": _("This must be a number."),
        "int_type": _("This must be a whole number."),
        "int_from_float": _("This must be a whole number."),
        "finite_number": _("This must be a finite number."),
        "greater_than_equal": _("This must be at least %(bound)s."),
        "greater_than": _("This must be more than %(bound)s."),
        "less_than_equal": _("This must be at most %(bound)s."),
        "less_than": _("This must be less than %(bound)s."),
        "model_type": _("This must be a table of entries."),
        "dict_type": _("This must be a table of entries."),
        "tuple_type": _("This must be a list in square brackets."),
        "too_short": _("At least one entry is needed."),
        "too_long": _("There are too many entries."),
    }
    return sentences.get(kind) or _("This value cannot be used here.")


def _keys() -> list[str]:
    models = [each for each in vars(schema).values() if isinstance(each, type) and issubclass(each, BaseModel)]
    return sorted({field.alias or name for model in models for name, field in model.model_fields.items()})


KEYS = _keys()
