"""Whoever holds a role in one governorate, or an agreement on some sources, sees that much wherever they look."""

import csv
import datetime as dt
import io
import json
from dataclasses import dataclass

import pyarrow.parquet as pq
import pytest
from django.test import Client

from hulul.agencies import actions
from hulul.agencies.models import User
from hulul.kernel.actors import SYSTEM
from hulul.kernel.tiers import Tier
from hulul.warehouse.queries import Question, ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

PURPOSE = "Planning of winter assistance in the governorates of return."


@dataclass(frozen=True, slots=True)
class Warnings:
    """The places of alerts in the demo country: those inside one governorate, and the others."""

    governorate: str
    inside: frozenset[str]
    outside: frozenset[str]


@pytest.fixture
def warnings(demo: None) -> Warnings:
    governorates = {
        code: adm1 for code, adm1 in ask(SYSTEM, Question("places", ("code", "adm1"))).rows if adm1 is not None
    }
    found = {place for (place,) in ask(SYSTEM, Question("alerts", ("place",))).rows}
    by_governorate = {
        adm1: frozenset(place for place in found if governorates.get(place) == adm1)
        for adm1 in sorted(set(governorates.values()))
    }
    governorate = next(adm1 for adm1, inside in by_governorate.items() if inside)
    others = frozenset(found) - by_governorate[governorate]
    assert others, "the demo has alerts in one governorate only: nothing would be narrowed"
    return Warnings(governorate, by_governorate[governorate], others)


def somebody(**grants: str) -> User:
    user = User.objects.create(email=f"{'-'.join(grants)}-{User.objects.count()}@example.org", name="Somebody")
    for role, place in grants.items():
        actions.grant(SYSTEM, user.pk, role=role, place=place)
    return user


def reading(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def places_told(client: Client) -> dict[str, set[str]]:
    """The places of alerts by each way out: every format and the API."""
    rows = client.get("/api/v1/datasets/alerts/rows", {"limit": "10000"}).json()["rows"]
    text = _body(client, "csv")
    features = json.loads(_body(client, "geojson"))["features"]
    as_json = json.loads(_body(client, "json"))
    listed = as_json if isinstance(as_json, list) else as_json["rows"]
    return {
        "api": {row["place"] for row in rows},
        "csv": {row["place"] for row in csv.DictReader(io.StringIO(text))},
        "geojson": {feature["properties"]["place"] for feature in features},
        "json": {row["place"] for row in listed},
        "parquet": set(pq.read_table(io.BytesIO(_file(client, "parquet"))).column("place").to_pylist()),
    }


def _file(client: Client, extension: str) -> bytes:
    answer = client.get(f"/en/data/alerts.{extension}", {"hxl": "0"})
    assert answer.status_code == 200
    return b"".join(answer)


def _body(client: Client, extension: str) -> str:
    return _file(client, extension).decode("utf-8-sig")


def test_a_field_officer_of_one_governorate_gets_only_its_alerts_in_every_format(warnings: Warnings) -> None:
    told = places_told(reading(somebody(field_officer=warnings.governorate)))
    assert told == dict.fromkeys(told, warnings.inside)


def test_pages_show_a_field_officer_the_alerts_of_their_governorate_and_no_others(warnings: Warnings) -> None:
    client = reading(somebody(field_officer=warnings.governorate))
    page = client.get("/en/data/alerts/").content.decode()
    assert any(f">{place}<" in page for place in warnings.inside)
    assert not [place for place in warnings.outside if f">{place}<" in page]
    panel = client.get(f"/en/places/{warnings.governorate}/alerts/")
    assert panel.status_code == 200
    for place in warnings.outside:
        assert f"/places/{place}/" not in panel.content.decode()
    assert client.get("/en/no-return/").status_code == 200


def test_navigation_and_panels_follow_what_is_open(warnings: Warnings) -> None:
    officer, partner = (reading(somebody(**{role: warnings.governorate})) for role in ("field_officer", "partner"))
    for client, shown in ((officer, True), (partner, False)):
        assert ("/en/no-return/" in client.get("/en/").content.decode()) is shown
        page = client.get(f"/en/places/{warnings.governorate}/").content.decode()
        assert (f"/places/{warnings.governorate}/alerts/" in page) is shown
    assert partner.get("/en/no-return/").status_code == 404
    assert partner.get(f"/en/places/{warnings.governorate}/alerts/").status_code == 403


def test_two_officers_of_equal_tier_and_other_places_never_see_each_others_rows(warnings: Warnings) -> None:
    governorates = dict(ask(SYSTEM, Question("places", ("code", "adm1"))).rows)
    elsewhere = sorted({governorates[place] for place in warnings.outside} - {None})[0]
    here, there = (reading(somebody(field_officer=place)) for place in (warnings.governorate, elsewhere))
    for _again in range(2):
        assert places_told(here)["api"] == warnings.inside
        assert places_told(there)["api"] == {p for p in warnings.outside if governorates[p] == elsewhere}


def test_an_agreement_opens_the_alerts_of_the_owners_sources_and_stops_at_once(warnings: Warnings) -> None:
    counted = {source for (source,) in ask(SYSTEM, Question("alerts", ("source",))).rows}
    source = sorted(counted)[0]
    owner = actions.create_agency(SYSTEM, code="owner", name="Owner", kind="un", sources=[source])
    recipient = actions.create_agency(SYSTEM, code="recipient", name="Recipient", kind="national")
    user = User.objects.create(email="partner@example.org", name="Partner", agency=recipient)
    actions.grant(SYSTEM, user.pk, role="partner")
    client = reading(user)
    assert client.get("/api/v1/datasets/alerts/rows").status_code == 404
    agreed = actions.agree(
        SYSTEM,
        owner=owner.pk,
        recipient=recipient.pk,
        kind="early_warning",
        tier=Tier.RESTRICTED,
        purpose=PURPOSE,
        valid_until=dt.date(2999, 1, 1),
    )
    rows = client.get("/api/v1/datasets/alerts/rows", {"limit": "10000"}).json()["rows"]
    assert {row["source"] for row in rows} == {source}
    actions.end_agreement(SYSTEM, agreed.pk)
    assert client.get("/api/v1/datasets/alerts/rows").status_code == 404
    assert client.get("/en/data/alerts.csv").status_code == 404


def test_a_government_counterpart_with_an_agreement_gets_areas_and_no_location(warnings: Warnings) -> None:
    owner = actions.create_agency(SYSTEM, code="owner", name="Owner", kind="un", sources=["dtm", "ministry"])
    ministry = actions.create_agency(SYSTEM, code="counterpart", name="Ministry", kind="government")
    user = User.objects.create(email="ministry@example.org", name="Counterpart", agency=ministry)
    actions.grant(SYSTEM, user.pk, role="government")
    actions.agree(
        SYSTEM,
        owner=owner.pk,
        recipient=ministry.pk,
        kind="early_warning",
        tier=Tier.RESTRICTED,
        purpose=PURPOSE,
        valid_until=dt.date(2999, 1, 1),
    )
    rows = reading(user).get("/api/v1/datasets/alerts/rows", {"limit": "10000"}).json()["rows"]
    levels = {level for (level,) in ask(SYSTEM, Question("alerts", ("level",))).rows}
    assert 4 in levels
    assert {row["level"] for row in rows} == levels - {4}
    assert reading(user).get("/en/no-return/").status_code == 404
