"""Reading and accepting in the background: thin wrappers round actions, each followed by a Job."""

from uuid import UUID

from django.utils.translation import gettext as _
from django_tasks import task

from hulul.agencies.access import actor_for
from hulul.agencies.models import User
from hulul.kernel import jobs
from hulul.kernel.actors import SYSTEM, Actor
from hulul.tracking import actions


@task()
def examine_batch(batch: str, job_id: str, user_id: int | None) -> None:
    with jobs.running(job_id) as (progress, _result):
        actions.examine_batch(_actor(user_id), UUID(batch), progress)


@task()
def accept_batch(batch: str, job_id: str, user_id: int | None) -> None:
    with jobs.running(job_id) as (progress, result):
        result["accepted"] = actions.accept_batch(_actor(user_id), UUID(batch), progress)


def start_examining(actor: Actor, batch: UUID, job_id: UUID) -> None:
    examine_batch.enqueue(str(batch), str(job_id), actor.user_id)


def start_accepting(actor: Actor, batch: UUID) -> UUID:
    """Accept what is ready in a batch; gives the job to follow."""
    job = jobs.start(actor, "tracking.accept", _("Accepting rounds"))
    actions.follow(actor, batch, job)
    accept_batch.enqueue(str(batch), str(job.pk), actor.user_id)
    return job.pk


def _actor(user_id: int | None) -> Actor:
    """Whoever asked, with the roles of today; the command line when nobody signed in asked."""
    return SYSTEM if user_id is None else actor_for(User.objects.get(pk=user_id))
