"""Whose requests are counted together."""

import ipaddress

from django.http import HttpRequest


def client_network(request: HttpRequest) -> str:
    """An IPv4 address, or the /64 of IPv6 that one subscriber gets; "" for what is no address.

    REMOTE_ADDR is the reader's own: `site.wsgi` has taken it from trusted proxies (HULUL_PROXIES) before.
    """
    try:
        found = ipaddress.ip_address(str(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
