"""What household surveys ask of vulnerabilities, and how households of Lumara fare on each.

`odds` are the log-odds that a household of a usual location, which was never displaced, has overcome it (or never had
it); `harder_for` adds to them by group. `does_not_arise` is the share of households whom the question does not concern.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Group = Literal["idp", "returnee", "stayee", "host"]
GROUPS: tuple[Group, ...] = ("idp", "returnee", "stayee", "host")
ABOVE: Mapping[Group, float] = {"idp": -0.9, "returnee": -0.2, "stayee": 0.4, "host": 0.6}  # on every one of them


class Vulnerability(NamedTuple):
    """One question of the survey, by the code that frameworks give it."""

    odds: float
    harder_for: Mapping[Group, float] = {}
    does_not_arise: float = 0.0


VULNERABILITIES: Mapping[str, Vulnerability] = {
    "no_violence": Vulnerability(3.2, {"returnee": -0.4}),
    "feels_safe": Vulnerability(2.0, {"returnee": -0.4}),
    "moves_freely": Vulnerability(2.8, {"returnee": -0.6}),
    "enough_food": Vulnerability(1.8, {"idp": -0.2}),
    "adequate_shelter": Vulnerability(1.9, {"idp": -0.9, "returnee": -0.3}),
    "got_care": Vulnerability(1.6, {"returnee": -0.3}, 0.3),
    "children_in_school": Vulnerability(2.0, {"idp": -0.3}, 0.3),
    "enough_water": Vulnerability(1.7, {"returnee": -0.4}),
    "in_work": Vulnerability(1.9, {"idp": -0.3}, 0.06),
    "meets_needs": Vulnerability(1.0, {"idp": -0.4}),
    "secure_home": Vulnerability(2.4, {"idp": -1.1}),
    "property_restored": Vulnerability(0.9, {"idp": -0.9}, 0.35),
    "has_documents": Vulnerability(2.9, {"idp": -0.5}),
    "family_together": Vulnerability(2.2, {"idp": -0.3}, 0.25),
    "takes_part": Vulnerability(1.5, {"idp": -0.8}),
    "remedy": Vulnerability(0.4, {"idp": -0.4}, 0.55),
}
