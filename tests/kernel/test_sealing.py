"""Sealed texts open only with the same key, purpose and owner, and no two are alike."""

import pytest
from pytest_django.fixtures import Settings

from hulul.kernel.sealing import SealBroken, seal, unseal


def _sealed() -> bytes:
    return seal("open sesame", purpose="test", owner="row-1")


def test_what_was_sealed_opens_again() -> None:
    assert unseal(_sealed(), purpose="test", owner="row-1") == "open sesame"
    assert b"sesame" not in _sealed()
    assert _sealed() != _sealed()


@pytest.mark.parametrize(("purpose", "owner"), [("other", "row-1"), ("test", "row-2")])
def test_another_purpose_or_owner_does_not_open_it(purpose: str, owner: str) -> None:
    with pytest.raises(SealBroken):
        unseal(_sealed(), purpose=purpose, owner=owner)


def test_another_key_of_the_installation_does_not_open_it(settings: Settings) -> None:
    sealed = _sealed()
    settings.SECRET_KEY = "another"
    with pytest.raises(SealBroken):
        unseal(sealed, purpose="test", owner="row-1")


@pytest.mark.parametrize("position", [0, 1, 12, 13, 20, -1])
def test_a_changed_byte_is_noticed(position: int) -> None:
    sealed = bytearray(_sealed())
    sealed[position] ^= 1
    with pytest.raises(SealBroken):
        unseal(bytes(sealed), purpose="test", owner="row-1")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + b"0" * 12, b"plain text"])
def test_what_was_never_sealed_does_not_open(sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        unseal(sealed, purpose="test", owner="row-1")
