"""Pages made of published figures need not be sent twice: they change when a generation is published."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from hulul.warehouse.queries import etag

View = Callable[..., HttpResponseBase]


def published(view: View) -> View:
    """Answer 304 to a reader who has this generation's page; signed-in readers' pages are theirs alone and not kept.

    A page differs by address (with the language in it), by generation, by whether htmx asked for a part of it, and by
    cookies (the theme, the token of its forms).
    """

    def tag(request: HttpRequest, *args: Any, **kwargs: Any) -> str | None:
        actor = request.actor  # type: ignore[attr-defined]
        if not actor.is_anonymous:
            return None
        part = request.headers.get("HX-Target", "") if request.headers.get("HX-Request") else "page"
        cookies = "&".join(f"{name}={value}" for name, value in sorted(request.COOKIES.items()))
        seen = hashlib.sha256(f"{part}&{cookies}".encode()).hexdigest()[:12]
        return etag(actor, f"{get_language()}-{seen}")

    conditional = require_safe(condition(etag_func=tag)(view))

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = conditional(request, *args, **kwargs)
        anonymous = request.actor.is_anonymous  # type: ignore[attr-defined]
        patch_cache_control(response, no_cache=True, **({"public": True} if anonymous else {"private": True}))
        patch_vary_headers(response, ("Cookie", "HX-Request", "HX-Target"))
        return response

    return wrapped
