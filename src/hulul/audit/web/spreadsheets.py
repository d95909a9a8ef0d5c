"""The log as CSV, in pieces as it is read."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from hulul.audit import labels
from hulul.audit.models import Event

# Spreadsheets take a text that begins so for a formula (OWASP, CSV injection).
_FORMULA = re.compile(r"[=+\-@\t\r]")
_AT_ONCE = 500


def csv_parts(events: Iterable[Event]) -> Iterator[bytes]:
    """UTF-8 with a byte-order mark, so that spreadsheets read Arabic; times in the installation's zone, ISO 8601."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([_("Event"), _("When"), _("Who"), _("Account"), _("What was done"), _("Verb"), _("Kind of thing"),
                     _("Thing"), _("In detail")])  # fmt: skip
    yield b"\xef\xbb\xbf"
    for number, event in enumerate(events, start=1):
        writer.writerow(_row(event))
        if number % _AT_ONCE == 0:
            yield _taken(target)
    yield _taken(target)


def _row(event: Event) -> list[object]:
    texts = [
        labels.verb(event.verb),
        event.verb,
        event.kind,
        event.object_id,
        json.dumps(event.detail, ensure_ascii=False) if event.detail else "",
    ]
    at = timezone.localtime(event.at).isoformat(timespec="seconds")
    return [event.pk, at, _harmless(event.actor_name), event.user_id, *map(_harmless, texts)]


def _harmless(text: str) -> str:
    """A text that a spreadsheet would compute gets an apostrophe in front."""
    return f"'{text}" if _FORMULA.match(text) else text


def _taken(target: io.StringIO) -> bytes:
    piece = target.getvalue().encode()
    target.seek(0)
    target.truncate()
    return piece
