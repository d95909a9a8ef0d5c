"""Words of this room for its templates."""

from django import template
from django.utils.translation import gettext as _

from hulul.sheets.explaining import FindingGroup
from hulul.tracking import labels
from hulul.tracking.models import Round
from hulul.tracking.web.round_tables import round_title as title_of
from hulul.ui import formats
from hulul.ui.tables import Table, TableColumn

register = template.Library()


@register.filter
def column_name(key: str) -> str:
    return labels.column(key)


@register.filter
def round_title(found: Round) -> str:
    return title_of(found)


@register.filter
def examples_table(group: FindingGroup) -> Table:
    """The first rows that a rule is about."""
    rows = [
        [formats.digits(str(finding.row)) if finding.row is not None else None, finding.value]
        for finding in group.examples
    ]
    columns = [TableColumn("row", _("Row of the file")), TableColumn("value", _("Value"))]
    caption = str(group.kind.title)
    if len(rows) < group.count:
        caption = _("%(title)s: the first %(count)s") % {"title": caption, "count": formats.number(len(rows))}
    return Table(caption, columns, rows)
