"""The pages of webhooks as an administrator uses them."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from hulul.agencies.models import Agency, Grant, User
from hulul.kernel.actors import SYSTEM
from hulul.publishing import actions
from hulul.publishing.models import Delivery, Webhook
from tests.publishing.conftest import Make, Receiver

pytestmark = pytest.mark.django_db

FACTS = {"name": "Cluster", "url": "https://example.org/in", "events": ["round_accepted"], "agency": ""}


def _signed_in(role: str) -> Client:
    user = User.objects.create(email=f"{role}@example.org", name="Amina")
    Grant.objects.create(user=user, role=role)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def staff(db: None) -> Client:
    return _signed_in("administrator")


def test_the_list_says_what_a_webhook_is_and_how_to_make_one(staff: Client) -> None:
    page = staff.get("/en/publishing/webhooks/").content.decode()
    assert "There is no webhook yet" in page
    assert 'href="/en/publishing/webhooks/new/"' in page


def test_a_webhook_is_made_and_its_secret_shown_once(staff: Client) -> None:
    agency = Agency.objects.create(code="xa", name="Example Agency")
    answer = staff.post("/en/publishing/webhooks/new/", {**FACTS, "agency": agency.pk})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    secret = re.search(r"whsec_[\w-]+", answer.content.decode())
    assert secret is not None
    hook = Webhook.objects.get()
    assert hook.created_by is not None
    for path in ("", f"{hook.pk}/", f"{hook.pk}/change/"):
        page = staff.get(f"/en/publishing/webhooks/{path}").content.decode()
        assert "Cluster" in page
        assert secret.group() not in page


def test_what_cannot_stand_is_said_at_the_field(staff: Client) -> None:
    answer = staff.post("/en/publishing/webhooks/new/", {**FACTS, "url": "http://example.org/in"})
    page = answer.content.decode()
    assert not Webhook.objects.exists()
    assert re.search(r'id="id_url_error">\s*Only https addresses are called', page)
    assert 'value="http://example.org/in"' in page
    answer = staff.post("/en/publishing/webhooks/new/", {**FACTS, "events": []})
    assert "Choose at least one event." in answer.content.decode()


def test_sending_the_form_twice_makes_one_webhook(staff: Client) -> None:
    staff.post("/en/publishing/webhooks/new/", FACTS)
    answer = staff.post("/en/publishing/webhooks/new/", FACTS)
    assert "There is another webhook of this name." in answer.content.decode()
    assert Webhook.objects.count() == 1


def test_a_webhook_is_changed_paused_resumed_and_removed(staff: Client, make: Make) -> None:
    hook, _ = make()
    address = f"/en/publishing/webhooks/{hook.pk}/"
    assert staff.post(f"{address}change/", FACTS).status_code == 302
    assert "https://example.org/in" in staff.get(address).content.decode()
    assert "Nothing is sent to it until you resume it." in staff.post(f"{address}pause/", follow=True).content.decode()
    assert staff.post(f"{address}pause/").status_code == 409
    assert "active again" in staff.post(f"{address}resume/", follow=True).content.decode()
    assert "whsec_" in staff.post(f"{address}secret/").content.decode()
    assert staff.post(f"{address}remove/", follow=True).status_code == 200
    assert staff.get(address).status_code == 404


def test_a_test_is_sent_and_its_delivery_shown_with_what_came_back(
    staff: Client,
    make: Make,
    receiver: Receiver,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    hook, _ = make()
    receiver.answer = b"HTTP/1.1 500 Oops\r\n\r\n<script>alert(1)</script>"
    with django_capture_on_commit_callbacks(execute=True):
        answer = staff.post(f"/en/publishing/webhooks/{hook.pk}/test/", follow=True)
    assert "This is a test." in answer.content.decode()
    actions.deliver_due()
    delivery = Delivery.objects.get()
    address = f"/en/publishing/deliveries/{delivery.pk}/"
    page = staff.get(address).content.decode()
    assert "Failed, to be tried again" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page
    receiver.answer = b"HTTP/1.1 200 OK\r\n\r\n"
    assert "sent again" in staff.post(f"{address}again/", follow=True).content.decode()
    actions.deliver_due()
    assert "The receiver has taken it." in staff.get(address).content.decode()
    log = staff.get(f"/en/publishing/webhooks/{hook.pk}/").content.decode()
    assert address in log
    narrowed = staff.get(f"/en/publishing/webhooks/{hook.pk}/?state=given_up").content.decode()
    assert "No delivery is in this state." in narrowed


def test_what_the_installation_refuses_is_said_in_the_readers_language(
    staff: Client, make: Make, settings: object
) -> None:
    hook, _ = make()
    actions.send_test(SYSTEM, hook.pk)
    settings.HULUL_WEBHOOK_PRIVATE = False  # type: ignore[attr-defined]
    actions.deliver_due()
    page = staff.get(f"/en/publishing/deliveries/{Delivery.objects.get().pk}/").content.decode()
    assert "Only https addresses are called" in page


def test_the_administration_leads_there_only_for_those_who_may(staff: Client) -> None:
    assert 'href="/en/publishing/webhooks/"' in staff.get("/en/publishing/webhooks/new/").content.decode()
    assert _signed_in("information_manager").get("/en/publishing/webhooks/").status_code == 403
    assert Client().get("/en/publishing/webhooks/").status_code == 404


@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_pages_are_translated(staff: Client, make: Make, language: str) -> None:
    hook, _ = make()
    actions.send_test(SYSTEM, hook.pk)
    for path in ("webhooks/", "webhooks/new/", f"webhooks/{hook.pk}/", f"deliveries/{Delivery.objects.get().pk}/"):
        page = staff.get(f"/{language}/publishing/{path}").content.decode()
        assert "Webhooks" not in page
        assert "Deliveries" not in page
        assert 'dir="rtl"' in page
