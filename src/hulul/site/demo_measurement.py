"""The frameworks, surveys and builds of the fictional country: conditions measured in every round of its story."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from hulul.countries.demo.generator import Manifest
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Invalid
from hulul.kernel.jobs import Progress, silent
from hulul.measurement import queries, rules
from hulul.measurement.actions import Order, activate, build_now, import_surveys, load_framework
from hulul.measurement.framing import shipped, shipped_texts
from hulul.measurement.models import FrameworkVersion
from hulul.measurement.reading.answers import SurveyAnswers

# Draws of the uncertainty analysis and permutations for clusters, of the newest build and of those before: the demo is
# to be quick.
NEWEST, OLDER = (500, 999), (60, 199)


def measure(actor: Actor, manifest: Manifest, progress: Progress = silent) -> None:
    """Take the shipped frameworks into use, import the surveys, and let a build of each stand.

    What was done before is left as it is. Invalid when a survey that should load does not.
    """
    _frameworks(actor)
    orders = [*_import(actor, manifest), *_from_masterlists(manifest)]
    for number, order in enumerate(orders):
        progress(number, len(orders), f"{order.framework} {order.date}")
        assessment = rules.assessment_code(order.framework, order.date or dt.date.min)
        if queries.standing(actor, assessment) is None:
            build_now(actor, order)


def _frameworks(actor: Actor) -> None:
    for text in shipped_texts().values():
        version = load_framework(actor, text)
        if version.state == FrameworkVersion.State.DRAFT:
            activate(actor, version.framework_id, version.version)


def _import(actor: Actor, manifest: Manifest) -> list[Order]:
    """Import every survey; what is to be built of them, the oldest first."""
    orders: list[Order] = []
    for framework in sorted({file.framework for file in manifest.surveys}):
        files = [file for file in manifest.surveys if file.framework == framework]
        answers = SurveyAnswers(framework=framework, source=files[0].source)
        results = import_surveys(actor, [file.path for file in files], answers)
        stuck = [result for result in results if result.state != "accepted"]
        if stuck:
            message = _("%(file)s was not accepted: %(reason)s")
            raise Invalid(message % {"file": stuck[0].file_name, "reason": stuck[0].message or stuck[0].state})
        surveys = [result.survey for result in results]
        orders += _ordered(framework, [(file.date, survey) for file, survey in zip(files, surveys, strict=True)])
    return orders


def _from_masterlists(manifest: Manifest) -> list[Order]:
    """What the newest master lists alone say of conditions: counts, of which nothing is drawn."""
    newest = max(file.date for file in manifest.masterlists if file.date)
    built = [framed for framed in shipped() if framed.framework.inputs == "masterlists"]
    return [Order(framed.id, date=newest, runs=0, stand=True) for framed in built]


def _ordered(framework: str, surveys: Sequence[tuple[dt.date | None, str]]) -> list[Order]:
    found = []
    for number, (date, survey) in enumerate(surveys, start=1):
        runs, permutations = NEWEST if number == len(surveys) else OLDER
        found.append(Order(framework, "", survey, date, runs, permutations, stand=True))
    return found
