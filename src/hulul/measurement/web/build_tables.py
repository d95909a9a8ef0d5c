"""Builds as tables and facts: what was made of what, and how well a fitted model fits."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hulul.measurement import queries
from hulul.measurement.framing import Framed
from hulul.measurement.models import Build
from hulul.ui import formats
from hulul.ui.tables import Cell, Table, TableColumn

State = Build.State


@dataclass(frozen=True, slots=True)
class ScaleFit:
    """One scale's regression: its name, its diagnostics in pairs, and how expected and found go together."""

    title: str
    facts: tuple[tuple[str, str], ...]
    calibration: Table


def builds_table(found: Iterable[Build]) -> Table:
    rows = [
        [
            Cell(str(queries.framed(build.framework_version).title), url=reverse("measurement:build", args=[build.pk])),
            build.date,
            formats.digits(build.framework_version.version),
            state(build),
            str(build.survey_version.survey_id) if build.survey_version else _("Master lists"),
            Cell(build.user_name, note=formats.day(timezone.localtime(build.created_at).date())),
        ]
        for build in found
    ]
    columns = [
        TableColumn("framework", _("Framework")),
        TableColumn("date", _("Date"), "date"),
        TableColumn("version", _("Version")),
        TableColumn("state", _("State")),
        TableColumn("survey", _("Made of")),
        TableColumn("by", _("Made by")),
    ]
    empty = _("Nothing was built yet. A build makes scores of a survey or of master lists.")
    return Table(_("Builds"), columns, rows, hide_caption=True, empty=empty)


def state(build: Build) -> Cell:
    """Whether it is what its assessment says."""
    if build.stands:
        return Cell(_("Stands"))
    if build.state == State.FAILED:
        return Cell(_("Failed"), note=build.message, tone="error")
    if build.state == State.RUNNING:
        return Cell(_("Being made"), tone="muted")
    return Cell(_("Withdrawn") if build.reason else _("Does not stand"), note=build.reason, tone="muted")


def facts(build: Build, framed: Framed) -> list[tuple[str, str]]:
    pairs = [
        (_("Assessment"), build.assessment),
        (_("Version of the framework"), formats.digits(build.framework_version.version)),
        (_("Survey"), str(build.survey_version.survey_id) if build.survey_version else ""),
        (_("Compared with"), build.previous.assessment if build.previous else ""),
        (_("Seed"), str(build.seed)),
        (_("Version of the program"), build.code_version),
        (_("Made by"), build.user_name),
        (_("Finished"), formats.moment(build.finished_at) if build.finished_at else ""),
        (_("Why it was withdrawn"), build.reason),
    ]
    if framed.is_reimplementation:
        pairs.insert(0, (_("Method"), _("Hulul re-implementation: the official coefficients are not published.")))
    return [pair for pair in pairs if pair[1]]


def inputs_table(build: Build) -> Table:
    """What was read: the same files give the same scores."""
    rows = [
        [name, kept.get("rows"), kept.get("round") or kept.get("name") or "", str(kept.get("sha256", ""))[:16]]
        for name, kept in sorted(build.inputs.items())
        if isinstance(kept, Mapping)
    ]
    columns = [
        TableColumn("name", _("Input")),
        TableColumn("rows", _("Rows"), "number"),
        TableColumn("file", _("File or round")),
        TableColumn("sha256", _("Checksum")),
    ]
    return Table(_("What was read"), columns, rows, hide_caption=True)


def effects_tables(build: Build, framed: Framed) -> list[Table]:
    """Per scale what each answer goes with, against the best answer: odds of returns with their intervals."""
    effects: list[Mapping[str, Any]] = build.diagnostics.get("model", {}).get("effects", [])
    return [_effects(framed, scale.code, effects) for scale in framed.scales if _of(scale.code, effects)]


def _of(scale: str, effects: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [effect for effect in effects if effect["scale"] == scale]


def _effects(framed: Framed, scale: str, effects: Iterable[Mapping[str, Any]]) -> Table:
    rows = []
    for effect in _of(scale, effects):
        indicator = framed.indicator(effect["indicator"])
        answer = indicator.answer(effect["answer"])
        rows.append(
            [
                str(indicator.title),
                str(answer.label) if answer else effect["answer"],
                effect["units"],
                effect["odds_ratio"],
                interval(effect),
                effect["value"],
            ]
        )
    columns = [
        TableColumn("indicator", _("Indicator")),
        TableColumn("answer", _("Answer")),
        TableColumn("units", _("Locations"), "number"),
        TableColumn("odds", _("Odds of returns against the best answer"), "decimal"),
        TableColumn("interval", _("95 % interval")),
        TableColumn("value", _("Points in its indicator"), "number", unit=_("0 to 100")),
    ]
    return Table(str(framed.scale(scale).title), columns, rows)


def interval(effect: Mapping[str, Any]) -> str:
    """The interval of the odds ratio; empty where there is none."""
    low, high = effect["low"], effect["high"]
    if low is None or high is None:
        return ""
    return _("%(low)s to %(high)s") % {
        "low": formats.number(math.exp(low), 2),
        "high": formats.number(math.exp(high), 2),
    }


def fits(build: Build, framed: Framed) -> list[ScaleFit]:
    """How well each scale's regression fits: explained share, discrimination, separation, collinearity, calibration."""
    found = build.diagnostics.get("model", {}).get("diagnostics", [])
    return [_fit(framed, each) for each in found]


def _fit(framed: Framed, found: Mapping[str, Any]) -> ScaleFit:
    inflated = {code: value for code, value in found["vif"].items() if value is None or value > 5}
    pairs = (
        (_("Locations"), formats.number(found["units"])),
        (_("Explained (McFadden R²)"), formats.number(found["pseudo_r2"], 2)),
        (_("Told apart (area under the curve)"), "" if found["auc"] is None else formats.number(found["auc"], 2)),
        (_("Separation"), _said(found["separation"], found["remedy"])),
        (_("Collinear indicators"), formats.conventions().list_separator.join(_titles(framed, inflated)) or _("none")),
        (_("Converged"), _("yes") if found["converged"] else _("no")),
    )
    rows = [[tenth["units"], tenth["expected"], tenth["observed"]] for tenth in found["calibration"]]
    columns = [
        TableColumn("units", _("Locations"), "number"),
        TableColumn("expected", _("Expected by the model"), "percent"),
        TableColumn("found", _("Found"), "percent"),
    ]
    title = str(framed.scale(found["scale"]).title)
    calibration = Table(_("Expected and found, by tenths of the locations"), columns, rows)
    return ScaleFit(title, tuple(pair for pair in pairs if pair[1]), calibration)


def _said(separation: str, remedy: str) -> str:
    if not separation or separation == "none":
        return _("none")
    return _("found, and met with a penalised likelihood") if remedy else _("found")


def _titles(framed: Framed, codes: Iterable[str]) -> list[str]:
    return [str(framed.indicator(code).title) for code in codes]
