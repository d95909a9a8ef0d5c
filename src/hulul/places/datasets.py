"""What this room gives to the warehouse: the gazetteer, one row a place."""

import pyarrow as pa
from django.utils.translation import gettext_lazy as _

from hulul.kernel.datasets import Column, Dataset, register
from hulul.places.models import Place, Succession

_SCHEMA = pa.schema(
    [
        ("code", pa.string()),
        ("level", pa.int64()),
        ("kind", pa.string()),
        ("parent", pa.string()),
        ("adm0", pa.string()),
        ("adm1", pa.string()),
        ("adm2", pa.string()),
        ("adm3", pa.string()),
        ("name_en", pa.string()),
        ("name_ar", pa.string()),
        ("name_ckb", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("population", pa.int64()),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
        ("merged_into", pa.string()),
    ]
)
_FIELDS = ("name_en", "name_ar", "name_ckb", "lat", "lon", "population", "valid_from", "valid_to")


def places_table() -> pa.Table:
    """Every place ever known, by code; the columns of the dataset. Names that are not known are null."""
    merged = dict(
        Succession.objects.filter(kind=Succession.Kind.MERGE).values_list("predecessor__code", "successor__code")
    )
    rows = []
    for code, level, kind, path, *facts in Place.objects.order_by("code").values_list(
        "code", "level", "kind", "path", *_FIELDS
    ):
        ancestors = path.strip("/").split("/")[:-1]
        areas = [*ancestors[:4], *([code] if level < 4 else [])]
        areas += [None] * (4 - len(areas))
        known = [value if value != "" else None for value in facts]
        rows.append((code, level, kind, ancestors[-1] if ancestors else None, *areas, *known, merged.get(code)))
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(_SCHEMA)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, _SCHEMA, strict=True)], _SCHEMA)


PLACES = Dataset(
    name="places",
    title=_("Places"),
    description=_("Areas, locations and sites with their codes, names, points and the areas they lie in."),
    columns=(
        Column("code", "text", _("Code"), hxl="#loc+code"),
        Column("level", "integer", _("Administrative level"), hxl="#meta+level"),
        Column("kind", "text", _("Kind of place"), hxl="#loc+type"),
        Column("parent", "text", _("Code of the area above"), hxl="#loc+code+parent"),
        Column("adm0", "text", _("Country code"), hxl="#country+code"),
        Column("adm1", "text", _("Governorate code"), hxl="#adm1+code"),
        Column("adm2", "text", _("District code"), hxl="#adm2+code"),
        Column("adm3", "text", _("Sub-district code"), hxl="#adm3+code"),
        Column("name_en", "text", _("Name in English"), hxl="#loc+name+i_en"),
        Column("name_ar", "text", _("Name in Arabic"), hxl="#loc+name+i_ar"),
        Column("name_ckb", "text", _("Name in Central Kurdish"), hxl="#loc+name+i_ckb"),
        Column("lat", "number", _("Latitude"), "degrees", "#geo+lat"),
        Column("lon", "number", _("Longitude"), "degrees", "#geo+lon"),
        Column("population", "integer", _("Population"), "people", "#population"),
        Column("valid_from", "date", _("Exists since"), hxl="#date+start"),
        Column("valid_to", "date", _("Existed until"), hxl="#date+end"),
        Column("merged_into", "text", _("Merged into"), hxl="#loc+code+merged"),
    ),
    key=("code",),
    source=places_table,
    order=("code",),
)


def register_all() -> None:
    register(PLACES)
