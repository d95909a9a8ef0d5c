"""A small made-up country with a framework, a survey whose truth is known, and the returnees of a round.

Two governorates of two districts, each with one sub-district of 30 locations. Conditions worsen from place to place,
and answers follow them with some noise; the outcome follows the conditions.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from hulul.kernel import clock, datasets
from hulul.kernel.actors import SYSTEM
from hulul.kernel.datasets import Dataset, Files
from hulul.measurement import actions
from hulul.measurement.models import Build, Framework, Survey, SurveyVersion
from hulul.measurement.stored import keep_table
from hulul.places.models import Place

FIRST, SECOND = dt.date(2024, 1, 31), dt.date(2024, 5, 31)
ROUND = "dtm-returnee-2024-02-10"
PER_AREA = 30
INDICATORS = ("water", "power", "work", "calm", "mines", "houses")
ANSWERS = ("all", "most", "some", "none")


def framework(code: str = "tiny-index", version: str = "1", *, fitted: bool = False, more: str = "") -> str:
    """The text of an index of six questions in two scales, the second restricted; `calm` is stricter still."""
    lines = [
        "[framework]",
        f'id = "{code}"\nversion = "{version}"\nkind = "index"\nunit = "location"\nstatus = "ours"',
        'source = { en = "Made up." }\ntitle = { en = "Tiny index" }\npurpose = { en = "To try things." }',
        '[[scale]]\ncode = "services"\ntitle = { en = "Services" }',
        '[[scale]]\ncode = "safety"\ntitle = { en = "Safety" }\ntier = "restricted"',
    ]
    for number, indicator in enumerate(INDICATORS):
        scale = "services" if number < 3 else "safety"
        lines.append(f'[[indicator]]\ncode = "{indicator}"\nscale = "{scale}"\nkind = "ordinal"')
        lines.append(f'title = {{ en = "{indicator.title()}" }}\nquestion = {{ en = "How is {indicator}?" }}')
        if indicator == "calm":
            lines.append('tier = "confidential"')
        answers = [f'{{ code = "{a}", label = {{ en = "{a}" }}, value = {v} }}' for v, a in enumerate(ANSWERS)]
        answers.append('{ code = "dont_know", label = { en = "?" }, missing = "unknown" }')
        lines.append(f"answer = [{', '.join(answers)}]")
        if indicator == "water":
            lines.append('standard = { title = { en = "Enough" }, source = "Sphere", met = ["all", "most"] }')
    weighting = '"fitted"' if fitted else '"given"'
    lines.append(f"[score]\nminimum_share = 0.5\nweighting = {{ rule = {weighting} }}")
    if fitted:
        lines.append('fit = { outcome = "returned", model = "fractional" }')
    for category, since in (("low", 0), ("medium", 30), ("high", 60)):
        lines.append(
            f'[[category]]\ncode = "{category}"\ntitle = {{ en = "{category}" }}\nfrom = {since}\ncolour = "{category}"'
        )
    lines.append('[hotspot]\nhigh = ["high"]\nmedium = ["medium"]')
    if fitted:
        lines.append('[outcome]\ncode = "returned"\ntitle = { en = "Returned" }\nkind = "share"')
    return "\n".join([*lines, more])


def places() -> list[str]:
    """The country's places in the database; gives its locations."""
    country = Place.objects.create(code="XW", level=0, kind="country", path="XW/", name_en="Wold")
    found = []
    for governorate in ("XW01", "XW02"):
        above = _area(governorate, 1, country)
        for number in ("01", "02"):
            district = _area(governorate + number, 2, above)
            sub_district = _area(f"{governorate}{number}01", 3, district)
            for place in range(PER_AREA):
                code = f"{sub_district.code}-{place:02}"
                Place.objects.create(
                    code=code, level=4, kind="location", parent=sub_district, path=f"{sub_district.path}{code}/",
                    name_en=code, lat=33 + len(found) / 50, lon=44 + (place % 6) / 50,
                )  # fmt: skip
                found.append(code)
    return found


def _area(code: str, level: int, parent: Place) -> Place:
    return Place.objects.create(
        code=code, level=level, kind="area", parent=parent, path=f"{parent.path}{code}/", name_en=code
    )


def truth(number: int, shift: float = 0.0) -> np.ndarray[Any, np.dtype[np.float64]]:
    """How bad conditions are at each place, 0 to 1, worse from the first to the last."""
    return np.clip(np.linspace(0.02, 0.98, number) + shift, 0, 1)


def answers(
    codes: list[str], *, shift: float = 0.0, noise: float = 0.08, seed: int = 3, informants: int = 1, gaps: float = 0.02
) -> pa.Table:
    """A survey of these places as it is stored."""
    dice = np.random.default_rng(seed)
    bad = truth(len(codes), shift)
    rows: list[tuple[Any, ...]] = []
    number = 0
    for place, how_bad in zip(codes, bad, strict=True):
        for informant in range(informants):
            number += 1
            name = f"i{informant}" if informants > 1 else ""
            for indicator in INDICATORS:
                level = int(np.clip(round((how_bad + dice.normal(0, noise)) * 3), 0, 3))
                answer = None if dice.random() < gaps else ANSWERS[level]
                rows.append(("s", number, place, name, indicator, answer, None))
            returned = float(np.clip(0.95 - 0.9 * how_bad + dice.normal(0, 0.03), 0, 1))
            rows.append(("s", number, place, name, "returned", None, returned))
    names = ("survey", "row", "place", "informant", "indicator", "answer", "value")
    types = (pa.string(), pa.int64(), pa.string(), pa.string(), pa.string(), pa.string(), pa.float64())
    return pa.table(
        [pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), types, strict=True)], names=names
    )


def survey(table: pa.Table, date: dt.date = FIRST, code: str = "tiny-index", tier: int = 0) -> str:
    """A survey that was accepted, with these answers; its code."""
    kept = keep_table(table, "surveys", "answers")
    name = f"dtm-{code}-{date}"
    found, _new = Survey.objects.get_or_create(
        code=name, defaults={"source": "dtm", "framework": Framework.objects.get(pk=code), "date": date}
    )
    found.versions.update(state=SurveyVersion.State.SUPERSEDED)
    SurveyVersion.objects.create(
        survey=found, number=found.versions.count() + 1, answers_file=kept["name"], file_name="a.csv",
        sha256=kept["sha256"], contents=kept["sha256"], rows=table.num_rows,
        places=len(table["place"].unique()), tier=tier, accepted_by="test", accepted_at=clock.now(),
    )  # fmt: skip
    return name


def active(text: str) -> str:
    """A framework in use; its code."""
    version = actions.load_framework(SYSTEM, text)
    actions.activate(SYSTEM, version.framework_id, version.version)
    return version.framework_id


def built(order: actions.Order) -> Build:
    """The build that an order becomes, done."""
    build = actions.start_build(SYSTEM, order)
    return actions.run_build(SYSTEM, build.pk)


def counted(codes: list[str], individuals: Callable[[int], int]) -> dict[str, Dataset]:
    """The registered datasets, with one returnee round in which each place has that many individuals."""
    numbers = [individuals(position) for position in range(len(codes))]
    counts = pa.table(
        {
            "round": [ROUND] * len(codes),
            "place": codes,
            "households": pa.array([number // 6 for number in numbers], pa.int64()),
            "individuals": pa.array(numbers, pa.int64()),
        }
    )
    return with_rounds({ROUND: dt.date(2024, 2, 10)}, {"counts": {ROUND: counts}, "breakdowns": {}})


def with_rounds(rounds: Mapping[str, dt.date], tables: Mapping[str, Mapping[str, pa.Table]]) -> dict[str, Dataset]:
    """The registered datasets, with these returnee rounds by code and the tables of each."""
    registered = datasets.registered()
    listed = pa.table(
        {
            "round": list(rounds),
            "source": ["dtm"] * len(rounds),
            "population": ["returnee"] * len(rounds),
            "date": pa.array(list(rounds.values()), pa.date32()),
        }
    )
    found = registered | {"rounds": dataclasses.replace(registered["rounds"], source=lambda: listed)}
    for name in ("counts", "breakdowns"):
        kept = {code: keep_table(table, "rounds", name)["name"] for code, table in tables[name].items()}
        stored = Files(names=tuple(kept.values()), parts=tuple(kept))
        found[name] = dataclasses.replace(registered[name], source=lambda stored=stored: stored)
    return found


def stored(build: Build, name: str) -> list[dict[str, Any]]:
    """The rows of a dataset of a build."""
    import pyarrow.parquet as pq

    from hulul.kernel import files

    return pq.read_table(files.local_path(build.files[name]["name"])).to_pylist()
