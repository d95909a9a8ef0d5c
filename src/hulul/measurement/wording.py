"""What frameworks call their things, for readers of results: titles of frameworks, scales, categories and indicators,
and what each answer says. Two datasets with one row per thing, for every version that was ever activated.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from hulul.kernel.datasets import Column, Dataset, register
from hulul.measurement.framing import Framed, parse
from hulul.measurement.framing.schema import Text
from hulul.measurement.models import FrameworkVersion

if TYPE_CHECKING:
    import pyarrow as pa

_FRAMEWORK = Column("framework", "text", _("Framework"), hxl="#meta+framework")
_VERSION = Column("version", "text", _("Version of the framework"), hxl="#meta+framework+version")
_TITLES = (
    Column("title_en", "text", _("Name in English"), hxl="#meta+title+i_en"),
    Column("title_ar", "text", _("Name in Arabic"), hxl="#meta+title+i_ar"),
    Column("title_ckb", "text", _("Name in Sorani"), hxl="#meta+title+i_ckb"),
)


def terms_table() -> "pa.Table":
    """One row per framework, scale and category, each kind in the framework's own order."""
    return _table(FRAMEWORK_TERMS, (row for framed in _activated() for row in _terms(framed)))


def answers_table() -> "pa.Table":
    """One row per indicator and answer; an indicator that is a share or a number has one row without an answer."""
    return _table(FRAMEWORK_ANSWERS, (row for framed in _activated() for row in _answers(framed)))


def _activated() -> Iterator[Framed]:
    drafts = FrameworkVersion.State.DRAFT
    for text in (
        FrameworkVersion.objects.exclude(state=drafts).order_by("framework", "pk").values_list("text", flat=True)
    ):
        yield parse(text)


def _terms(framed: Framed) -> Iterator[dict[str, Any]]:
    own: dict[str, Any] = {"framework": framed.id, "version": framed.version}
    note = "reimplementation" if framed.is_reimplementation else ""
    yield own | {"kind": "framework", "code": framed.id, "position": 0, "note": note} | _titles(framed.title)
    for position, (_depth, scale) in enumerate(framed.ordered_scales()):
        yield own | {"kind": "scale", "code": scale.code, "position": position, "note": ""} | _titles(scale.title)
    for position, category in enumerate(framed.categories):
        said = {"position": position, "since": category.since, "note": category.colour}
        yield own | {"kind": "category", "code": category.code} | said | _titles(category.title)


def _answers(framed: Framed) -> Iterator[dict[str, Any]]:
    for position, indicator in enumerate(framed.indicators):
        own: dict[str, Any] = {"framework": framed.id, "version": framed.version, "indicator": indicator.code}
        own |= {"scale": indicator.scale, "position": position} | _titles(indicator.title)
        if not indicator.answers:
            yield own | {"answer": ""}
        for answer in indicator.answers:
            labels = {f"answer_{key.removeprefix('title_')}": text for key, text in _titles(answer.label).items()}
            met = indicator.standard.is_met(answer.code, answer.value) if indicator.standard else None
            yield own | labels | {"answer": answer.code, "value": answer.value, "standard": met}


def _titles(text: Text) -> dict[str, str]:
    return {"title_en": text.en, "title_ar": text.get("ar"), "title_ckb": text.get("ckb")}


def _table(dataset: Dataset, rows: Iterator[dict[str, Any]]) -> "pa.Table":
    import pyarrow as pa

    types = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    names = pa.schema([(column.name, types[column.type]) for column in dataset.columns])
    return pa.Table.from_pylist(list(rows), schema=names)


FRAMEWORK_TERMS = Dataset(
    name="framework_terms",
    title=_("Terms of frameworks"),
    description=_("The names of frameworks, of their scales and of their categories of severity."),
    columns=(
        _FRAMEWORK,
        _VERSION,
        Column("kind", "text", _("Kind"), hxl="#meta+kind"),
        Column("code", "text", _("Code"), hxl="#meta+code"),
        Column("position", "integer", _("Position"), hxl="#meta+position"),
        *_TITLES,
        Column("since", "number", _("Category from this score on"), "points", "#severity+score+from"),
        Column("note", "text", _("Remark"), hxl="#meta+remark"),
    ),
    key=("framework", "version", "kind", "code"),
    source=terms_table,
    method=_("Read from the framework files that were activated."),
    order=("framework", "version", "kind", "position"),
)

FRAMEWORK_ANSWERS = Dataset(
    name="framework_answers",
    title=_("Indicators and answers of frameworks"),
    description=_(
        "What each indicator is called, which answers it knows, and which of them meet the minimum standard."
    ),
    columns=(
        _FRAMEWORK,
        _VERSION,
        Column("indicator", "text", _("Indicator"), hxl="#indicator+code"),
        Column("scale", "text", _("Scale"), hxl="#meta+scale"),
        Column("position", "integer", _("Position"), hxl="#meta+position"),
        *_TITLES,
        Column("answer", "text", _("Answer"), hxl="#indicator+answer"),
        Column("answer_en", "text", _("Answer in English"), hxl="#indicator+answer+i_en"),
        Column("answer_ar", "text", _("Answer in Arabic"), hxl="#indicator+answer+i_ar"),
        Column("answer_ckb", "text", _("Answer in Sorani"), hxl="#indicator+answer+i_ckb"),
        Column("value", "number", _("Value of the answer"), "", "#indicator+value"),
        Column("standard", "boolean", _("Meets the minimum standard"), hxl="#indicator+standard"),
    ),
    key=("framework", "version", "indicator", "answer"),
    source=answers_table,
    method=_("Read from the framework files that were activated."),
    order=("framework", "version", "position", "value", "answer"),
)


def register_all() -> None:
    register(FRAMEWORK_TERMS)
    register(FRAMEWORK_ANSWERS)
