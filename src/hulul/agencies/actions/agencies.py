"""Organisations: registered, changed, closed and opened again."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext as _

from hulul.agencies.access import administrators, check, check_an_administrator_remains
from hulul.agencies.models import Agency
from hulul.audit.actions import record
from hulul.kernel import packs
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Invalid, NotFound


@transaction.atomic
def create_agency(
    actor: Actor,
    *,
    code: str,
    name: str,
    name_ar: str = "",
    name_ckb: str = "",
    kind: str,
    sources: Iterable[str] = (),
) -> Agency:
    """A new organisation. Invalid for a poor code, kind or source, Conflict when the code is taken."""
    check(actor, Ability.MANAGE_ACCESS)
    agency = Agency()
    _fill(agency, code=code, name=name, name_ar=name_ar, name_ckb=name_ckb, kind=kind, sources=sources)
    agency.save()
    record(actor, "create_agency", "agency", agency.pk, **_told(agency))
    return agency


@transaction.atomic
def change_agency(
    actor: Actor,
    pk: int,
    *,
    code: str,
    name: str,
    name_ar: str = "",
    name_ckb: str = "",
    kind: str,
    sources: Iterable[str] = (),
) -> Agency:
    """What is known of an organisation, anew. Errors as `create_agency`; NotFound when there is none."""
    check(actor, Ability.MANAGE_ACCESS)
    agency = _locked(pk)
    before = _told(agency)
    _fill(agency, code=code, name=name, name_ar=name_ar, name_ckb=name_ckb, kind=kind, sources=sources)
    agency.save()
    record(actor, "change_agency", "agency", agency.pk, before=before, **_told(agency))
    return agency


@transaction.atomic
def close_agency(actor: Actor, pk: int) -> Agency:
    """From now on no grant on its behalf and no agreement with it counts; they count again when it is reopened.

    Conflict when nobody would be left to manage access.
    """
    check(actor, Ability.MANAGE_ACCESS)
    list(administrators().select_for_update(of=("self",)))
    agency = _locked(pk)
    if not agency.is_active:
        raise Conflict(_("This organisation is closed already."))
    agency.is_active = False
    agency.save(update_fields=["is_active"])
    check_an_administrator_remains()
    record(actor, "close_agency", "agency", agency.pk, code=agency.code)
    return agency


@transaction.atomic
def reopen_agency(actor: Actor, pk: int) -> Agency:
    """What is still valid of its grants and agreements counts again."""
    check(actor, Ability.MANAGE_ACCESS)
    agency = _locked(pk)
    if agency.is_active:
        raise Conflict(_("This organisation is open already."))
    agency.is_active = True
    agency.save(update_fields=["is_active"])
    record(actor, "reopen_agency", "agency", agency.pk, code=agency.code)
    return agency


def _locked(pk: int) -> Agency:
    agency = Agency.objects.select_for_update().filter(pk=pk).first()
    if agency is None:
        raise NotFound(_("There is no such organisation."))
    return agency


def _fill(
    agency: Agency, *, code: str, name: str, name_ar: str, name_ckb: str, kind: str, sources: Iterable[str]
) -> None:
    agency.code = code.strip().lower()
    agency.name, agency.name_ar, agency.name_ckb = name.strip(), name_ar.strip(), name_ckb.strip()
    agency.kind, agency.sources = kind, sorted(set(sources))
    try:
        validate_slug(agency.code)
    except ValidationError as error:
        raise Invalid(_("The code of an organisation is a short word of Latin letters, digits and hyphens.")) from error
    if len(agency.code) > 40 or max(map(len, (agency.name, agency.name_ar, agency.name_ckb))) > 160:
        raise Invalid(_("A code has at most 40 characters, a name at most 160."))
    if not agency.name:
        raise Invalid(_("Give the organisation a name."))
    if kind not in Agency.Kind.values:
        raise Invalid(_("Choose what kind of organisation it is."))
    unknown = set(agency.sources) - _known_sources()
    if unknown:
        raise Invalid(_("There is no source called %(source)s.") % {"source": ", ".join(sorted(unknown))})
    if Agency.objects.filter(code=agency.code).exclude(pk=agency.pk).exists():
        raise Conflict(_("There is already an organisation with this code."))


def _known_sources() -> set[str]:
    return {source.code for source in packs.current().sources}


def _told(agency: Agency) -> dict[str, Any]:
    return {"code": agency.code, "name": agency.name, "agency_kind": agency.kind, "sources": agency.sources}
