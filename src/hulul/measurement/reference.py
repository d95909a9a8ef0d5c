"""The documentation page about frameworks: those that come with Hulul, and every entry that a file may have."""

import re
from collections.abc import Iterator
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from hulul.measurement.framing import Framed, schema, shipped

# The tables of a file in the order in which people write them, and how each is headed.
TABLES: tuple[tuple[str, type[BaseModel], str], ...] = (
    ("[framework]", schema.About, "What it is."),
    ("[[scale]]", schema.Scale, "One for every group of indicators. Scales may lie inside scales."),
    ("[[indicator]]", schema.Indicator, "One for every question or count, after the scales."),
    ("[[indicator.answer]]", schema.Answer, "One for every answer, the best first; usually written as a list."),
    ("[indicator.standard]", schema.Standard, "The minimum that people are owed, by answers or by bounds."),
    ("[score]", schema.Score, "How answers become scores; only for the kind `index`."),
    ("[score.imputation]", schema.Imputation, ""),
    ("[score.outliers]", schema.Outliers, ""),
    ("[score.normalisation]", schema.Normalisation, ""),
    ("[score.weighting]", schema.Weighting, ""),
    ("[score.fit]", schema.Fit, ""),
    ("[[category]]", schema.Category, "One for every class of scores, from the lowest."),
    ("[hotspot]", schema.Hotspot, ""),
    ("[outcome]", schema.Outcome, ""),
    ("[comparison]", schema.Comparison, "For the kinds `progress` and `exit`."),
    ("[comparability]", schema.Comparability, ""),
)


def frameworks_page() -> str:
    """docs/reference/frameworks.md."""
    lines = [
        "# Frameworks\n",
        "A framework file is TOML. It says what is measured, how it is asked, and how answers become scores.",
        "Every text has English (`en`) and may have Arabic (`ar`) and Sorani (`ckb`).",
        "See [how to write one](../how-to/write-a-framework.md).\n",
        "## Those that come with Hulul\n",
        "| Framework | Version | Kind | Unit | Indicators | Status of the method |",
        "| --- | --- | --- | --- | --- | --- |",
        *(_summary(framed) for framed in shipped()),
        "",
        "`confirmed`: read in a published source. `provisional`: commonly stated, not found in a published source.",
        "`unpublished`: parts of the method were never published; what stands in their place is our own, marked as",
        "such, and results are labelled “Hulul re-implementation”. `ours`: designed by Hulul.\n",
    ]
    for framed in shipped():
        lines += _framework(framed)
    lines.append("## What a file may say\n")
    for head, model, text in TABLES:
        lines += [f"### `{head}`\n", (text or _first_line(model)) + "\n", *_entries(model), ""]
    return "\n".join(lines).rstrip() + "\n"


def _summary(framed: Framed) -> str:
    about = framed.framework
    name = f"{framed.title.en} (`{framed.id}`)"
    return f"| {name} | {framed.version} | {about.kind} | {about.unit} | {len(framed.indicators)} | {about.status} |"


def _framework(framed: Framed) -> Iterator[str]:
    yield f"### {framed.title.en}\n"
    yield framed.framework.purpose.en + "\n"
    yield f"Source: {framed.framework.source.en}\n"
    for _depth, scale in framed.ordered_scales():
        titles = [indicator.title.en for indicator in framed.indicators_of(scale.code)]
        tier = (
            "" if framed.scale_tier(scale.code) == framed.tier else f" ({framed.scale_tier(scale.code).name.lower()})"
        )
        yield "  " * _depth + f"- **{scale.title.en}**{tier}" + (f": {'; '.join(titles)}" if titles else "")
    yield ""
    for limit in framed.framework.limits:
        yield f"> {limit.en}\n"


def _entries(model: type[BaseModel]) -> Iterator[str]:
    yield "| Entry | Value | Without it | Meaning |"
    yield "| --- | --- | --- | --- |"
    for name, field in model.model_fields.items():
        default = "required" if field.is_required() else _default(field)
        meaning = (field.description or "").replace("|", "\\|")
        yield f"| `{field.alias or name}` | {_value(field)} | {default} | {meaning} |"


def _default(field: FieldInfo) -> str:
    if field.default_factory is not None:
        return "as its own table says"
    value = field.default
    return "nothing" if value in (None, "", ()) else f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def _value(field: FieldInfo) -> str:
    bounds = {Ge: "at least", Gt: "more than", Le: "at most", Lt: "less than"}
    limits = [
        f"{words} {getattr(each, kind.__name__.lower()):g}"
        for each in field.metadata
        for kind, words in bounds.items()
        if isinstance(each, kind)
    ]
    return " ".join([_named(field.annotation), *([f"({', '.join(limits)})"] if limits else [])])


def _named(annotation: Any) -> str:
    """A type in the words of people who write TOML."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " · ".join(f"`{each}`" for each in inner)
    if origin in (Union, UnionType):
        return _named(next(each for each in inner if each is not type(None)))
    if origin is tuple:
        return f"list of {_named(inner[0])}" if inner[-1] is Ellipsis else f"list of {len(inner)} {_named(inner[0])}s"
    if origin is dict:
        return "table of numbers"
    if hasattr(annotation, "__metadata__"):
        return _named(annotation.__origin__)
    if annotation is schema.Text:
        return "text per language"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "table"
    return {str: "text", float: "number", int: "whole number", bool: "`true` or `false`"}[annotation]


def _first_line(model: type[BaseModel]) -> str:
    return re.split(r"\n", (model.__doc__ or "").strip())[0]
