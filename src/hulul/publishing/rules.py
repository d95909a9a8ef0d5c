"""Webhooks as pure decisions: which addresses may be called, how a delivery is signed, when it is tried again."""

import datetime as dt
import hashlib
import hmac
import ipaddress
import random
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

# Given up this long after the event; a webhook that has done nothing but fail for PAUSE is paused.
WINDOW = dt.timedelta(hours=24)
PAUSE = dt.timedelta(days=5)
FIRST_WAIT = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(hours=4)
JITTER = 0.2
# The longest that one attempt may take, and how long a claimed delivery belongs to the worker that claimed it.
TIMEOUT_SECONDS = 10.0
CLAIM = dt.timedelta(seconds=60)
KEEP = dt.timedelta(days=30)
LONGEST_URL = 500

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# Networks that Python counts as public, or that are reached only through a translator, but lead inside all the same.
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_NEVER = (
    ipaddress.ip_network("168.63.129.16/32"),  # a cloud's own services, seen from its virtual machines
    ipaddress.ip_network("192.0.0.0/24"),
    ipaddress.ip_network("192.88.99.0/24"),
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("2001::/23"),
)
_PATH = re.compile(r"[!-~]*")  # visible ASCII


class Refused(ValueError):
    """An address that is not called; `code` says why (`labels.REFUSALS` in words)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Target:
    """A webhook's address taken apart. `host` is ASCII, without brackets; `path` begins with / and has the query."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def target(url: str, *, private: bool) -> Target:
    """Take an address apart. Refused unless it is https, without a user, on port 443 or one above 1023.

    `private` allows http too; `check_address` then sees to it that it stays on this machine.
    """
    if len(url) > LONGEST_URL or not _PATH.fullmatch(url):
        raise Refused("address")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError as error:  # UnicodeError is one
        raise Refused("address") from error
    if parts.scheme not in ("https", "http") or (parts.scheme == "http" and not private):
        raise Refused("scheme")
    if not host or parts.fragment or "\\" in url:
        raise Refused("address")
    if "@" in parts.netloc:
        raise Refused("user")
    secure = parts.scheme == "https"
    port = port if port is not None else (443 if secure else 80)
    if not (port > 1023 or (secure and port == 443) or (private and port == 80)):
        raise Refused("port")
    path = parts.path or "/"
    return Target(secure, host, port, f"{path}?{parts.query}" if parts.query else path)


def check_address(address: IpAddress, *, secure: bool, private: bool) -> None:
    """Refused unless the address is on the public internet.

    With `private`, networks of one's own and this machine are allowed too; http only to this machine. What an address
    carries inside (IPv4 in IPv6) counts. Link-local addresses, where clouds answer with credentials, never do.
    """
    inner = _carried(address)
    if inner is not None:
        check_address(inner, secure=secure, private=private)
        return
    if any(address in network for network in _NEVER if network.version == address.version):
        raise Refused("private")
    never = address.is_link_local or address.is_multicast or address.is_unspecified
    own = address.is_loopback or _is_own_network(address)
    if never or not ((address.is_global and not address.is_reserved) or (private and own)):
        raise Refused("private")
    if not secure and not address.is_loopback:
        raise Refused("scheme")


def _is_own_network(address: IpAddress) -> bool:
    own = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
    return address not in _METADATA and any(
        address in network for network in map(ipaddress.ip_network, own) if network.version == address.version
    )


_METADATA = frozenset({ipaddress.ip_address("fd00:ec2::254")})


def _carried(address: IpAddress) -> IpAddress | None:
    """The IPv4 address that an IPv6 one stands for (mapped, 6to4, NAT64)."""
    if not isinstance(address, ipaddress.IPv6Address):
        return None
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def signature(secret: str, moment: int, body: bytes) -> str:
    """The value of `Hulul-Signature`: when it was signed, and HMAC-SHA256 of "<when>.<body>" as hex."""
    digest = hmac.new(secret.encode(), b"%d." % moment + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def wait(attempts: int, dice: random.Random) -> dt.timedelta:
    """How long to wait after that many failed attempts: doubling from 30 seconds to 4 hours, give or take a fifth."""
    doubled: int = 2 ** min(attempts - 1, 16)
    plain = min(FIRST_WAIT * doubled, LONGEST_WAIT)
    return plain * (1 + JITTER * (2 * dice.random() - 1))
