"""Who sees which frameworks, surveys and builds, and who may bring them in, make them and let them stand."""

from django.db.models import Q

from hulul.agencies.access import check
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor
from hulul.kernel.tiers import Tier


def visible_framework_versions(actor: Actor) -> Q:
    """What a framework measures and how is no secret once it was activated; drafts are the work of who may measure."""
    return Q() if may_measure(actor) else ~Q(state="draft")


def visible_survey_versions(actor: Actor) -> Q:
    """Versions up to the actor's tier; withdrawn and superseded ones only for those who may measure."""
    seen = Q(tier__lte=int(actor.tier))
    return seen if may_measure(actor) else seen & Q(state="accepted")


def visible_imports(actor: Actor) -> Q:
    """Files of answers on their way in are the work of those who may measure; others see none."""
    return Q() if may_measure(actor) else Q(pk__in=())


def visible_builds(actor: Actor) -> Q:
    """Builds up to the actor's tier that stand; all others only for those who may measure."""
    seen = Q(tier__lte=int(actor.tier))
    return seen if may_measure(actor) else seen & Q(stands=True)


def visible_judgements(actor: Actor) -> Q:
    """Judgements with their evidence are restricted: for those who may judge, and for readers of that tier."""
    return Q() if may_read_judgements(actor) else Q(pk__in=())


def may_measure(actor: Actor) -> bool:
    return actor.may(Ability.MEASURE)


def check_may_measure(actor: Actor) -> None:
    check(actor, Ability.MEASURE)


def may_read_judgements(actor: Actor) -> bool:
    return may_judge(actor) or actor.reads(Tier.RESTRICTED)


def may_judge(actor: Actor) -> bool:
    return actor.may(Ability.JUDGE)


def check_may_judge(actor: Actor) -> None:
    check(actor, Ability.JUDGE)
