"""Which address a request comes from, seen through the proxies that stand before this server."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that the outermost trusted proxy saw; the direct one without proxies.

    Each proxy appends the address it was asked from to X-Forwarded-For, so only as many entries from the end as there
    are trusted proxies (HULUL_PROXIES) were written by them. Whatever stands before those is what the client claims and
    is ignored. A header with too few or unreadable entries did not come through the proxies: the direct address counts.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    trusted: int = settings.HULUL_PROXIES
    if trusted == 0:
        return direct
    passed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if len(passed) < trusted:
        return direct
    return passed[-trusted] if _network(passed[-trusted]) else direct


def client_network(request: HttpRequest) -> str:
    """Whose requests are counted together: an IPv4 address, or the /64 of IPv6 that one subscriber gets."""
    address = client_address(request)
    return _network(address) or address


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
