"""What a framework would make of answers that are here already, before it is activated."""

from collections import Counter
from dataclasses import dataclass, field

from hulul.kernel import files
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Invalid
from hulul.measurement.access import check_may_measure
from hulul.measurement.building import answers, scoring
from hulul.measurement.explaining import refusal
from hulul.measurement.framing import Framed
from hulul.measurement.models import SurveyVersion
from hulul.measurement.queries.surveys import surveys
from hulul.methods.errors import MethodError


@dataclass(frozen=True, slots=True)
class Preview:
    """The latest survey of a framework, scored by one of its texts: places by category ("" = not scored).

    `refusal` says why nothing could be scored.
    """

    survey: SurveyVersion
    places: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    refusal: str = ""


def preview(actor: Actor, framed: Framed) -> Preview | None:
    """None when the framework has no scores or no survey that the actor may read. Nothing is kept."""
    check_may_measure(actor)
    survey = surveys(actor, framework=framed.id).first() if framed.score else None
    if survey is None:
        return None
    import pyarrow.parquet as pq

    try:
        matrix = answers.matrix_of(pq.read_table(files.local_path(survey.answers_file)), framed)
        found = scoring.scored(matrix, scoring.specification_of(framed))
    except Invalid as error:
        return Preview(survey, refusal=error.message)
    except MethodError as error:
        return Preview(survey, refusal=refusal(error, framed))
    counts = Counter(category or "" for category in scoring.categories_of(found.scores[:, 0], framed).tolist())
    return Preview(survey, len(matrix.places), dict(counts))
