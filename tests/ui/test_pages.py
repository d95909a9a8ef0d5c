"""Layout and components as HTML: what stands there without any script, in every language."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from hulul.agencies.models import User
from hulul.kernel.actors import ANONYMOUS, Actor
from hulul.kernel.tiers import Tier
from hulul.ui import navigation, panels
from hulul.ui.navigation import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("specimen")]


def _written(source: str, context: dict[str, object] | None = None, path: str = "/en/?a=1&page=3") -> str:
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    request.actor = ANONYMOUS
    return engines["django"].from_string(source).render(context or {}, request)


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("ckb", "rtl")])
def test_a_page_states_language_and_direction_and_stays_when_the_language_changes(
    client: Client, language: str, direction: str
) -> None:
    html = client.get(f"/{language}/?round=r3").content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in html
    for other in ("en", "ar", "ckb"):
        assert f'href="/{other}/?round=r3"' in html


def test_figures_can_be_read_as_tables_without_script(client: Client) -> None:
    html = client.get("/ar/").content.decode()
    assert html.count('class="figure-table"') == 4
    assert "٤١٢٬٣٠٠" in html


def test_no_text_of_a_figure_can_end_its_data_block() -> None:
    html = _written('{% island "chart" payload "x" %}', {"payload": {"name": "</script><script>alert(1)"}})
    assert html.count("</script>") == 1


@pytest.mark.parametrize(("cookie", "shown"), [("dark", ' data-bs-theme="dark"'), ("auto", ""), ('"><b', "")])
def test_the_chosen_theme_is_rendered_by_the_server(client: Client, cookie: str, shown: str) -> None:
    client.cookies["theme"] = cookie
    html = client.get("/en/").content.decode()
    assert f'<html lang="en" dir="ltr"{shown}>' in html


def test_the_navigation_shows_what_the_reader_may_open_and_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register(Entry("Home", "dashboards:home", "home", 10))
    navigation.register(Entry("Alerts", "places:suggest", "alert", 5, tier=Tier.RESTRICTED))
    assert [e.title for e in navigation.entries(ANONYMOUS)] == ["Home"]
    staff = Actor(user_id=1, name="Sara", tier=Tier.RESTRICTED)
    assert [e.title for e in navigation.entries(staff)] == ["Alerts", "Home"]
    with translation.override("en"):
        assert 'href="/en/" aria-current="page"' in _written('{% include "ui/top_bar.html" %}', {"actor": ANONYMOUS})


def test_what_a_tier_does_not_decide_is_asked_about_the_reader_and_never_about_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def knows(actor: Actor) -> bool:
        return actor.name == "Sara"

    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(panels, "_panels", {})
    navigation.register(Entry("Alerts", "places:suggest", "alert", 5, shown=knows))
    panels.register(panels.Panel("place", "alerts", "Alerts", "dashboards:home", 10, shown=knows))
    sara, amal = (Actor(user_id=1, name=name) for name in ("Sara", "Amal"))
    assert [len(navigation.entries(reader)) for reader in (sara, amal, panels.PUBLIC)] == [1, 0, 0]
    assert [len(panels.panels("place", reader)) for reader in (sara, amal, panels.PUBLIC)] == [1, 0, 0]


def test_panels_are_links_that_load_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    panel = panels.Panel("place", "population", "Population", "dashboards:home", 10)
    monkeypatch.setattr(panels, "_panels", {("place", "population"): panel})
    monkeypatch.setattr(panels.Panel, "url", lambda _panel, code: f"/en/panel/{code}/")
    html = _written('{% page_panels "place" "XH01" %}')
    assert '<a href="/en/panel/XH01/">Population</a>' in html
    assert 'hx-get="/en/panel/XH01/"' in html


def test_a_panel_is_a_fragment_for_htmx_and_a_page_for_a_reader(client: Client) -> None:
    source = '{% extends "ui/panel.html" %}{% block content %}<p>body</p>{% endblock %}'
    for header, is_page in (({}, True), ({"HTTP_HX_REQUEST": "true"}, False)):
        request = RequestFactory().get("/en/", **header)
        request.actor = ANONYMOUS
        html = engines["django"].from_string(source).render({}, request)
        assert ("<!DOCTYPE html>" in html) is is_page
        assert "<p>body</p>" in html


def test_parameters_of_an_address_are_changed_and_taken_away() -> None:
    assert _written("{% query page=4 %}") == "?a=1&amp;page=4"
    assert _written("{% query page=None a=None %}") == "?"


def test_sort_links_start_over_on_the_first_page(client: Client) -> None:
    html = client.get("/en/?page=3&sort=-households").content.decode()
    assert 'aria-sort="descending"><a href="/en/?sort=households"' in html


def test_filters_write_numbers_and_dates_in_the_readers_language() -> None:
    context = {"n": 1234.5, "on": dt.date(2018, 3, 30), "place": {"name_en": "Vandora", "name_ar": "فاندورا"}}
    source = "{{ n|number:1 }} {{ n|signed }} {{ on|day }} {{ on|day_short }} {{ place|place_name }} {% direction %}"
    with translation.override("ar"):
        assert _written(source, context) == "١٬٢٣٤٫٥ \u061c+١٬٢٣٥ ٣٠ آذار ٢٠١٨ ٣٠ آذار ٢٠١٨ فاندورا rtl"


def test_a_round_is_called_by_number_and_date() -> None:
    with translation.override("en"):
        assert _written("{% round_label 64 on %}", {"on": dt.date(2018, 3, 30)}) == "Round 64, 30 March 2018"
    with translation.override("ar"):
        assert _written("{% round_label 64 on %}", {"on": dt.date(2018, 3, 30)}) == "الجولة ٦٤، ٣٠ آذار ٢٠١٨"


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_the_last_resort_page_needs_neither_request_nor_reader(language: str) -> None:
    with translation.override(language):
        html = render_to_string("500.html")
    assert 'class="lead-sentence"' in html


def test_a_refusal_says_why_and_whom_to_ask_as_page_and_as_fragment(client: Client) -> None:
    client.force_login(User.objects.create(email="reader@example.org", name="Reader"))
    page = client.get("/en/refused/")
    assert page.status_code == 403
    assert b"Ask the administrator." in page.content
    fragment = client.get("/en/refused/", headers={"HX-Request": "true"})
    assert fragment.status_code == 403
    assert b"<html" not in fragment.content
    assert b"Ask the administrator." in fragment.content


def test_a_refusal_looks_to_anonymous_readers_like_an_address_that_does_not_exist(client: Client) -> None:
    refused, missing = client.get("/en/refused/"), client.get("/en/missing/")
    assert refused.status_code == missing.status_code == 404
    assert refused.content.replace(b"refused", b"missing") == missing.content
    assert b"/en/account/sign-in/?next=/en/refused/" in refused.content
    fragment = client.get("/en/refused/", headers={"HX-Request": "true"})
    assert fragment.status_code == 404
    assert b"administrator" not in fragment.content


def test_every_page_obeys_a_policy_without_exceptions(client: Client) -> None:
    policy = client.get("/en/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
