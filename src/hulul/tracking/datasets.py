"""What this room gives to the warehouse: rounds, counts and breakdowns of the versions that stand.

Counts and breakdowns are handed over as the stored Parquet files themselves. Versions above the public tier stay out:
no mart may mix them into a public sum.
"""

import pyarrow as pa
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hulul.kernel import packs
from hulul.kernel.datasets import Column, Dataset, Files, register
from hulul.kernel.tiers import Tier
from hulul.tracking.models import Version
from hulul.tracking.rules import positions

_ROUND = Column("round", "text", _("Round"), hxl="#meta+round+code")
_PLACE = Column("place", "text", _("Place code"), hxl="#loc+code")
_HOUSEHOLDS = Column("households", "integer", _("Households"), "households", "#affected+hh")


def published() -> QuerySet[Version]:
    """The version that stands of each round, oldest round first."""
    return (
        Version.objects.filter(state=Version.State.ACCEPTED, tier=Tier.PUBLIC)
        .select_related("round")
        .order_by("round__date", "round_id")
    )


def round_table() -> pa.Table:
    """One row per round that stands, with its place in its series."""
    versions = list(published())
    places = positions(
        ((v.round_id, v.round.source, v.round.population, v.round.date) for v in versions),
        packs.current().masterlist.breaks,
    )
    rows = [
        {
            "round": v.round_id,
            "source": v.round.source,
            "population": v.round.population,
            "date": v.round.date,
            "sequence": places[v.round_id].sequence,
            "segment": places[v.round_id].segment,
            "missing_rule": v.missing_rule,
            "version": v.number,
            "file_name": v.file_name,
            "sha256": v.sha256,
            "rows": v.rows,
            "households": v.households,
            "individuals": v.individuals,
            "accepted_at": v.accepted_at.isoformat(),
            "tier": v.tier,
        }
        for v in versions
    ]
    types = {"text": pa.string(), "integer": pa.int64(), "date": pa.date32()}
    return pa.Table.from_pylist(rows, schema=pa.schema([(c.name, types[c.type]) for c in ROUNDS.columns]))


def count_files() -> Files:
    return _files("rows_file")


def breakdown_files() -> Files:
    return _files("breakdowns_file")


def _files(column: str) -> Files:
    found = list(published().values_list(column, "round_id"))
    return Files(names=tuple(name for name, _round in found), parts=tuple(code for _name, code in found))


ROUNDS = Dataset(
    name="rounds",
    title=_("Rounds"),
    description=_("Each count of a population by a source on a date, with the file and version it comes from."),
    columns=(
        _ROUND,
        Column("source", "text", _("Source"), hxl="#meta+source"),
        Column("population", "text", _("Population group"), hxl="#meta+population"),
        Column("date", "date", _("Date"), hxl="#date"),
        Column("sequence", "integer", _("Number in its series"), "rounds", "#meta+sequence"),
        Column("segment", "integer", _("Segment between breaks in series"), hxl="#meta+segment"),
        Column("missing_rule", "text", _("Rule for locations without an informant"), hxl="#meta+missing"),
        Column("version", "integer", _("Version"), hxl="#meta+version"),
        Column("file_name", "text", _("File"), hxl="#meta+file"),
        Column("sha256", "text", _("Checksum of the file (SHA-256)"), hxl="#meta+checksum"),
        Column("rows", "integer", _("Rows"), "rows", "#meta+rows"),
        _HOUSEHOLDS,
        Column("individuals", "integer", _("Individuals"), "individuals", "#affected+ind"),
        Column("accepted_at", "text", _("Accepted at"), hxl="#date+accepted"),
        Column("tier", "integer", _("Sensitivity tier"), hxl="#meta+tier"),
    ),
    key=("round",),
    source=round_table,
    row_tier="tier",
    order=("source", "population", "date"),
)

COUNTS = Dataset(
    name="counts",
    title=_("Counts"),
    description=_("Households and individuals of each row of each master list, at the place the row was matched to."),
    columns=(
        _ROUND,
        _PLACE,
        _HOUSEHOLDS,
        Column("individuals", "integer", _("Individuals"), "individuals", "#affected+ind"),
    ),
    key=(),
    source=count_files,
    partition="round",
    order=("round", "place", "households", "individuals"),
)

BREAKDOWNS = Dataset(
    name="breakdowns",
    title=_("Breakdowns"),
    description=_("Households of each row by area of origin, shelter type and period of displacement, zeros left out."),
    columns=(
        _ROUND,
        _PLACE,
        Column("dimension", "text", _("Dimension"), hxl="#meta+dimension"),
        Column("category", "text", _("Category"), hxl="#meta+category"),
        _HOUSEHOLDS,
    ),
    key=(),
    source=breakdown_files,
    partition="round",
    order=("round", "place", "dimension", "category", "households"),
)


def register_all() -> None:
    for dataset in (ROUNDS, COUNTS, BREAKDOWNS):
        register(dataset)
