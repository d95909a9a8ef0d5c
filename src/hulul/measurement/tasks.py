"""Building and reading surveys in the background: thin wrappers round actions, each followed by a Job."""

from uuid import UUID

from django.utils.translation import gettext as _
from django_tasks import task

from hulul.agencies.access import actor_for
from hulul.agencies.models import User
from hulul.kernel import jobs
from hulul.kernel.actors import SYSTEM, Actor
from hulul.measurement import actions, queries
from hulul.measurement.access import check_may_measure
from hulul.measurement.models import Build


@task()
def run_build(build: str, job_id: str, user_id: int | None) -> None:
    with jobs.running(job_id) as (progress, result):
        made = actions.run_build(_actor(user_id), UUID(build), progress)
        result["build"] = str(made.pk)


@task()
def replay_build(build: str, job_id: str, user_id: int | None) -> None:
    with jobs.running(job_id) as (progress, result):
        found = actions.replay(_actor(user_id), UUID(build), progress)
        result |= {"same": found.is_same, "same_code": found.same_code, "first_step": found.first_step}
        result["differs"] = list(found.differs)


@task()
def examine_surveys(batch: str, job_id: str, user_id: int | None) -> None:
    with jobs.running(job_id) as (progress, _result):
        actions.examine_surveys(_actor(user_id), UUID(batch), progress)


@task()
def accept_surveys(batch: str, job_id: str, user_id: int | None) -> None:
    with jobs.running(job_id) as (progress, result):
        result["accepted"] = actions.accept_surveys(_actor(user_id), UUID(batch), progress)


def start_examining(actor: Actor, batch: UUID, job_id: UUID) -> None:
    examine_surveys.enqueue(str(batch), str(job_id), actor.user_id)


def start_accepting(actor: Actor, batch: UUID) -> UUID:
    """Accept what is ready in a batch; gives the job to follow."""
    job = jobs.start(actor, "measurement.accept_surveys", _("Accepting surveys"))
    actions.follow_surveys(actor, batch, job)
    accept_surveys.enqueue(str(batch), str(job.pk), actor.user_id)
    return job.pk


def start_building(actor: Actor, order: actions.Order) -> Build:
    """Have a build made by the worker; its job says how far it is."""
    build = actions.start_build(actor, order)
    run_build.enqueue(str(build.pk), str(build.job_id), actor.user_id)
    return build


def start_replaying(actor: Actor, build_id: UUID) -> UUID:
    """Have a build made again by the worker to check it; gives the job whose result says what came of it."""
    check_may_measure(actor)
    build = queries.build(actor, build_id)
    job = jobs.start(actor, "measurement.replay", _("Checking %(assessment)s") % {"assessment": build.assessment})
    replay_build.enqueue(str(build.pk), str(job.pk), actor.user_id)
    return job.pk


def _actor(user_id: int | None) -> Actor:
    """Whoever asked, with the roles of today; the command line when nobody signed in asked."""
    return SYSTEM if user_id is None else actor_for(User.objects.get(pk=user_id))
