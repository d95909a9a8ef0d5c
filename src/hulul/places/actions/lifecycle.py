"""What becomes of places: they merge, split, close; and their point is put right by hand."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Invalid, NotFound
from hulul.places.access import check_change
from hulul.places.actions.writing import announce, save_moved
from hulul.places.areas import Outlines
from hulul.places.models import Place, Succession


@transaction.atomic
def merge_places(actor: Actor, code: str, into: str, on: dt.date) -> None:
    """From `on`, `into` stands for the place of `code`; files that still name the old code are counted at `into`."""
    check_change(actor)
    merge_into(_open(code), _open(into), on)
    record(actor, "merge_places", "place", code, into=into, date=on.isoformat())
    announce()


@transaction.atomic
def split_place(actor: Actor, code: str, into: Sequence[str], on: dt.date) -> None:
    """On that date the place became several others, which exist already; it is closed."""
    check_change(actor)
    place = _open(code)
    successors = [_open(other) for other in into]
    if len({other.pk for other in successors} - {place.pk}) < 2:
        raise Invalid(_("A place is split into at least two other places."))
    for successor in successors:
        if successor.level != place.level:
            raise Invalid(_("A place and what becomes of it must be of the same level."))
        Succession.objects.create(kind=Succession.Kind.SPLIT, predecessor=place, successor=successor, date=on)
        if successor.valid_from is None:
            successor.valid_from = on
            successor.save()
    _end(place, on)
    record(actor, "split_place", "place", code, into=[*into], date=on.isoformat())
    announce()


@transaction.atomic
def close_place(actor: Actor, code: str, on: dt.date, note: str = "") -> None:
    """The place exists no more from that date on (a camp that closed). Its history stays."""
    check_change(actor)
    place = _open(code)
    if Place.objects.under(place).current().exclude(pk=place.pk).exists():
        raise Conflict(_("There are open places inside this one. Close, merge or move them first."))
    Succession.objects.create(kind=Succession.Kind.CLOSE, predecessor=place, date=on, note=note[:300])
    _end(place, on)
    record(actor, "close_place", "place", code, date=on.isoformat())
    announce()


@transaction.atomic
def reopen_place(actor: Actor, code: str) -> Place:
    """Take back how a place ended: it was closed, merged or split by mistake. Conflict when it has not ended."""
    check_change(actor)
    place = Place.objects.select_for_update().filter(code=code).first()
    if place is None:
        raise NotFound(_("There is no place with the code %(code)s.") % {"code": code})
    if place.valid_to is None:
        raise Conflict(_("The place %(code)s has not ended.") % {"code": code})
    place.successions.all().delete()
    place.valid_to = None
    place.save()
    record(actor, "reopen_place", "place", code)
    announce()
    return place


@transaction.atomic
def correct_coordinates(actor: Actor, code: str, lat: float, lon: float) -> Place:
    """Put a place's point right by hand: it moves to the area of the new point, and files do not move it any more."""
    check_change(actor)
    place = _open(code)
    located = Outlines.load().locate(np.array([lat]), np.array([lon]))
    if not located.codes[0]:
        raise Invalid(_("This point lies outside the country. Latitude and longitude may be swapped."))
    before = {"lat": place.lat, "lon": place.lon, "parent": place.parent and place.parent.code}
    place.lat, place.lon, place.position_decided = lat, lon, True
    if place.level == 4:
        place.parent = Place.objects.get(code=str(located.codes[0]))
        place.path = f"{place.parent.path}{place.code}/"
    save_moved(place)
    record(actor, "correct_coordinates", "place", code, before=before, lat=lat, lon=lon)
    announce()
    return place


def merge_into(place: Place, target: Place, on: dt.date) -> bool:
    """The merge itself, for actions that hold the transaction."""
    if place.pk == target.pk or place.level != target.level:
        raise Invalid(_("A place can only be merged into another place of the same level."))
    if place.valid_to or target.valid_to:
        raise Conflict(_("A place that has ended cannot be merged."))
    Succession.objects.create(kind=Succession.Kind.MERGE, predecessor=place, successor=target, date=on)
    _end(place, on)
    return True


def unmerge(place: Place) -> None:
    """Take a merge back, for the undoing of a decision."""
    Succession.objects.filter(kind=Succession.Kind.MERGE, predecessor=place).delete()
    place.valid_to = None
    place.save()


def _open(code: str) -> Place:
    place = Place.objects.select_for_update().filter(code=code).first()
    if place is None:
        raise NotFound(_("There is no place with the code %(code)s.") % {"code": code})
    if place.valid_to is not None:
        raise Conflict(_("The place %(code)s has ended already.") % {"code": code})
    return place


def _end(place: Place, on: dt.date) -> None:
    if place.valid_from and on < place.valid_from:
        raise Invalid(_("A place cannot end before it began."))
    place.valid_to = on
    place.save()
