"""Whose requests are counted together when nobody in particular asks."""

import ipaddress

from django.http import HttpRequest


def network(request: HttpRequest) -> str:
    """The reader's IPv4 address, or the /64 of IPv6 that one subscriber gets and may wander about in.

    REMOTE_ADDR is already the reader's own: `site.wsgi` takes the word of the proxies named in HULUL_PROXIES, and of
    nobody else.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
