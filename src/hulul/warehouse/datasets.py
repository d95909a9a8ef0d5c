"""The marts as readers see them: columns with type, unit, title, HXL tag and tier, what a row is, how it was measured.

Column names, order and types are those of `hulul.methods.tables`; a test holds the two together. `order` is a total
order, chosen so that the rows of one place lie together: a page reads few row groups.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hulul.kernel.datasets import Column, Dataset, register
from hulul.kernel.tiers import Tier

ROUND = Column("round", "text", _("Round"), hxl="#meta+round+code")
SOURCE = Column("source", "text", _("Source"), hxl="#meta+source")
POPULATION = Column("population", "text", _("Population group"), hxl="#meta+population")
DATE = Column("date", "date", _("Date"), hxl="#date+reported")
LEVEL = Column("level", "integer", _("Level"), hxl="#meta+level")
PLACE = Column("place", "text", _("Place code"), hxl="#loc+code")
HOUSEHOLDS = Column("households", "integer", _("Households"), "households", "#affected+hh")
INDIVIDUALS = Column("individuals", "integer", _("Individuals"), "individuals", "#affected+ind")
PREVIOUS_HOUSEHOLDS = Column(
    "previous_households", "integer", _("Households in the previous round"), "households", "#affected+hh+previous"
)
CHANGE_SHARE = Column("change_share", "number", _("Relative change"), "share", "#indicator+change+pct")


def _households(name: str, title: Promise, hxl: str) -> Column:
    return Column(name, "integer", title, "households", hxl)


def _locations(name: str, title: Promise, hxl: str) -> Column:
    return Column(name, "integer", title, "locations", hxl)


STOCKS = Dataset(
    name="stocks",
    title=_("Displaced and returned people"),
    description=_("Households and individuals of each round at each place of each level."),
    columns=(
        ROUND,
        SOURCE,
        POPULATION,
        DATE,
        Column("sequence", "integer", _("Number in its series"), "rounds", "#meta+sequence"),
        Column("segment", "integer", _("Segment between breaks in series"), hxl="#meta+segment"),
        LEVEL,
        PLACE,
        HOUSEHOLDS,
        INDIVIDUALS,
        _locations("locations", _("Locations with households"), "#loc+num"),
    ),
    key=("round", "level", "place"),
    method=_("Sums of the households that key informants report per location, as in the DTM master lists of IOM."),
    order=("level", "place", "source", "population", "date", "round"),
)

CHANGES = Dataset(
    name="changes",
    title=_("Changes between rounds"),
    description=_("What changed at each place since the previous round of the same source and population."),
    columns=(
        ROUND,
        SOURCE,
        POPULATION,
        DATE,
        LEVEL,
        PLACE,
        Column("previous_round", "text", _("Previous round"), hxl="#meta+round+code+previous"),
        Column("previous_date", "date", _("Date of the previous round"), hxl="#date+reported+previous"),
        Column("days", "integer", _("Days between the rounds"), "days", "#meta+days"),
        HOUSEHOLDS,
        PREVIOUS_HOUSEHOLDS,
        _households("change_households", _("Change in households"), "#affected+hh+change"),
        Column("change_individuals", "integer", _("Change in individuals"), "individuals", "#affected+ind+change"),
        CHANGE_SHARE,
        _locations("matched_locations", _("Locations counted in both rounds"), "#loc+num+matched"),
        _households("matched_households", _("Households in matched locations"), "#affected+hh+matched"),
        _households(
            "matched_previous_households",
            _("Households in matched locations in the previous round"),
            "#affected+hh+matched+previous",
        ),
        _locations("new_locations", _("Newly recorded locations"), "#loc+num+new"),
        _locations("vanished_locations", _("Vanished locations"), "#loc+num+vanished"),
        Column("across_break", "boolean", _("Across a break in series"), hxl="#meta+break"),
    ),
    key=("round", "level", "place"),
    method=_("Difference to the previous round of the same source and population, on all and on matched locations."),
    order=("level", "place", "source", "population", "date", "round"),
)

BREAKDOWN_STOCKS = Dataset(
    name="breakdown_stocks",
    title=_("Households by origin, shelter and period"),
    description=_("Households of each round in each area by area of origin, shelter type and period of displacement."),
    columns=(
        ROUND,
        SOURCE,
        POPULATION,
        DATE,
        LEVEL,
        PLACE,
        Column("dimension", "text", _("Dimension"), hxl="#meta+dimension"),
        Column("category", "text", _("Category"), hxl="#meta+category"),
        HOUSEHOLDS,
    ),
    key=("round", "level", "place", "dimension", "category"),
    method=_("Sums of the breakdown columns of the DTM master lists of IOM, in households."),
    order=("level", "place", "source", "population", "date", "round", "dimension", "category"),
)

FLOWS = Dataset(
    name="flows",
    title=_("Origins and destinations"),
    description=_(
        "Households by area of origin (for returnees, of last displacement) and area where they were counted."
    ),
    columns=(
        ROUND,
        SOURCE,
        POPULATION,
        DATE,
        LEVEL,
        Column("origin", "text", _("Code of the area of origin"), hxl="#loc+code+origin"),
        PLACE,
        HOUSEHOLDS,
    ),
    key=("round", "level", "origin", "place"),
    method=_("Sums of the origin columns of the DTM master lists of IOM, in households."),
    order=("level", "source", "population", "date", "round", "origin", "place"),
)

RETURN_RATES = Dataset(
    name="return_rates",
    title=_("Return rates"),
    description=_("Returnees as a share of returnees and people still displaced from the area, or the reason why not."),
    columns=(
        SOURCE,
        DATE,
        Column("returnee_round", "text", _("Returnee round"), hxl="#meta+round+code+returnees"),
        Column("idp_round", "text", _("Displacement round"), hxl="#meta+round+code+idps"),
        LEVEL,
        PLACE,
        Column("returnees", "integer", _("Returnees"), "individuals", "#affected+returnees+ind"),
        Column("displaced", "integer", _("Still displaced from here"), "individuals", "#affected+idps+ind+origin"),
        Column("rate", "number", _("Return rate"), "share", "#indicator+return_rate+pct"),
        Column("reason", "text", _("Why there is no rate"), hxl="#meta+reason"),
    ),
    key=("source", "returnee_round", "level", "place"),
    method=_(
        "Provisional definition: returnees divided by the sum of returnees and people still displaced from the area."
    ),
    order=("level", "place", "source", "date", "returnee_round"),
)

MOBILITY = Dataset(
    name="mobility",
    title=_("Mobility and recipient classes"),
    description=_("How fast the number of displaced people changes in each area, and what share of all it hosts."),
    columns=(
        ROUND,
        SOURCE,
        DATE,
        LEVEL,
        PLACE,
        HOUSEHOLDS,
        PREVIOUS_HOUSEHOLDS,
        CHANGE_SHARE,
        Column("mobility_class", "text", _("Mobility class"), hxl="#indicator+mobility+class"),
        Column("share_of_all", "number", _("Share of all displaced households"), "share", "#indicator+recipient+pct"),
        Column("recipient_class", "text", _("Recipient class"), hxl="#indicator+recipient+class"),
    ),
    key=("round", "level", "place"),
    method=_("Mobility and recipient classes of IOM DTM; shares that the classes leave unnamed are called between."),
    order=("level", "place", "source", "date", "round"),
)

ALERTS = Dataset(
    name="alerts",
    title=_("Movement alerts"),
    description=_("Unusual rises and falls of a place against its own history, the strongest first."),
    columns=(
        ROUND,
        SOURCE,
        POPULATION,
        DATE,
        LEVEL,
        PLACE,
        HOUSEHOLDS,
        Column("expected", "number", _("Expected households"), "households", "#affected+hh+expected"),
        _households("change", _("Difference to what was expected"), "#affected+hh+change"),
        Column("score", "number", _("Score"), "", "#indicator+alert+score"),
        Column("direction", "text", _("Direction"), hxl="#indicator+alert+direction"),
        Column("rank", "integer", _("Rank"), "", "#indicator+alert+rank"),
        Column("false_alarm_rate", "number", _("False alarm rate"), "share", "#indicator+alert+false_alarm+pct"),
    ),
    key=("round", "level", "place"),
    tier=Tier.RESTRICTED,
    kind="early_warning",
    method=_("Ours: robust deviation from the place's own history; false alarms are measured on shuffled series."),
    order=("date", "round", "level", "rank", "place"),
)

NO_RETURN_CANDIDATES = Dataset(
    name="no_return_candidates",
    title=_("Candidates for places of no return"),
    description=_("Locations with displacement where no return was recorded, or where all who returned left again."),
    columns=(
        PLACE,
        Column("adm1", "text", _("Governorate code"), hxl="#adm1+code"),
        Column("adm2", "text", _("District code"), hxl="#adm2+code"),
        Column("adm3", "text", _("Sub-district code"), hxl="#adm3+code"),
        Column("first_seen", "date", _("First seen"), hxl="#date+start"),
        Column("last_seen", "date", _("Last seen"), hxl="#date+end"),
        _households("last_idp_households", _("Last displaced households"), "#affected+idps+hh"),
        Column(
            "peak_returnees", "integer", _("Most returnees ever counted"), "households", "#affected+returnees+hh+max"
        ),
        Column("reason", "text", _("Reason"), hxl="#meta+reason"),
        ROUND,
    ),
    key=("place",),
    tier=Tier.RESTRICTED,
    kind="early_warning",
    method=_("Candidates by the definition of places of no return of IOM DTM; people on the ground confirm them."),
    order=("place",),
)

RECONCILIATION = Dataset(
    name="reconciliation",
    title=_("Sources side by side"),
    description=_("The count of each other source beside the nearest count of the first source."),
    columns=(
        POPULATION,
        LEVEL,
        PLACE,
        DATE,
        SOURCE,
        HOUSEHOLDS,
        Column("reference_source", "text", _("Reference source"), hxl="#meta+source+reference"),
        Column("reference_round", "text", _("Reference round"), hxl="#meta+round+code+reference"),
        Column("reference_date", "date", _("Date of the reference round"), hxl="#date+reported+reference"),
        _households("reference_households", _("Households in the reference round"), "#affected+hh+reference"),
        _households("difference", _("Difference"), "#affected+hh+difference"),
        Column("share", "number", _("Difference as a share"), "share", "#indicator+difference+pct"),
    ),
    key=("population", "level", "place", "date", "source"),
    method=_("Both sources are shown as they are; neither is corrected by the other."),
    order=("level", "place", "population", "date", "source"),
)

MARTS = (
    STOCKS,
    CHANGES,
    BREAKDOWN_STOCKS,
    FLOWS,
    RETURN_RATES,
    MOBILITY,
    ALERTS,
    NO_RETURN_CANDIDATES,
    RECONCILIATION,
)


def register_all() -> None:
    for dataset in MARTS:
        register(dataset)
