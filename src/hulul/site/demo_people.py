"""The organisations and people of the fictional country: one account for every role, to see what each is shown."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from hulul.agencies import actions
from hulul.agencies.models import Agency
from hulul.agencies.rules import ROLES
from hulul.kernel import clock, packs
from hulul.kernel.actors import SYSTEM
from hulul.kernel.tiers import Tier
from hulul.site import first_run

ACCOUNTS = "accounts.txt"
AGREED_FOR = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the demo invites: a role, for an organisation, in a place ("" is the whole country)."""

    role: str
    agency: str = ""
    place: str = ""

    @property
    def email(self) -> str:
        return f"{self.role.replace('_', '.')}@demo.example"


PEOPLE = (
    Person("administrator"),
    Person("information_manager", "dtm"),
    Person("coordinator", "dtm"),
    Person("field_officer", "relief", "XH01"),
    Person("partner", "relief"),
    Person("government", "ministry"),
)


@transaction.atomic
def load_people(folder: Path) -> None:
    """Accounts with one password, made for this demo and kept beside its data, which are invented anyway.

    Nothing happens when there is an administrator already. The file is written before the accounts stand, so a demo
    that was interrupted is never left with accounts whose password nobody knows.
    """
    if first_run.has_administrator():
        return
    password = first_run.new_password()
    agencies = _agencies()
    for person in PEOPLE:
        _account(person, agencies, password)
    actions.agree(
        SYSTEM,
        owner=agencies["dtm"],
        recipient=agencies["relief"],
        kind="early_warning",
        tier=Tier.RESTRICTED,
        purpose="Preparing relief where many people arrive at once",
        valid_until=clock.today() + AGREED_FOR,
    )
    lines = [f"{ROLES[person.role].title!s}: {person.email}" for person in PEOPLE]
    (folder / ACCOUNTS).write_text("\n".join([*lines, f"Password: {password}"]) + "\n", "utf-8")


def _agencies() -> dict[str, int]:
    """The organisations behind the country's sources, and one that works with them."""
    found = {}
    for source in packs.current().sources:
        name = source.name
        kind = Agency.Kind.GOVERNMENT if source.code == "ministry" else Agency.Kind.INTERNATIONAL
        agency = actions.create_agency(
            SYSTEM,
            code=source.code,
            name=name.en,
            name_ar=name.ar,
            name_ckb=name.ckb,
            kind=kind,
            sources=(source.code,),
        )
        found[source.code] = agency.pk
    relief = actions.create_agency(
        SYSTEM,
        code="relief",
        name="Relief for Lumara",
        name_ar="إغاثة لومارا",
        name_ckb="فریاکەوتنی لوومارا",
        kind=Agency.Kind.NATIONAL,
    )
    return {**found, "relief": relief.pk}


def _account(person: Person, agencies: dict[str, int], password: str) -> None:
    name = f"Demo {str(ROLES[person.role].title).lower()}"
    user = actions.create_user(SYSTEM, email=person.email, name=name, password=password)
    agency = agencies.get(person.agency)
    if agency:
        actions.change_user(SYSTEM, user.pk, name=name, agency=agency, language="")
    actions.grant(SYSTEM, user.pk, role=person.role, agency=agency, place=person.place)
