"""A visitor's page is made once per generation and kept; nobody's own page ever is."""

import gzip

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from hulul.kernel.actors import ANONYMOUS, SYSTEM, Actor
from hulul.warehouse import queries
from hulul.warehouse.models import Generation
from hulul.warehouse.web import caching
from hulul.warehouse.web.caching import Kept, Pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> Pages:
    fresh = Pages()
    monkeypatch.setattr(caching, "pages", fresh)
    return fresh


@pytest.fixture
def generation(published: Generation) -> Generation:
    """The fixture has the name of the decorator that is tested here."""
    return published


class Counting:
    """A page that says how often it was made."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.made += 1
        return HttpResponse(f"page {self.made}")


def asked(address: str = "/en/", actor: Actor = ANONYMOUS, *, theme: str = "", **headers: str) -> HttpRequest:
    request = RequestFactory().get(address, headers={"Accept-Encoding": "gzip", **headers})
    request.actor = actor  # type: ignore[attr-defined]
    if theme:
        request.COOKIES["theme"] = theme
    return request


def test_the_second_visitor_gets_the_page_that_was_made_for_the_first(generation: Generation) -> None:
    view = Counting()
    page = caching.published(view)
    first, second = page(asked()), page(asked())
    assert (view.made, first.content) == (1, second.content)
    assert gzip.decompress(second.content) == b"page 1"
    assert second.headers["Content-Encoding"] == "gzip"


def test_a_reader_without_compression_gets_the_same_words(generation: Generation) -> None:
    page = caching.published(Counting())
    page(asked())
    plain = page(asked(**{"Accept-Encoding": "identity"}))
    assert plain.content == b"page 1"
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize(
    "other", [{"address": "/en/?level=2"}, {"theme": "dark"}, {"HX-Request": "true", "HX-Target": "dashboard"}]
)
def test_another_address_theme_or_part_is_another_page(generation: Generation, other: dict[str, str]) -> None:
    view = Counting()
    page = caching.published(view)
    page(asked())
    page(asked(**other))  # type: ignore[arg-type]
    assert view.made == 2


def test_a_signed_in_readers_page_is_never_kept(generation: Generation, pages: Pages) -> None:
    view = Counting()
    page = caching.published(view)
    page(asked(actor=SYSTEM))
    response = page(asked(actor=SYSTEM))
    assert view.made == 2
    assert "private" in response.headers["Cache-Control"]


def test_a_page_that_sets_a_cookie_or_fails_is_not_kept(generation: Generation) -> None:
    made = []

    def view(request: HttpRequest) -> HttpResponse:
        made.append(1)
        response = HttpResponse("x", status=200 if "cookie" in request.path else 404)
        response.set_cookie("a", "b")
        return response

    page = caching.published(view)
    for address in ("/cookie", "/cookie", "/missing", "/missing"):
        page(asked(address))
    assert len(made) == 4


def test_a_page_is_answered_by_one_generation(generation: Generation) -> None:
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(queries.current_generation().number)
        later = Generation.objects.get(pk=generation.pk)
        later.pk, later.number = None, generation.number + 1
        later.save()
        seen.append(queries.current_generation().number)
        return HttpResponse("x")

    caching.published(view)(asked())
    assert seen == [generation.number, generation.number]
    assert queries.current_generation().number == generation.number + 1


def test_memory_is_bounded_and_the_longest_unused_goes_first() -> None:
    kept = Pages(most_bytes=10)
    kept.put("a", Kept(b"12345", "text/html"))
    kept.put("b", Kept(b"12345", "text/html"))
    kept.get("a")
    kept.put("c", Kept(b"12345", "text/html"))
    assert [name for name in "abc" if kept.get(name)] == ["a", "c"]
