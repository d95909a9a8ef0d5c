"""A build from its inputs to its tables, step by step. The same inputs and seed give the same tables, byte by byte."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from hulul.kernel.errors import Invalid
from hulul.kernel.jobs import Progress, silent
from hulul.kernel.tiers import Tier
from hulul.measurement.building import changes, concern, doubt, fitting, households, people, tables
from hulul.measurement.building.answers import Matrix, informant_rows, matrix_of
from hulul.measurement.building.areas import areas_of
from hulul.measurement.building.fitting import Model
from hulul.measurement.building.inputs import Inputs
from hulul.measurement.building.scoring import scored, specification_of
from hulul.measurement.building.steps import Log, Step, plain
from hulul.measurement.building.tables import Built
from hulul.measurement.framing import Framed
from hulul.measurement.rules import LEVELS
from hulul.methods.composite import Specification

if TYPE_CHECKING:
    import pyarrow as pa

STEPS = 6


@dataclass(frozen=True)
class Asked:
    """What a build is to be. `previous` and its date are the assessment that change is measured from, "" for none."""

    assessment: str
    date: dt.date
    tier: Tier
    runs: int
    permutations: int
    seed: int
    previous: str = ""
    previous_date: dt.date | None = None


@dataclass
class Result:
    """What came out: tables by dataset, the model where one was fitted (JSON), the log, and figures for the page."""

    tables: "dict[str, pa.Table]" = field(default_factory=dict)
    model: str = ""
    log: list[Step] = field(default_factory=list)
    diagnostics: dict[str, Any] = field(default_factory=dict)


def compute(inputs: Inputs, asked: Asked, progress: Progress = silent) -> Result:
    """Make every table of a build. Invalid or MethodError, with the reason, when that cannot be done."""
    framed = inputs.framed
    if framed.framework.unit == "household" and framed.framework.kind in ("exit", "progress"):
        return _of_households(inputs, asked, framed, progress)
    if framed.framework.kind != "index" or framed.framework.unit not in LEVELS:
        message = _("“%(title)s” is not an index of places, so nothing can be built with it.")
        raise Invalid(message % {"title": framed.title}, code="not_an_index")
    log, result = Log(), Result()
    progress(0, STEPS, _("Reading answers"))
    built = _scored(inputs, asked, framed, log, result, progress)
    progress(3, STEPS, _("Writing scores"))
    result.tables |= {
        "severity": tables.severity(built),
        "severity_categories": tables.severity_categories(built),
        "severity_indicators": tables.severity_indicators(built),
    }
    progress(4, STEPS, _("Comparing with the assessment before"))
    if asked.previous and asked.previous_date:
        result.tables["severity_changes"] = _changes(inputs, asked, built, result, log)
    progress(5, STEPS, _("Looking for places of concern"))
    result.tables["concerns"], notes = concern.concerns(built, permutations=asked.permutations, seed=asked.seed)
    log.notes(notes)
    found = {name: table.num_rows for name, table in result.tables.items()}
    log.step(
        "tables_written", "{tables} tables were written, with {rows} rows.", tables=len(found), rows=sum(found.values())
    )
    result.log = log.steps
    progress(STEPS, STEPS, "")
    return result


def _of_households(inputs: Inputs, asked: Asked, framed: Framed, progress: Progress) -> Result:
    if not inputs.has("households"):
        raise Invalid(_("This survey has no file of households."), code="no_households")
    log, result = Log(), Result()
    progress(0, STEPS, _("Reading answers"))
    found = households.households_of(inputs.table("households"), inputs.table("places"), framed)
    sentence = "Answers of {households} households were read; {indicators} indicators say whether one was overcome."
    log.step("households_read", sentence, households=found.table.num_rows, indicators=len(found.indicators))
    facts = {"assessment": asked.assessment, "framework": framed.id, "date": asked.date}
    if framed.framework.kind == "exit":
        progress(1, STEPS, _("Measuring exits"))
        result.tables["exit_metrics"] = households.exit_metrics(found, framed, facts, log)
    progress(3, STEPS, _("Measuring progress"))
    result.tables["progress"] = households.progress_of(found, framed, facts, log)
    result.log = log.steps
    progress(STEPS, STEPS, "")
    return result


def _scored(inputs: Inputs, asked: Asked, framed: Framed, log: Log, result: Result, progress: Progress) -> Built:
    level = LEVELS[framed.framework.unit]
    matrix, specification, model = _specified(inputs, asked, framed, log, result)
    areas = areas_of(inputs.table("places"), matrix.places, level)
    progress(1, STEPS, _("Scoring"))
    found = scored(matrix, specification)
    log.notes((*found.index.log, *found.index.notes))
    counted = people.people_at(inputs, matrix.places, level)
    _tell_people(counted, log)
    progress(2, STEPS, _("Measuring how sure the scores are"))
    rows = None
    if inputs.has("answers") and (matrix.informants > 1).any():
        rows = informant_rows(inputs.table("answers"), framed, model.values if model else None)
    sure = doubt.doubt_of(found, areas, counted, rows, runs=asked.runs, seed=asked.seed)
    _tell_doubt(sure, asked, log, result)
    everybody = {each: people.everybody(inputs, each) for each in areas.above}
    tier = Tier(max(asked.tier, framed.tier))
    return Built(asked.assessment, framed, asked.date, tier, found, areas, counted, everybody, sure)


def _specified(
    inputs: Inputs, asked: Asked, framed: Framed, log: Log, result: Result
) -> tuple[Matrix, Specification, Model | None]:
    """The matrix, and the specification that it is scored by: the framework's own, or with a model."""
    if not inputs.has("answers"):
        matrix = _from_masterlists(inputs, framed)
        log.step(
            "masterlists_read",
            "{places} locations of the round {round} were read from master lists.",
            places=len(matrix.places),
            round=inputs.fact("counts", "round"),
        )
        return matrix, specification_of(framed), None
    matrix = _with_outcome(matrix_of(inputs.table("answers"), framed), inputs, framed)
    sentence = (
        "Answers about {places} places were read, of {informants} interviews; {share} % of all questions have one."
    )
    share = round(float(np.isfinite(matrix.values).mean()) * 100, 1)
    log.step("answers_read", sentence, places=len(matrix.places), informants=int(matrix.informants.sum()), share=share)
    if framed.score is None or framed.score.weighting.rule != "fitted" or framed.score.fit is None:
        return matrix, specification_of(framed), None
    if inputs.has("model"):
        model = Model.from_text(inputs.raw("model"))
        sentence = "What answers are worth is taken from the fit to {assessment}, so that scores can be compared."
        log.step("model_taken", sentence, assessment=model.made_of)
    else:
        model, notes = fitting.fit(matrix, framed, asked.assessment)
        log.step("model_fitted", "A {model} regression says what answers are worth.", model=framed.score.fit.model)
        log.notes(notes)
    result.model = model.as_text()
    result.diagnostics["model"] = plain({"status": model.status, "made_of": model.made_of, **model.report})
    fitted = matrix_of(inputs.table("answers"), framed, model.values)
    return fitted, model.specification(framed), model


def _from_masterlists(inputs: Inputs, framed: Framed) -> Matrix:
    codes = [indicator.code for indicator in framed.indicators]
    places, found = people.masterlist_values(inputs, codes)
    nothing = np.full(len(places), np.nan)
    values = np.stack([found.get(code, nothing) for code in codes], axis=1)
    answers = np.full(values.shape, None, dtype=object)
    if not np.isfinite(values).any():
        message = _("The master list of this round does not say what the framework needs of any location.")
        raise Invalid(message, code="nothing_in_masterlists")
    known = np.isfinite(values).any(axis=1)
    kept = tuple(place for place, wanted in zip(places, known, strict=True) if wanted)
    ones = np.ones(len(kept), dtype=np.int64)
    return Matrix(kept, tuple(codes), values[known], answers[known], ones, people.return_outcome(inputs, kept))


def _with_outcome(matrix: Matrix, inputs: Inputs, framed: Framed) -> Matrix:
    """The outcome from master lists where the framework takes it from there."""
    if framed.outcome is None or framed.outcome.source != "masterlists" or not inputs.has("counts"):
        return matrix
    return replace(matrix, outcome=people.return_outcome(inputs, matrix.places))


def _changes(inputs: Inputs, asked: Asked, built: Built, result: Result, log: Log) -> "pa.Table":
    previous, date = asked.previous, asked.previous_date or asked.date
    if inputs.has("previous_severity"):
        reason = built.framed.comparability.reason.en if built.framed.comparability else ""
        sentence = "Scores cannot be compared with {assessment}: {reason}"
        log.step("not_comparable", sentence, assessment=previous, reason=reason)
        return changes.not_comparable(built, inputs.table("previous_severity"), previous, date)
    values = Model.from_text(result.model).values if result.model else None
    if inputs.has("previous_answers"):
        before = matrix_of(inputs.table("previous_answers"), built.framed, values)
    else:
        before = _from_masterlists(inputs.earlier(), built.framed)
    table = changes.changes(built, before, previous, date)
    matched = len(
        {
            place
            for place, level in zip(table["place"].to_pylist(), table["level"].to_pylist(), strict=True)
            if level == built.areas.level
        }
    )
    sentence = "Change since {assessment} is measured on {places} places assessed in both."
    log.step("change_measured", sentence, assessment=previous, places=matched)
    return table


def _tell_people(counted: people.People, log: Log) -> None:
    if counted.known:
        sentence = (
            "Areas are means of their places, weighted by the people of the round {round}: {individuals} individuals."
        )
        total = int(np.nansum(counted.individuals))
        log.step("weighted_by_people", sentence, round=counted.round, date=counted.date, individuals=total)
    else:
        log.step("unweighted", "No round of people is near enough in time: areas are plain means of their places.")


def _tell_doubt(sure: doubt.Doubt, asked: Asked, log: Log, result: Result) -> None:
    if not sure.runs:
        log.step("doubt_not_measured", "How sure the scores are was not measured.")
        return
    sentence = "The index was scored {runs} times with other weights and informants; intervals hold {level} % of them."
    log.step("doubt_measured", sentence, runs=sure.runs, level=round(sure.level * 100), seed=asked.seed)
    log.notes(sure.notes)
    result.diagnostics["uncertainty"] = plain({"runs": sure.runs, "level": sure.level, "failures": sure.failures})
