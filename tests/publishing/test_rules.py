"""Which addresses may be called, how a delivery is signed, when it is tried again."""

import datetime as dt
import hashlib
import hmac
import ipaddress
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hulul.publishing.rules import (
    FIRST_WAIT,
    JITTER,
    LONGEST_WAIT,
    WINDOW,
    Refused,
    check_address,
    signature,
    target,
    wait,
)  # fmt: skip


@pytest.mark.parametrize(
    ("url", "authority", "path"),
    [
        ("https://example.org", "example.org", "/"),
        ("https://example.org/in?from=hulul", "example.org", "/in?from=hulul"),
        ("https://example.org:443/in", "example.org", "/in"),
        ("https://example.org:8443/in", "example.org:8443", "/in"),
        ("https://EXAMPLE.org/In", "example.org", "/In"),
        ("https://[2606:4700::1111]/in", "[2606:4700::1111]", "/in"),
        ("https://xn--mgbh0fb.example/in", "xn--mgbh0fb.example", "/in"),
    ],
)
def test_an_https_address_is_taken_apart(url: str, authority: str, path: str) -> None:
    found = target(url, private=False)
    assert (found.authority, found.path, found.secure) == (authority, path, True)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.org/", "scheme"),
        ("ftp://example.org/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://example.org/", "scheme"),
        ("https://", "address"),
        ("https:///in", "address"),
        ("//example.org/in", "scheme"),
        ("https://user:secret@example.org/", "user"),
        ("https://example.org@10.0.0.1/", "user"),
        ("https://@example.org/", "user"),
        ("https://example.org\\@10.0.0.1/", "address"),
        ("https://example.org/#part", "address"),
        ("https://example.org:22/", "port"),
        ("https://example.org:80/", "port"),
        ("https://example.org:0/", "port"),
        ("https://example.org:70000/", "address"),
        ("https://example.org:port/", "address"),
        ("https://exa mple.org/", "address"),
        ("https://example.org/\r\nHost: other", "address"),
        ("https://example.org/ä", "address"),
        ("https://example.org/" + "a" * 500, "address"),
        ("https://" + "a" * 70 + ".org/", "address"),
        ("https://[::1", "address"),
    ],
)
def test_other_addresses_are_refused_with_the_reason(url: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        target(url, private=False)
    assert refused.value.code == code


@given(st.text(max_size=80))
def test_no_text_makes_anything_but_a_target_or_a_refusal(text: str) -> None:
    for url in (text, f"https://{text}", f"https://example.org{text}"):
        try:
            found = target(url, private=True)
        except Refused:
            continue
        assert "\r" not in found.path + found.host
        assert "\n" not in found.path + found.host
        assert "@" not in found.host


INSIDE = (
    "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "0.0.0.0",  # noqa: S104
    "100.64.0.1", "100.100.100.200", "192.0.0.192", "168.63.129.16", "198.18.0.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::a00:1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1",
)  # fmt: skip


@pytest.mark.parametrize("text", INSIDE)
def test_addresses_that_lead_inside_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        check_address(ipaddress.ip_address(text), secure=True, private=False)


@pytest.mark.parametrize("text", ["1.1.1.1", "203.5.7.9", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_addresses_on_the_internet_are_called(text: str) -> None:
    check_address(ipaddress.ip_address(text), secure=True, private=False)


@pytest.mark.parametrize("text", ["127.0.0.1", "::1", "10.1.2.3", "192.168.1.1", "fc00::1"])
def test_networks_of_ones_own_are_called_when_the_installation_allows_it(text: str) -> None:
    check_address(ipaddress.ip_address(text), secure=True, private=True)


@pytest.mark.parametrize(
    "text",
    ["169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "fd00:ec2::254", "0.0.0.0", "::", "224.0.0.1",  # noqa: S104
     "168.63.129.16", "100.100.100.200"],
)  # fmt: skip
def test_where_clouds_keep_credentials_is_never_called(text: str) -> None:
    with pytest.raises(Refused):
        check_address(ipaddress.ip_address(text), secure=True, private=True)


def test_plain_http_stays_on_this_machine() -> None:
    check_address(ipaddress.ip_address("127.0.0.1"), secure=False, private=True)
    for text in ("10.1.2.3", "1.1.1.1"):
        with pytest.raises(Refused) as refused:
            check_address(ipaddress.ip_address(text), secure=False, private=True)
        assert refused.value.code == "scheme"


def test_a_signature_is_of_the_moment_and_the_body() -> None:
    expected = hmac.new(b"whsec_1", b'1700000000.{"a": 1}', hashlib.sha256).hexdigest()
    assert signature("whsec_1", 1700000000, b'{"a": 1}') == f"t=1700000000,v1={expected}"


def test_waiting_doubles_from_half_a_minute_to_four_hours_give_or_take_a_fifth() -> None:
    dice = random.Random(1)  # noqa: S311
    for attempts in range(1, 40):
        plain = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
        found = [wait(attempts, dice) for _ in range(50)]
        assert plain * (1 - JITTER) <= min(found)
        assert max(found) <= plain * (1 + JITTER)
        assert len(set(found)) > 10


def test_a_day_has_room_for_about_a_dozen_attempts() -> None:
    dice, passed, attempts = random.Random(2), dt.timedelta(), 0  # noqa: S311
    while passed <= WINDOW:
        attempts += 1
        passed += wait(attempts, dice)
    assert 11 <= attempts <= 17
