"""Building in the background: thin wrappers round actions, each followed by a Job."""

from uuid import UUID

from django_tasks import task

from hulul.agencies.access import actor_for
from hulul.agencies.models import User
from hulul.kernel import jobs
from hulul.kernel.actors import SYSTEM, Actor
from hulul.measurement import actions
from hulul.measurement.models import Build


@task()
def run_build(build: str, job_id: str, user_id: int | None) -> None:
    with jobs.running(job_id) as (progress, result):
        made = actions.run_build(_actor(user_id), UUID(build), progress)
        result["build"] = str(made.pk)


def start_building(actor: Actor, order: actions.Order) -> Build:
    """Have a build made by the worker; its job says how far it is."""
    build = actions.start_build(actor, order)
    run_build.enqueue(str(build.pk), str(build.job_id), actor.user_id)
    return build


def _actor(user_id: int | None) -> Actor:
    """Whoever asked, with the roles of today; the command line when nobody signed in asked."""
    return SYSTEM if user_id is None else actor_for(User.objects.get(pk=user_id))
