"""Collects the texts of every room, compiles their translations, and says what is missing. Developers' tool:
`python -m hulul.ui.messages extract | compile | check`. Needs Babel, but neither a database nor GNU gettext.

Each room owns its catalogues: `src/hulul/<room>/locale/<language>/LC_MESSAGES/django.po`.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as babel_extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent
LANGUAGES = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "ckb": "nplurals=2; plural=(n != 1);",
}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


@click.group()
def main() -> None:
    """The catalogues of messages."""


@main.command()
@click.argument("room_names", metavar="[ROOM]...", nargs=-1)
def extract(room_names: tuple[str, ...]) -> None:
    """Write every text of the source into the catalogues; keep translations, drop what is no longer said."""
    for room in rooms(room_names):
        texts = texts_of(room)
        for language in LANGUAGES:
            if texts:
                path = catalogue_path(room, language)
                merged = merge(texts, read(path, language), language)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(written(merged, language))
        click.echo(f"{room.name}: {len(texts)} texts")


@main.command("compile")
def compile_all() -> None:
    """Make the .mo files that Django reads."""
    for path in sorted(SOURCE.glob("*/locale/*/LC_MESSAGES/django.po")):
        with path.with_suffix(".mo").open("wb") as target:
            write_mo(target, read(path, path.parts[-3]))


@main.command()
@click.argument("room_names", metavar="[ROOM]...", nargs=-1)
def check(room_names: tuple[str, ...]) -> None:
    """Fail when a text has no translation, or one with other placeholders."""
    complaints = [
        f"{room.name}/{language}: {complaint}"
        for room in rooms(room_names)
        for language in LANGUAGES
        for complaint in complaints_about(texts_of(room), read(catalogue_path(room, language), language))
    ]
    for complaint in complaints:
        click.echo(complaint, err=True)
    if complaints:
        click.echo(f"{len(complaints)} messages to translate. Collect them with: make messages", err=True)
        sys.exit(1)


def rooms(names: tuple[str, ...] = ()) -> list[Path]:
    """The folders of the rooms named, or of all."""
    found = sorted(path for path in SOURCE.iterdir() if (path / "__init__.py").is_file())
    return [path for path in found if not names or path.name in names]


def catalogue_path(room: Path, language: str) -> Path:
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def texts_of(room: Path) -> Catalog:
    """Every translatable text of a room's Python files and templates, with the files it stands in."""
    texts = Catalog(charset="utf-8")
    for path in sorted(room.rglob("*")):
        if path.suffix in (".py", ".html", ".txt") and "locale" not in path.parts:
            place = path.relative_to(SOURCE).as_posix()
            for identity, context in _found(path):
                texts.add(identity, locations=[(place, 0)], context=context)
    return texts


def _found(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
    stream = BytesIO(text.encode())
    options = {"encoding": "utf-8"}
    for _line, identity, _comments, context in babel_extract("python", stream, KEYWORDS, (), options):
        if identity:
            yield identity, context


def read(path: Path, language: str) -> Catalog:
    """A catalogue as it is kept; empty when there is none yet."""
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def merge(texts: Catalog, known: Catalog, language: str) -> Catalog:
    """The texts in order of file, with the translations already known."""
    merged = Catalog(locale=language)
    for text in sorted(_said(texts), key=lambda text: (text.locations[0], text.lineno or 0)):
        old = known.get(text.id, text.context)
        kept = old if old is not None and old.pluralizable == text.pluralizable else None
        merged.add(
            text.id,
            kept.string if kept else None,
            locations=sorted(set(text.locations)),
            flags=kept.flags & {"fuzzy"} if kept else (),
            context=text.context,
        )
    return merged


def written(catalogue: Catalog, language: str) -> bytes:
    """A .po file without dates and line numbers, which would change with every run."""
    header = (
        'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: {plurals}\\n"\n\n'
    )
    body = BytesIO()
    write_po(body, catalogue, width=110, omit_header=True, include_lineno=False)
    return header.format(language=language, plurals=LANGUAGES[language]).encode() + body.getvalue()


def complaints_about(texts: Catalog, translated: Catalog) -> Iterator[str]:
    """What is missing, unsure, superfluous or has other placeholders, one sentence each."""
    for text in _said(texts):
        found = translated.get(text.id, text.context)
        name = repr(text.id if isinstance(text.id, str) else text.id[0])
        if found is None or found.pluralizable != text.pluralizable:
            yield f"{name} is not in the catalogue"
        elif not (_forms(found) and all(_forms(found))):
            yield f"{name} is not translated"
        elif found.fuzzy:
            yield f"{name} is marked as unsure"
        elif not _placeholders_fit(found):
            yield f"{name} has other placeholders than its translation"
    for found in _said(translated):
        if texts.get(found.id, found.context) is None:
            yield f"{found.id!r} is no longer said"


def _said(catalogue: Catalog) -> Iterable[Message]:
    return (message for message in catalogue if message.id)


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _placeholders_fit(message: Message) -> bool:
    """A translation uses what its original uses; a plural form for none, one or two may leave the number out."""
    original = message.id if isinstance(message.id, str) else message.id[-1]
    wanted = sorted(PLACEHOLDER.findall(original))
    forms = [sorted(PLACEHOLDER.findall(form)) for form in _forms(message)]
    if isinstance(message.id, str):
        return forms == [wanted]
    return forms[-1] == wanted and all(set(form) <= set(wanted) for form in forms)


if __name__ == "__main__":
    main()
