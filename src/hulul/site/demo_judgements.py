"""Judgements on districts of the fictional country: written by one person, reviewed by another, some published."""

import datetime as dt

from django.db import transaction

from hulul.agencies.access import actor_for
from hulul.agencies.models import User
from hulul.measurement.actions import judge, publish_judgement, review_judgement
from hulul.measurement.models import Judgement
from hulul.places.models import Place
from hulul.site.demo_people import Person

FRAMEWORK = "svd"
DATE = dt.date(2025, 11, 30)
WRITER, REVIEWER = Person("coordinator"), Person("information_manager")
# By governorate (see the story of the country): concern, rating, evidence, and what is published of it, "" for nothing.
JUDGED: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "XH05": (
        ("voluntary", "medium", "Families said that the camp's closing date left them no time to choose.",
         "Some families returned earlier than they wanted, because their camp closed."),
        ("safe", "high", "Two villages reported explosions in fields during the harvest.",
         "Fields in parts of the district are not safe to enter."),
        ("explosive_remnants", "high", "Survey teams marked eleven fields; four are cleared.",
         "Explosive remnants were found in fields and are being cleared."),
        ("social_cohesion", "medium", "Elders of two communities do not meet since the spring.", ""),
    ),
    "XH08": (
        ("dignified", "medium", "Schools teach in two shifts; one clinic serves nine villages.",
         "Basic services do not reach all who returned."),
        ("principles", "low", "No return against the will of families was reported in six months.",
         "Returns followed the principles of voluntary return."),
        ("rights_violations", "low", "No complaint reached the help desk in six months.", ""),
    ),
    "XH03": (
        ("safe", "low", "No incident in a year; patrols know the villages.", "Returns are safe as far as is known."),
        ("social_cohesion", "low", "A market opened that all communities use.",
         "Communities live and trade together."),
    ),
}  # fmt: skip


@transaction.atomic
def judge_districts() -> int:
    """Judge one or two districts of some governorates; returns how many judgements there are now. Once only."""
    if not Judgement.objects.filter(framework=FRAMEWORK).exists():
        writer, reviewer = (actor_for(User.objects.get(email=person.email)) for person in (WRITER, REVIEWER))
        for governorate, judgements in JUDGED.items():
            districts = Place.objects.current().filter(level=2, parent__code=governorate).order_by("code")[:2]
            for number, district in enumerate(districts):
                for concern, rating, evidence, statement in judgements[: len(judgements) - number]:
                    made = judge(writer, FRAMEWORK, DATE, district.code, concern, rating=rating, evidence=evidence)
                    if number == 0:
                        review_judgement(reviewer, made.pk)
                        if statement:
                            publish_judgement(reviewer, made.pk, statement)
    return Judgement.objects.filter(framework=FRAMEWORK).count()
