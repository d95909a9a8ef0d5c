"""The matrix as it is read: a cell for each district and concern, never empty without saying why."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hulul.measurement.framing import Framed
from hulul.measurement.models import Judgement
from hulul.measurement.queries.judgements import MatrixRow
from hulul.ui import formats


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """`rating` is a category of the framework or "" for not judged; `note` says in which state the judgement is."""

    rating: str
    text: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class MatrixLine:
    place: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """`concerns` are (title, question) in the framework's order; `unjudged` counts districts without any judgement."""

    concerns: tuple[tuple[str, str], ...]
    lines: tuple[MatrixLine, ...]
    unjudged: int


def shown(framed: Framed, rows: Sequence[MatrixRow], date: dt.date, may_judge: bool) -> Matrix:
    """Districts with a judgement, and for those who may judge all others after them, to begin with."""
    lines = tuple(
        MatrixLine(row.place.name, tuple(_cell(framed, row, each.code, date, may_judge) for each in framed.indicators))
        for row in sorted(rows, key=lambda row: not row.judged)
        if row.judged or may_judge
    )
    concerns = tuple((str(each.title), str(each.question or "")) for each in framed.indicators)
    return Matrix(concerns, lines, sum(1 for row in rows if not row.judged))


def _cell(framed: Framed, row: MatrixRow, concern: str, date: dt.date, may_judge: bool) -> MatrixCell:
    found = row.judged.get(concern)
    if found is None:
        asked = urlencode({"place": row.place.code, "concern": concern, "date": date.isoformat()})
        url = f"{reverse('measurement:judge', args=[framed.id])}?{asked}" if may_judge else ""
        return MatrixCell("", _("not judged"), url=url)
    answer = framed.indicator(concern).answer(found.rating)
    label = str(answer.label) if answer else found.rating
    return MatrixCell(found.rating, label, state_name(found.state), reverse("measurement:judgement", args=[found.pk]))


def sentence(framed: Framed, rows: Sequence[MatrixRow], date: dt.date) -> str:
    """What the matrix says, from the data."""
    judged = [row for row in rows if row.judged]
    high = [row for row in judged if any(found.rating == Judgement.Rating.HIGH for found in row.judged.values())]
    words = {"date": formats.day(date), "judged": formats.number(len(judged)), "high": formats.number(len(high))}
    return (
        ngettext(
            "On %(date)s, %(judged)s district was judged; in %(high)s at least one concern is high.",
            "On %(date)s, %(judged)s districts were judged; in %(high)s at least one concern is high.",
            len(judged),
        )
        % words
    )


def state_name(state: str) -> str:
    return {
        Judgement.State.DRAFT: _("draft"),
        Judgement.State.REVIEWED: _("reviewed"),
        Judgement.State.PUBLISHED: _("published"),
    }[Judgement.State(state)]


def facts(found: Judgement) -> list[tuple[str, str]]:
    """Who judged, reviewed and published it, and when."""
    pairs = [
        (_("State"), state_name(found.state)),
        (_("Judged by"), _by(found.author, found.written_at)),
        (_("Reviewed by"), _by(found.reviewer, found.reviewed_at)),
        (_("Published by"), _by(found.published_by, found.published_at)),
    ]
    return [pair for pair in pairs if pair[1]]


def _by(name: str, moment: dt.datetime | None) -> str:
    if moment is None:
        return ""
    return _("%(name)s, %(day)s") % {"name": name, "day": formats.day(timezone.localtime(moment).date())}
