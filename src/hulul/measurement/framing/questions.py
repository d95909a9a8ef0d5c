"""The questions of a framework as an XLSForm has them: a sheet of questions and one of choices.

See the XLSForm specification (xlsform.org): `type`, `name` and one `label::Language (code)` per language; ODK Collect
and KoboCollect read it as it is.
"""

from collections.abc import Iterator

from hulul.measurement.framing.schema import Framed, Indicator, Text

LANGUAGES = (("en", "English"), ("ar", "العربية"), ("ckb", "کوردی"))
LABELS = tuple(f"label::{name} ({code})" for code, name in LANGUAGES)
SURVEY = ("type", "name", *LABELS, "required")
CHOICES = ("list_name", "name", *LABELS, "value")
SETTINGS = ("form_title", "form_id", "version", "default_language")

_TYPES = {"share": "decimal", "number": "decimal"}

Row = tuple[str, ...]


def survey_rows(framed: Framed) -> Iterator[Row]:
    """Where and by whom it was answered, then the questions, in a group for every scale."""
    place = Text(en="Code of the place", ar="رمز المكان", ckb="کۆدی شوێن")
    yield ("text", "place", *_labels(place), "yes")
    opened = 0
    for depth, scale in framed.ordered_scales():
        yield from [_end()] * (opened - depth)
        opened = depth + 1
        yield ("begin_group", scale.code, *_labels(scale.title), "")
        for indicator in framed.indicators_of(scale.code):
            yield (_type(indicator), indicator.code, *_labels(indicator.question or indicator.title), "")
    yield from [_end()] * opened


def choices_rows(framed: Framed) -> Iterator[Row]:
    """Every answer with what it counts; empty where it means that there is none."""
    for indicator in framed.indicators:
        for answer in indicator.answers:
            value = "" if answer.value is None else f"{answer.value:g}"
            yield (f"{indicator.code}_answers", answer.code, *_labels(answer.label), value)


def settings_row(framed: Framed) -> Row:
    return (framed.title.en, framed.id.replace("-", "_"), framed.version, "English (en)")


def _type(indicator: Indicator) -> str:
    return _TYPES.get(indicator.kind, f"select_one {indicator.code}_answers")


def _labels(text: Text) -> Row:
    return tuple(text.get(code) for code, _name in LANGUAGES)


def _end() -> Row:
    return ("end_group", "", *("" for _each in LABELS), "")
