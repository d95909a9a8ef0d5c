"""Pages made of published figures need not be made or sent twice: they change only when a generation is published."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from hulul.warehouse.queries import etag, one_generation

View = Callable[..., HttpResponseBase]

# Of every process. A page is 5 to 60 kB compressed, so this is some thousand pages.
MOST_BYTES = 48 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it is sent, compressed."""

    body: bytes
    content_type: str


class Pages:
    """The pages asked for last, as many as fit; safe between threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: str) -> Kept | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: str, page: Kept) -> None:
        with self._lock:
            old = self._kept.pop(key, None)
            self._bytes += len(page.body) - (len(old.body) if old else 0)
            self._kept[key] = page
            while self._bytes > self._most:
                _key, dropped = self._kept.popitem(last=False)
                self._bytes -= len(dropped.body)


pages = Pages()


def published(view: View) -> View:
    """Make a visitor's page once per generation, and answer 304 to whoever has it already.

    Only for readers who are not signed in: their pages carry nothing of their own, neither a cookie nor a token. A
    page differs by address (with the language in it), by generation, by the theme, and by whether htmx asked for a part
    of it. The pages of signed-in readers are theirs alone and never kept. Nothing is changed here, so anything but
    reading is refused.
    """

    conditional = require_safe(condition(etag_func=_tag)(_kept(view)))

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with one_generation():
            response = conditional(request, *args, **kwargs)
        anonymous = request.actor.is_anonymous  # type: ignore[attr-defined]
        patch_cache_control(response, no_cache=True, **({"public": True} if anonymous else {"private": True}))
        patch_vary_headers(response, ("Cookie", "HX-Request", "HX-Target", "Accept-Encoding"))
        return response

    return wrapped


def _tag(request: HttpRequest, *_args: Any, **_kwargs: Any) -> str | None:
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.is_anonymous or request.method not in ("GET", "HEAD"):
        return None
    part = request.headers.get("HX-Target", "") if request.headers.get("HX-Request") else "page"
    seen = hashlib.sha256(f"{part}&{request.COOKIES.get('theme', '')}".encode()).hexdigest()[:12]
    return etag(actor, f"{get_language()}-{seen}")


def _kept(view: View) -> View:
    """The page from memory when it was made before for the same tag and address."""

    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        tag = _tag(request) if request.method == "GET" else None
        if tag is None:
            return view(request, *args, **kwargs)
        key = f"{tag} {request.get_full_path()}"
        found = pages.get(key)
        if found is None:
            response = view(request, *args, **kwargs)
            if not isinstance(response, HttpResponse) or response.status_code != 200 or response.cookies:
                return response
            found = Kept(gzip.compress(response.content, 6, mtime=0), response.headers["Content-Type"])
            pages.put(key, found)
        return _sent(request, found)

    return inner


def _sent(request: HttpRequest, page: Kept) -> HttpResponse:
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(gzip.decompress(page.body), content_type=page.content_type)
    return HttpResponse(page.body, content_type=page.content_type, headers={"Content-Encoding": "gzip"})
