"""The catalogues: every text is found, kept, and checked before anybody reads it."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from hulul.ui import messages

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext
one = _("Import %(name)s")
many = ngettext("%(count)d round", "%(count)d rounds", 3)
month = pgettext("month", "May")
"""
TEMPLATE = """
{% extends "ui/base.html" %}
  {% translate "Welcome" %}
    {% blocktranslate count n=rows|length trimmed %}
      {{ n }} row
    {% plural %}
      {{ n }} rows
    {% endblocktranslate %}
{{ value|default:_("Not known") }} {% tag _("Stopped") %} {% translate "May" context "permission" %}
"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "hulul" / "example"
    (folder / "templates").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "views.py").write_text(PYTHON)
    (folder / "templates" / "page.html").write_text(TEMPLATE)
    monkeypatch.setattr(messages, "SOURCE", tmp_path / "hulul")
    return folder


def _translated(room: Path, **forms: object) -> Catalog:
    catalogue = messages.merge(messages.texts_of(room), Catalog(locale="ar"), "ar")
    for message in catalogue:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            default = key if isinstance(message.id, str) else (message.id[1],) * 6
            message.string = forms.get(key, default)  # type: ignore[assignment]
    return catalogue


def test_texts_of_code_and_templates_are_found_with_context_and_plurals(room: Path) -> None:
    texts = messages.texts_of(room)
    assert {(message.id, message.context) for message in texts if message.id} == {
        ("Import %(name)s", None),
        (("%(count)d round", "%(count)d rounds"), None),
        ("May", "month"),
        ("May", "permission"),
        ("Welcome", None),
        (("%(n)s row", "%(n)s rows"), None),
        ("Not known", None),
        ("Stopped", None),
    }


def test_collecting_again_keeps_translations_and_drops_what_is_no_longer_said(room: Path) -> None:
    before = _translated(room, Welcome="أهلاً")
    (room / "templates" / "page.html").write_text('{% translate "Welcome" %}')
    after = messages.merge(messages.texts_of(room), before, "ar")
    assert after.get("Welcome").string == "أهلاً"
    assert after.get("Stopped") is None


def test_a_written_catalogue_is_read_back_whole_and_twice_the_same(room: Path, tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    path.write_bytes(messages.written(_translated(room, Welcome="أهلاً"), "ar"))
    read = messages.read(path, "ar")
    assert read.get("Welcome").string == "أهلاً"
    assert read.num_plurals == 6
    assert messages.written(messages.merge(messages.texts_of(room), read, "ar"), "ar") == path.read_bytes()


def test_a_complete_catalogue_gives_no_complaint(room: Path) -> None:
    assert list(messages.complaints_about(messages.texts_of(room), _translated(room))) == []


@pytest.mark.parametrize(
    ("forms", "complaint"),
    [
        ({"Welcome": ""}, "'Welcome' is not translated"),
        ({"%(count)d round": ("", *("%(count)d",) * 5)}, "'%(count)d round' is not translated"),
        ({"Import %(name)s": "استيراد %(nam)s"}, "has other placeholders"),
        (
            {"%(count)d round": ("لا شيء", "جولة", "جولتان", "%(n)d", "%(count)d", "%(count)d")},
            "has other placeholders",
        ),
        ({"%(count)d round": ("لا شيء", "جولة", "جولتان", "%(count)d", "%(count)d", "جولة")}, "has other placeholders"),
    ],
)
def test_each_flaw_of_a_translation_is_named(room: Path, forms: dict[str, object], complaint: str) -> None:
    found = list(messages.complaints_about(messages.texts_of(room), _translated(room, **forms)))
    assert len(found) == 1
    assert complaint in found[0]


def test_forms_for_none_one_and_two_may_leave_the_number_out(room: Path) -> None:
    forms = ("لا جولات", "جولة", "جولتان", "%(count)d جولات", "%(count)d جولة", "%(count)d جولة")
    catalogue = _translated(room, **{"%(count)d round": forms})
    assert list(messages.complaints_about(messages.texts_of(room), catalogue)) == []


def test_unsure_unknown_and_superfluous_entries_are_named(room: Path) -> None:
    catalogue = _translated(room)
    catalogue.get("Welcome").flags.add("fuzzy")
    catalogue.delete("Stopped")
    catalogue.add("Gone", "ذهب")
    found = "\n".join(messages.complaints_about(messages.texts_of(room), catalogue))
    assert "'Welcome' is marked as unsure" in found
    assert "'Stopped' is not in the catalogue" in found
    assert "'Gone' is no longer said" in found


@pytest.mark.parametrize("name", ["ui", "agencies", "kernel"])
@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_the_shared_words_are_complete(name: str, language: str) -> None:
    room = messages.SOURCE / name
    catalogue = messages.read(messages.catalogue_path(room, language), language)
    assert list(messages.complaints_about(messages.texts_of(room), catalogue)) == []
