"""Making builds, and deciding which of an assessment stands."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel import clock, jobs
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, HululError, Invalid
from hulul.kernel.events import publish
from hulul.kernel.jobs import Progress, silent
from hulul.measurement import queries
from hulul.measurement.access import check_may_measure
from hulul.measurement.building.code import code_version
from hulul.measurement.building.computing import Asked, Result, compute
from hulul.measurement.building.inputs import FOLDER, Inputs, gather
from hulul.measurement.events import BuildStands, BuildWithdrawn
from hulul.measurement.explaining import refusal
from hulul.measurement.framing import Framed
from hulul.measurement.models import Build, FrameworkVersion, SurveyVersion
from hulul.measurement.rules import MOST_RUNS, PERMUTATIONS, RUNS, SEED, assessment_code
from hulul.measurement.stored import Kept, keep_table, keep_text
from hulul.methods.errors import MethodError

State = Build.State


@dataclass(frozen=True)
class Order:
    """What is to be built. Without a survey the framework is built from the master lists of `date`.

    `version` of the framework is the one in use when empty. `runs` of the uncertainty analysis, 0 for none. `own_fit`:
    fit the model anew even where an earlier build of this version has one. `stand`: let the build stand when it is
    done.
    """

    framework: str = ""
    version: str = ""
    survey: str = ""
    date: dt.date | None = None
    runs: int = RUNS
    permutations: int = PERMUTATIONS
    seed: int = SEED
    own_fit: bool = False
    stand: bool = False


@transaction.atomic
def start_build(actor: Actor, order: Order) -> Build:
    """Note what is to be built, with a job to follow; `run_build` does it.

    NotFound for a framework or survey that is not there; Invalid for an order that contradicts itself.
    """
    check_may_measure(actor)
    survey = queries.survey_version(actor, order.survey) if order.survey else None
    version = _framework(actor, order, survey)
    framed = queries.framed(version)
    date = _date(order, framed, survey)
    if order.stand and version.state == FrameworkVersion.State.DRAFT:
        raise Invalid(_("This framework is a draft: activate it before a build of it stands."), code="draft")
    assessment = assessment_code(version.framework_id, date)
    job = jobs.start(actor, "measurement.build", _("Building %(assessment)s") % {"assessment": assessment})
    build = Build(
        assessment=assessment,
        date=date,
        tier=max(version.tier, survey.tier if survey and not survey.households_file else 0),
        framework_version=version,
        survey_version=survey,
        seed=order.seed,
        parameters={
            "runs": order.runs,
            "permutations": order.permutations,
            "own_fit": order.own_fit,
            "stand": order.stand,
        },
        job=job,
        user_id=actor.user_id,
        user_name=actor.name,
        created_at=clock.now(),
    )
    if framed.framework.kind == "index":
        build.previous = queries.previous_of(actor, build)
    build.save()
    record(
        actor, "start_build", "build", build.pk, assessment=assessment, version=version.version,
        survey=str(survey or ""), seed=order.seed,
    )  # fmt: skip
    return build


def _framework(actor: Actor, order: Order, survey: SurveyVersion | None) -> FrameworkVersion:
    if not 0 <= order.runs <= MOST_RUNS:
        raise Invalid(_("The number of runs must be between 0 and %(most)s.") % {"most": MOST_RUNS})
    code = order.framework or (survey.survey.framework_id if survey else "") or ""
    if survey and survey.survey.framework_id and survey.survey.framework_id != code:
        message = _("The survey %(survey)s asks the questions of another framework: %(framework)s.")
        raise Invalid(message % {"survey": survey.survey_id, "framework": survey.survey.framework_id})
    if not code:
        raise Invalid(_("Say which framework is to be built."))
    return queries.framework_version(actor, code, order.version)


def _date(order: Order, framed: Framed, survey: SurveyVersion | None) -> dt.date:
    inputs = framed.framework.inputs
    if inputs == "survey" and survey is None:
        raise Invalid(_("This framework is built from surveys. Say which one."), code="survey_needed")
    if inputs == "masterlists" and survey is not None:
        raise Invalid(_("This framework is built from master lists, not from a survey."), code="no_survey_needed")
    if inputs == "judgements":
        raise Invalid(_("This framework is judged by people, so there is nothing to build."), code="not_an_index")
    if survey is not None:
        return survey.survey.date
    if order.date is None:
        raise Invalid(_("Say for which date it is to be built."), code="date_needed")
    return order.date


def run_build(actor: Actor, build_id: UUID, progress: Progress = silent) -> Build:
    """Make the scores. A build that is done already stays as it is; one that was killed is made from the beginning.

    Invalid, with the reason, when the inputs do not allow scores; the build then says so, and nothing stands.
    """
    check_may_measure(actor)
    build = queries.build(actor, build_id)
    if build.state == State.DONE:
        return build
    try:
        _note_inputs(actor, build)
        result = compute(Inputs(build.inputs), asked(build), progress)
        kept = _stored(build, result)
    except (HululError, MethodError) as error:
        if isinstance(error, HululError):
            _fail(actor, build, str(error))
            raise
        reason = refusal(error, queries.framed(build.framework_version))
        _fail(actor, build, reason)
        raise Invalid(reason, code=error.code) from error
    except Exception:
        _fail(actor, build, _("Something went wrong on our side. Nothing was changed."))
        raise
    return _finish(actor, build_id, kept, result)


def build_now(actor: Actor, order: Order, progress: Progress = silent) -> Build:
    """Start a build and run it in this process, with its job followed to the end."""
    begun = start_build(actor, order)
    with jobs.running(str(begun.job_id)) as (noted, result):

        def both(done: int, total: int, message: str = "") -> None:
            noted(done, total, message)
            progress(done, total, message)

        made = run_build(actor, begun.pk, both)
        result["build"] = str(made.pk)
    return made


def asked(build: Build) -> Asked:
    """What the build was to be, as the computation takes it."""
    from hulul.kernel.tiers import Tier

    return Asked(
        assessment=build.assessment,
        date=build.date,
        tier=Tier(build.tier),
        runs=build.parameters["runs"],
        permutations=build.parameters["permutations"],
        seed=build.seed,
        previous=build.previous.assessment if build.previous else "",
        previous_date=build.previous.date if build.previous else None,
    )


@transaction.atomic
def _note_inputs(actor: Actor, build: Build) -> None:
    """Find the inputs once: a build that is run again reads the same ones."""
    if build.inputs:
        return
    inputs = gather(build.framework_version.text, _files(build.survey_version), build.date, _from_previous(build))
    model = _model(actor, build)
    build.inputs = inputs | ({"model": model} if model else {})
    build.code_version = code_version()
    Build.objects.filter(pk=build.pk).update(inputs=build.inputs, code_version=build.code_version)


def _files(survey: SurveyVersion | None) -> dict[str, str]:
    """What is read of a survey: the answers of places, or households each on a line of its own."""
    if survey is None:
        return {}
    return {"households": survey.households_file} if survey.households_file else {"answers": survey.answers_file}


def _from_previous(build: Build) -> dict[str, Kept]:
    """What change is measured from: the answers of the build before, or only its scores where they differ in kind."""
    previous = build.previous
    if previous is None:
        return {}
    framed = queries.framed(build.framework_version)
    apart = framed.comparability.not_comparable if framed.comparability else ()
    if previous.framework_version.version in apart:
        return {"severity": previous.files["severity"]}
    return {name: previous.inputs[name] for name in ("answers", "counts", "breakdowns") if name in previous.inputs}


def _model(actor: Actor, build: Build) -> Kept | None:
    """The model of the newest build before that stands and was made with the same version of the framework."""
    if build.parameters["own_fit"]:
        return None
    earlier = queries.builds(actor, stands=True).filter(framework_version=build.framework_version, date__lt=build.date)
    for each in earlier.order_by("-date"):
        if "model" in each.files:
            return dict(each.files["model"])
    return None


def _stored(build: Build, result: Result) -> dict[str, Kept]:
    kept = {name: keep_table(table, FOLDER, name) for name, table in result.tables.items()}
    return kept | ({"model": keep_text(result.model, FOLDER, "model.json")} if result.model else {})


@transaction.atomic
def _finish(actor: Actor, build_id: UUID, files: Mapping[str, Any], result: Result) -> Build:
    build = Build.objects.select_for_update().get(pk=build_id)
    if build.state == State.DONE:
        return build
    build.state = State.DONE
    build.files = dict(files)
    build.log = result.log
    build.diagnostics = result.diagnostics
    build.message = ""
    build.finished_at = clock.now()
    build.save()
    record(actor, "build", "build", build.pk, assessment=build.assessment)
    if build.parameters["stand"]:
        _let_stand(actor, build)
    return build


@transaction.atomic
def _fail(actor: Actor, build: Build, message: str) -> None:
    changed = Build.objects.filter(pk=build.pk).exclude(state=State.DONE)
    if changed.update(state=State.FAILED, message=message[:1000], finished_at=clock.now()):
        record(actor, "fail_build", "build", build.pk, assessment=build.assessment)


@transaction.atomic
def stand(actor: Actor, build_id: UUID) -> Build:
    """From now on this build is what its assessment says, in the place of the one that did. Conflict when not done."""
    check_may_measure(actor)
    build = _locked(actor, build_id)
    if build.stands:
        raise Conflict(_("This build stands already."))
    if build.state != State.DONE:
        raise Conflict(_("This build is not done, so it cannot stand."))
    if build.framework_version.state == FrameworkVersion.State.DRAFT:
        raise Conflict(_("This framework is a draft: activate it before a build of it stands."))
    _let_stand(actor, build)
    return build


def _let_stand(actor: Actor, build: Build) -> None:
    before = Build.objects.select_for_update().filter(assessment=build.assessment, stands=True).first()
    if before:
        before.stands = False
        before.save(update_fields=["stands"])
    build.stands = True
    build.reason = ""
    build.save(update_fields=["stands", "reason"])
    replaces = str(before.pk) if before else ""
    record(actor, "stand_build", "build", build.pk, assessment=build.assessment, replaces=replaces)
    publish(BuildStands(build.assessment, build.pk))


@transaction.atomic
def withdraw(actor: Actor, build_id: UUID, reason: str) -> Build:
    """The build stands no more, and none in its place, until somebody lets another stand."""
    check_may_measure(actor)
    if not reason.strip():
        raise Invalid(_("Say why the build is withdrawn; the reason is shown with it."))
    build = _locked(actor, build_id)
    if not build.stands:
        raise Conflict(_("This build does not stand."))
    build.stands = False
    build.reason = reason.strip()[:500]
    build.save(update_fields=["stands", "reason"])
    record(actor, "withdraw_build", "build", build.pk, assessment=build.assessment, reason=build.reason)
    publish(BuildWithdrawn(build.assessment, build.pk))
    return build


def _locked(actor: Actor, build_id: UUID) -> Build:
    found = queries.build(actor, build_id)
    return Build.objects.select_for_update().select_related("framework_version").get(pk=found.pk)
