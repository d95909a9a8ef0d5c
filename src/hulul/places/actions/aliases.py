"""Keeping other spellings of places."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hulul.methods.names import fold
from hulul.places.actions.report import LoadReport
from hulul.places.actions.writing import BATCH
from hulul.places.models import Alias, Place


@dataclass(frozen=True, slots=True)
class NewAlias:
    """A spelling of a place, valid inside the area `scope` (None: everywhere), true for this share of cases."""

    place: str
    spelling: str
    scope: str | None
    share: float = 1.0


def write_aliases(aliases: Sequence[NewAlias], report: LoadReport) -> int:
    """Add the aliases that are new; one that already means another place is reported. Returns how many were added."""
    wanted = [alias for alias in aliases if fold(alias.spelling)]
    if not wanted:
        return 0
    places = {code: (pk, level) for code, pk, level in Place.objects.values_list("code", "pk", "level")}
    known: dict[tuple[str, int, str | None], str] = {
        (folded, level, scope): place
        for folded, level, scope, place in Alias.objects.values_list("folded", "level", "scope__code", "place__code")
    }
    fresh = []
    for alias in wanted:
        key_place, level = places[alias.place]
        key = (fold(alias.spelling)[:200], level, alias.scope)
        owner = known.setdefault(key, "")
        if owner == alias.place:
            continue
        if owner:
            report.find(
                "alias_taken",
                _("The spelling %(spelling)s already means %(owner)s and was not given to %(place)s.")
                % {"spelling": alias.spelling, "owner": owner, "place": alias.place},
                place=alias.place,
            )
            continue
        known[key] = alias.place
        fresh.append(
            Alias(
                place_id=key_place,
                scope_id=places[alias.scope][0] if alias.scope else None,
                level=level,
                spelling=alias.spelling[:200],
                folded=key[0],
                share=alias.share,
                source=report.source[:200],
            )
        )
    Alias.objects.bulk_create(fresh, batch_size=BATCH)
    return len(fresh)
