"""The pages of the administration: what keepers see, type, confirm and undo; refusals keep what was typed."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core import mail
from django.test import Client

from hulul.agencies import actions
from hulul.agencies.access import actor_for
from hulul.agencies.models import Agency, Agreement, BreakGlass, Grant, Invitation, User
from hulul.agencies.rules import PlaceName, register_place_finder
from hulul.kernel import clock
from hulul.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db
ADMINISTRATION = "/en/administration"


@pytest.fixture
def keeper(sara: User) -> Client:
    client = Client()
    client.force_login(sara)
    return client


@pytest.fixture
def iom(sara: User) -> Agency:
    return actions.create_agency(
        SYSTEM, code="iom", name="IOM", name_ar="المنظمة الدولية للهجرة", kind="un", sources=["dtm"]
    )


@pytest.fixture
def relief(sara: User) -> Agency:
    return actions.create_agency(SYSTEM, code="relief", name="Relief Network", kind="national")


@pytest.fixture
def dilan(iom: Agency) -> User:
    return User.objects.create(email="dilan@example.org", name="Dilan Karwan", agency=iom)


def text(client: Client, path: str) -> str:
    answer = client.get(f"{ADMINISTRATION}/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client: Client, path: str, **data: object) -> str:
    """What the reader sees after sending a form."""
    return client.post(f"{ADMINISTRATION}/{path}", data, follow=True).content.decode()


def test_the_account_menu_leads_keepers_to_the_administration_and_others_to_what_they_did(
    keeper: Client, client: Client, dilan: User
) -> None:
    assert "/en/administration/people/" in keeper.get("/en/places/search/").content.decode()
    client.force_login(dilan)
    page = client.get("/en/places/search/").content.decode()
    assert "/en/administration/" not in page
    assert "/en/log/" in page


@pytest.mark.parametrize("path", ["people/", "organisations/", "agreements/", "invitations/", "break-glass/"])
def test_others_are_told_why_they_may_not_and_visitors_nothing(client: Client, dilan: User, path: str) -> None:
    assert client.get(f"{ADMINISTRATION}/{path}").status_code == 404
    client.force_login(dilan)
    answer = client.get(f"{ADMINISTRATION}/{path}")
    assert answer.status_code == 403
    assert "Ask an administrator" in answer.content.decode()


def test_an_organisation_is_added_changed_closed_and_opened_again(keeper: Client) -> None:
    page = sent(keeper, "organisations/add/", code="UNHCR", name="UNHCR", kind="un", sources=["dtm"])
    made = Agency.objects.get()
    assert "The organisation was added." in page
    assert (made.code, made.sources) == ("unhcr", ["dtm"])

    assert "was changed" in sent(keeper, f"organisations/{made.pk}/change/", code="unhcr", name="Refugees", kind="un")
    assert "Close the organisation" in text(keeper, f"organisations/{made.pk}/close/")
    assert "was closed" in sent(keeper, f"organisations/{made.pk}/close/")
    assert not Agency.objects.get().is_active
    assert "open again" in sent(keeper, f"organisations/{made.pk}/reopen/")
    assert Agency.objects.get(is_active=True).name == "Refugees"


def test_a_refused_organisation_keeps_what_was_typed_and_says_why(keeper: Client, iom: Agency) -> None:
    page = sent(keeper, "organisations/add/", code="iom", name="Another one", kind="un")
    assert 'role="alert"' in page
    assert 'value="Another one"' in page
    page = sent(keeper, "organisations/add/", code="two words", name="", kind="un")
    assert page.count("field-error") == 2
    assert Agency.objects.count() == 1


def test_organisations_are_searched_in_any_language_sorted_and_counted(
    keeper: Client, iom: Agency, relief: Agency, dilan: User
) -> None:
    assert "2 organisations." in text(keeper, "organisations/")
    page = text(keeper, "organisations/?q=الدولية")
    assert "IOM" in page
    assert "Relief Network" not in page
    page = text(keeper, "organisations/?sort=-people")
    assert page.index("IOM</a>") < page.index("Relief Network</a>")
    page = text(keeper, "organisations/?sort=people")
    assert page.index("IOM</a>") > page.index("Relief Network</a>")
    assert "No organisation fits the search." in text(keeper, "organisations/?q=nowhere")
    actions.close_agency(SYSTEM, relief.pk)
    assert "Relief Network" not in text(keeper, "organisations/")
    assert "Relief Network" in text(keeper, "organisations/?closed=1")


def test_the_only_administrator_cannot_be_shut_out_by_closing_an_organisation(
    keeper: Client, sara: User, iom: Agency
) -> None:
    User.objects.filter(pk=sara.pk).update(agency=iom)
    page = sent(keeper, f"organisations/{iom.pk}/close/")
    assert "Nobody would be left" in page
    assert Agency.objects.get().is_active


def test_people_are_found_by_name_organisation_role_and_state(keeper: Client, dilan: User, iom: Agency) -> None:
    actions.grant(SYSTEM, dilan.pk, role="partner")
    everybody = text(keeper, "people/")
    assert "2 people." in everybody
    for query in ("q=karwan", f"agency={iom.pk}", "role=partner", "q=dilan@example.org"):
        page = text(keeper, f"people/?{query}")
        assert "1 person." in page
        assert "Dilan Karwan" in page
    assert "Nobody fits these filters." in text(keeper, "people/?state=closed")
    descending = text(keeper, "people/?sort=-name")
    assert descending.index(">Sara</a>") < descending.index(">Dilan Karwan</a>")
    assert "2 people." in text(keeper, "people/?sort=nonsense&agency=nonsense")


def test_a_list_of_many_people_asks_the_database_no_more_often(
    keeper: Client, iom: Agency, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    people = User.objects.bulk_create(User(email=f"p{n}@example.org", name=f"P{n}", agency=iom) for n in range(60))
    Grant.objects.bulk_create(Grant(user=person, role="partner", agency=iom) for person in people)
    with django_assert_max_num_queries(20):
        page = text(keeper, "people/")
    assert "Page 1 of 2" in page


def test_a_role_is_given_in_a_place_until_a_day_and_ended(
    keeper: Client, dilan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hulul.agencies.rules._finders", [])
    register_place_finder(lambda code: PlaceName(code, "Mosul") if code == "IQG15Q02" else None)
    until = clock.today() + dt.timedelta(days=30)
    refused = sent(keeper, f"people/{dilan.pk}/roles/give/", role="field_officer", place="nowhere")
    assert "There is no place with the code nowhere." in refused
    assert 'value="nowhere"' in refused

    page = sent(
        keeper, f"people/{dilan.pk}/roles/give/", role="field_officer", place="IQG15Q02", valid_until=until.isoformat()
    )

    assert "The role was given." in page
    assert "Mosul (IQG15Q02)" in page
    held = Grant.objects.get(user=dilan)
    assert "Mosul (IQG15Q02)" in text(keeper, f"roles/{held.pk}/end/")
    assert "The role ended." in sent(keeper, f"roles/{held.pk}/end/")
    assert Grant.objects.get(user=dilan).ended_at
    assert "Roles that do not count any more" in text(keeper, f"people/{dilan.pk}/")


def test_a_day_in_the_past_and_a_missing_role_are_said_beside_the_form(keeper: Client, dilan: User) -> None:
    path = f"people/{dilan.pk}/roles/give/"
    assert "cannot be in the past" in sent(keeper, path, role="partner", valid_until="2020-01-01")
    assert "Write the date as year-month-day" in sent(keeper, path, role="partner", valid_until="soon")
    assert "field-error" in sent(keeper, path, role="")
    assert not Grant.objects.filter(user=dilan).exists()


def test_keepers_cannot_let_themselves_read_more(keeper: Client, sara: User) -> None:
    page = sent(keeper, f"people/{sara.pk}/roles/give/", role="information_manager")
    assert "Ask another administrator" in page
    assert Grant.objects.filter(user=sara).count() == 1


def test_an_account_is_changed_closed_with_a_reason_and_opened_again(keeper: Client, dilan: User) -> None:
    assert "was changed" in sent(keeper, f"people/{dilan.pk}/change/", name="Dilan K.", agency="", language="ckb")
    dilan.refresh_from_db()
    assert (dilan.name, dilan.agency, dilan.language) == ("Dilan K.", None, "ckb")
    assert "field-error" in sent(keeper, f"people/{dilan.pk}/close/", reason="")
    page = sent(keeper, f"people/{dilan.pk}/close/", reason="Left the organisation in October")
    assert "Left the organisation in October" in page
    assert not User.objects.get(pk=dilan.pk).is_active
    assert "is open again" in sent(keeper, f"people/{dilan.pk}/open/")
    assert User.objects.get(pk=dilan.pk).is_active


def test_a_person_is_signed_out_everywhere_unlocked_and_freed_of_second_factors(keeper: Client, dilan: User) -> None:
    assert "signed out everywhere" in sent(keeper, f"people/{dilan.pk}/sign-out/")
    assert "try to sign in again" in sent(keeper, f"people/{dilan.pk}/unlock/")
    assert "it is really this person" in text(keeper, f"people/{dilan.pk}/second-factors/")
    assert "were removed" in sent(keeper, f"people/{dilan.pk}/second-factors/")


def test_an_invitation_is_sent_listed_sent_again_and_withdrawn(
    keeper: Client, iom: Agency, post: Callable[[], AbstractContextManager[object]]
) -> None:
    with post():
        page = sent(keeper, "invitations/new/", email="new@example.org", name="Shilan", agency=iom.pk, role="partner")
    assert "The invitation was sent to new@example.org." in page
    assert "waits for an answer" in page
    assert [letter.to for letter in mail.outbox] == [["new@example.org"]]
    assert "1 invitation waits" in text(keeper, "people/")
    made = Invitation.objects.get()
    assert "new@example.org" in text(keeper, f"invitations/{made.pk}/")
    with post():
        assert "A new letter was sent" in sent(keeper, f"invitations/{made.pk}/again/")
    assert "was withdrawn" in sent(keeper, f"invitations/{made.pk}/withdraw/")
    assert "No invitation waits for an answer." in text(keeper, "invitations/")
    assert "withdrawn" in text(keeper, "invitations/?all=1")


def test_an_agreement_is_recorded_listed_and_ended(keeper: Client, iom: Agency, relief: Agency) -> None:
    until = (clock.today() + dt.timedelta(days=30)).isoformat()
    asked = {"owner": iom.pk, "recipient": relief.pk, "kind": "early_warning", "tier": 1, "valid_until": until}
    refused = sent(keeper, "agreements/new/", **asked, purpose="because")
    assert 'role="alert"' in refused
    assert ">because</textarea>" in refused.replace("\n", "")

    page = sent(keeper, "agreements/new/", **asked, purpose="Planning the distributions of this winter")

    assert "in force from now on" in page
    assert "1 agreement." in page
    made = Agreement.objects.get()
    assert "IOM shares" in text(keeper, f"agreements/{made.pk}/end/")
    assert "The agreement ended." in sent(keeper, f"agreements/{made.pk}/end/")
    assert "No sharing agreement is in force." in text(keeper, "agreements/")
    assert "ended" in text(keeper, f"agreements/?all=1&q={relief.code}&sort=-owner")


def test_a_break_glass_session_is_opened_with_a_reason_and_closed(keeper: Client, sara: User) -> None:
    assert 'role="alert"' in sent(keeper, "break-glass/", reason="x")
    page = sent(keeper, "break-glass/", reason="Urgent check of the alerts after the flood")
    assert "Your session is open until" in page
    assert actor_for(sara).break_glass_until
    page = sent(keeper, "break-glass/close/")
    assert "The session was closed." in page
    assert "Urgent check of the alerts after the flood" in page
    assert BreakGlass.objects.get().ended_at


def test_arabic_readers_see_the_names_of_their_language(keeper: Client, iom: Agency, dilan: User) -> None:
    page = keeper.get("/ar/administration/people/").content.decode()
    assert "المنظمة الدولية للهجرة" in page
    assert "الأشخاص" in page


def test_areas_are_offered_by_name_where_a_code_is_typed(keeper: Client) -> None:
    page = keeper.get("/en/places/suggest/?as=options&place=x").content.decode()
    assert "<a" not in page
    assert 'list="places"' in text(keeper, "invitations/new/")
