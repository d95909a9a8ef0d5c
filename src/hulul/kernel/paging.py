"""The way from one page of the API to the following one."""

from django.http import HttpRequest


def following(request: HttpRequest, count: int, limit: int, offset: int) -> str | None:
    """The address of the page after this one, from the root of the site; None when this is the last."""
    return at(request, offset + limit) if offset + limit < count else None


def at(request: HttpRequest, offset: int, **more: object) -> str:
    """This address with another offset, and with more parameters set."""
    asked = request.GET.copy()
    for name, value in {**more, "offset": offset}.items():
        asked[name] = str(value)
    return f"{request.path}?{asked.urlencode()}"
