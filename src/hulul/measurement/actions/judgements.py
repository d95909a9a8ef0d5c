"""Judging concerns in a place: one person writes with evidence, another reviews, and only a statement is published."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel import clock, events
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Denied, Invalid
from hulul.measurement import queries
from hulul.measurement.access import check_may_judge
from hulul.measurement.events import JudgementsChanged
from hulul.measurement.models import Framework, Judgement
from hulul.measurement.rules import LEVELS
from hulul.places.models import Place

State = Judgement.State
LONGEST = 4000


@transaction.atomic
def judge(
    actor: Actor, framework: str, date: dt.date, place: str, concern: str, *, rating: str, evidence: str
) -> Judgement:
    """Write how grave a concern is in a place on a date, and on what evidence; a draft is written anew.

    Invalid for an unknown concern, rating or place, a date to come, or no evidence; Conflict once it was reviewed.
    """
    check_may_judge(actor)
    _check_person(actor)
    framed = queries.matrix(actor, framework)
    if concern not in {indicator.code for indicator in framed.indicators}:
        raise Invalid(_("There is no concern called %(concern)s.") % {"concern": concern})
    if rating not in Judgement.Rating.values:
        raise Invalid(_("Choose low, medium or high."))
    if date > clock.today():
        raise Invalid(_("The date lies in the future. Conditions are judged as they are or were."))
    text = _said(evidence, _("Say what the judgement rests on: who reported what, and when."))
    found = Place.objects.filter(code=place, level=LEVELS[framed.framework.unit]).first()
    if found is None:
        raise Invalid(_("There is no such district."))
    known = Framework.objects.select_for_update().get(pk=framework)
    earlier = known.judgements.filter(place=found, date=date, concern=concern).first()
    if earlier and earlier.state != State.DRAFT:
        raise Conflict(_("This judgement was reviewed already. Take it back first."))
    facts = {
        "rating": rating,
        "evidence": text,
        "author": actor.name,
        "author_id": actor.user_id,
        "written_at": clock.now(),
    }
    made, _new = known.judgements.update_or_create(place=found, date=date, concern=concern, defaults=facts)
    record(actor, "judge", "judgement", made.pk, assessment=made.assessment, place=place, concern=concern)
    return made


@transaction.atomic
def review_judgement(actor: Actor, pk: int) -> Judgement:
    """Stand by what somebody else wrote. Denied for one's own; Conflict when it was reviewed already."""
    found = _locked(actor, pk)
    if found.state != State.DRAFT:
        raise Conflict(_("This judgement was reviewed already."))
    if found.author_id == actor.user_id:
        raise Denied(_("You wrote this judgement. Somebody else has to review it."))
    found.state, found.reviewer, found.reviewer_id = State.REVIEWED, actor.name, actor.user_id
    found.reviewed_at = clock.now()
    found.save()
    record(actor, "review_judgement", "judgement", pk, assessment=found.assessment, concern=found.concern)
    events.publish(JudgementsChanged(found.assessment))
    return found


@transaction.atomic
def publish_judgement(actor: Actor, pk: int, statement: str) -> Judgement:
    """Make the rating public with a statement that names no source. Conflict when it was not reviewed."""
    found = _locked(actor, pk)
    if found.state == State.DRAFT:
        raise Conflict(_("Only what was reviewed can be published."))
    found.statement = _said(statement, _("Say in a sentence what may be published. Name no person and no source."))
    found.state, found.published_by, found.published_by_id = State.PUBLISHED, actor.name, actor.user_id
    found.published_at = clock.now()
    found.save()
    detail = {"assessment": found.assessment, "concern": found.concern, "statement": found.statement}
    record(actor, "publish_judgement", "judgement", pk, **detail)
    events.publish(JudgementsChanged(found.assessment))
    return found


@transaction.atomic
def withdraw_judgement(actor: Actor, pk: int) -> Judgement:
    """Make it a draft again: it is no longer published, and can be written anew. Conflict for a draft."""
    found = _locked(actor, pk)
    if found.state == State.DRAFT:
        raise Conflict(_("This judgement is a draft: there is nothing to take back."))
    found.state, found.reviewer, found.reviewer_id, found.reviewed_at = State.DRAFT, "", None, None
    found.statement, found.published_by, found.published_by_id, found.published_at = "", "", None, None
    found.save()
    record(actor, "withdraw_judgement", "judgement", pk, assessment=found.assessment, concern=found.concern)
    events.publish(JudgementsChanged(found.assessment))
    return found


def _locked(actor: Actor, pk: int) -> Judgement:
    check_may_judge(actor)
    _check_person(actor)
    queries.judgement(actor, pk)
    return Judgement.objects.select_for_update(of=("self",)).select_related("place").get(pk=pk)


def _check_person(actor: Actor) -> None:
    """A judgement has a name behind it."""
    if actor.user_id is None:
        raise Denied(_("Only a person who signed in can judge."))


def _said(text: str, otherwise: str) -> str:
    plain = text.strip()
    if not plain:
        raise Invalid(otherwise)
    if len(plain) > LONGEST:
        raise Invalid(_("At most %(most)s characters can be kept.") % {"most": LONGEST})
    return plain
