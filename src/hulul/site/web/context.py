"""What every page knows of the installation."""

from typing import Any

from django.http import HttpRequest

from hulul.kernel import packs


def installation(request: HttpRequest) -> dict[str, Any]:
    return {"pack": packs.current(), "actor": getattr(request, "actor", None)}
