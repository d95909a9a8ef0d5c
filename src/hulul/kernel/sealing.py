"""Short secrets that the database keeps but cannot read: sealed with a key that is derived from the installation's.

AES-256-GCM with a random nonce; the key is HKDF-SHA256 of SECRET_KEY for one purpose. The owner (kind and id of the
row) is authenticated with it, so that a sealed text moved to another row does not open.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12
FORMAT = b"\x01"


class SealBroken(Exception):
    """What was sealed does not open: the installation's key changed, or the row was tampered with."""


def seal(text: str, *, purpose: str, owner: str) -> bytes:
    """One byte of format, the nonce, the encrypted text with its tag."""
    nonce = os.urandom(NONCE)
    return FORMAT + nonce + _cipher(purpose).encrypt(nonce, text.encode(), owner.encode())


def unseal(sealed: bytes, *, purpose: str, owner: str) -> str:
    """The text. SealBroken when key, purpose or owner are not those it was sealed with."""
    if sealed[:1] != FORMAT or len(sealed) <= 1 + NONCE:
        raise SealBroken(owner)
    nonce, rest = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    try:
        return _cipher(purpose).decrypt(nonce, rest, owner.encode()).decode()
    except InvalidTag as error:
        raise SealBroken(owner) from error


def _cipher(purpose: str) -> AESGCM:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"hulul/{purpose}".encode())
    return AESGCM(key.derive(settings.SECRET_KEY.encode()))
