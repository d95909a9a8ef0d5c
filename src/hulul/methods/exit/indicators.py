"""The ten sub-criteria of the exit measure, and the survey's columns that measure them.

Source: International Recommendations on IDP Statistics (IRIS, EGRISS 2020), chapter on exits from the stock. 4.1
(property restitution) is read as security of tenure, as the 2023 review of the measure proposes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hulul.methods.errors import MethodError

SUB_CRITERIA = {
    "1.1": "Victims of violence",
    "1.2": "Freedom of movement",
    "2.1": "Food security",
    "2.2": "Shelter and housing",
    "2.3": "Medical services",
    "2.4": "Education",
    "3.1": "Employment and livelihoods",
    "3.2": "Economic security",
    "4.1": "Security of tenure",
    "5.1": "Documentation",
}

CRITERIA = {
    "1": "Safety and security",
    "2": "Adequate standard of living",
    "3": "Access to livelihoods",
    "4": "Housing, land and property",
    "5": "Access to documentation",
}


@dataclass(frozen=True)
class Indicator:
    """A column of 1 (the household has overcome this vulnerability) and 0, empty where the answer is missing.

    `asked` names the column that is 0 for households to which the question does not apply (no children, so no question
    about school): missing by design, which counts as no vulnerability. Without it every empty answer is missing.
    """

    code: str
    sub_criterion: str
    asked: str = ""


def measured(indicators: Sequence[Indicator], without: Collection[str]) -> tuple[str, ...]:
    """The sub-criteria that are measured, in order. MethodError when the indicators are not those of the measure.

    Each of the ten needs an indicator, or is named in `without`.
    """
    for indicator in indicators:
        if indicator.sub_criterion not in SUB_CRITERIA:
            raise MethodError(
                "unknown_sub_criterion",
                "Indicator {code} belongs to {sub_criterion}, which is none of the ten sub-criteria.",
                {"code": indicator.code, "sub_criterion": indicator.sub_criterion},
            )
    codes = [indicator.code for indicator in indicators]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise MethodError("indicator_twice", "Indicator {code} is listed twice.", {"code": twice[0]})
    found = {indicator.sub_criterion for indicator in indicators}
    absent = [code for code in SUB_CRITERIA if code not in found and code not in without]
    if absent:
        raise MethodError(
            "sub_criterion_not_measured",
            "No indicator measures sub-criterion {code} ({title}); name it in `without` to leave it out knowingly.",
            {"code": absent[0], "title": SUB_CRITERIA[absent[0]]},
        )
    both = sorted(found & set(without))
    if both:
        raise MethodError(
            "measured_and_left_out", "Sub-criterion {code} has indicators, but is to be left out.", {"code": both[0]}
        )
    if not found:
        raise MethodError("no_indicators", "The measure has no indicators.")
    return tuple(code for code in SUB_CRITERIA if code in found)
