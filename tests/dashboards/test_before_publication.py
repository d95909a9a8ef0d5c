"""Before anything is published the dashboard says so, and what to do next."""

import pytest
from django.test import Client

from hulul.agencies.actions import create_user
from hulul.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db


def test_a_visitor_is_asked_to_come_back(client: Client) -> None:
    page = client.get("/en/").content.decode()
    assert "Nothing has been published yet" in page
    assert "/rounds/" not in page.split("<main", 1)[1].split("</main", 1)[0]


def test_an_administrator_is_led_to_the_upload_page(client: Client) -> None:
    user = create_user(
        SYSTEM, email="a@example.org", name="A", password="a long enough password", roles=("administrator",)
    )
    client.force_login(user)
    assert "Import a master list" in client.get("/en/").content.decode()


@pytest.mark.parametrize("address", ["/en/places/XH01/", "/en/compare/", "/en/compare/rounds/"])
def test_other_pages_say_that_nothing_is_published(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "Nothing has been published yet" in response.content.decode()


def test_the_page_on_conditions_says_that_nothing_is_published(client: Client) -> None:
    assert "Nothing has been published yet" in client.get("/en/severity/").content.decode()
    assert client.get("/en/places/XH01/severity/").status_code == 404
