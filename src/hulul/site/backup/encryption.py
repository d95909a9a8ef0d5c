"""Archives that only the holder of a key can read or alter: AES-256-GCM in chunks, by the STREAM construction.

Hoang, Reyhanitabar, Rogaway, Vizár: "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance" (CRYPTO
2015). The nonce of a chunk is a random prefix of the file (7 bytes), the number of the chunk (4) and whether it is the
last (1): chunks cannot be left out, repeated, swapped or taken from another file, and a missing end is noticed.

    header   "HULULENC", kind ("K" a key, "P" a passphrase), salt (32), prefix (7), HMAC-SHA-256 of all that (32)
    chunks   up to 65,536 bytes each, followed by their tag of 16 bytes; all but the last are full

A key of 32 bytes goes through HKDF-SHA-256, a passphrase through scrypt (N = 2^17, r = 8, p = 1), each with the salt of
the file; the first half of the 64 bytes that result encrypts, the second signs the header, which tells a wrong key from
a damaged file.
"""

import base64
import binascii
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from hulul.kernel.errors import Invalid

MAGIC = b"HULULENC"
CHUNK = 65_536
TAG = 16
SALT, PREFIX, CHECK = 32, 7, 32
HEADER = len(MAGIC) + 1 + SALT + PREFIX + CHECK
LAST_CHUNK = 2**32 - 1
SHORTEST_PASSPHRASE = 12


@dataclass(frozen=True, slots=True)
class Key:
    """`kind` is b"K" for 32 random bytes, b"P" for a passphrase."""

    kind: bytes
    secret: bytes

    def __repr__(self) -> str:
        return f"Key(kind={self.kind!r})"

    def derive(self, salt: bytes) -> tuple[bytes, bytes]:
        """(key that encrypts, key that signs the header), 32 bytes each."""
        if self.kind == b"K":
            both = HKDF(SHA256(), length=64, salt=salt, info=b"hulul backup 1").derive(self.secret)
        else:
            both = Scrypt(salt=salt, length=64, n=2**17, r=8, p=1).derive(self.secret)
        return both[:32], both[32:]


def read_key(text: str) -> Key | None:
    """The key that a text means: 32 bytes in base64 or hexadecimal, else a passphrase; None for an empty text.

    ValueError for a passphrase that is too short to keep anybody out.
    """
    text = text.strip()
    if not text:
        return None
    if re.fullmatch(r"[0-9a-fA-F]{64}", text):
        return Key(b"K", bytes.fromhex(text))
    if re.fullmatch(r"[A-Za-z0-9+/_-]{43}=?", text):
        try:
            return Key(b"K", base64.urlsafe_b64decode(text.replace("+", "-").replace("/", "_").rstrip("=") + "="))
        except binascii.Error as error:
            raise ValueError("expected 32 bytes in base64") from error
    if len(text) < SHORTEST_PASSPHRASE:
        raise ValueError(f"expected 32 bytes in base64, or a passphrase of {SHORTEST_PASSPHRASE} characters or more")
    return Key(b"P", text.encode("utf-8"))


def is_encrypted(beginning: bytes) -> bool:
    return beginning.startswith(MAGIC)


class Encrypting:
    """Write plain bytes; `close` writes the last chunk, without which the file is worthless, and leaves `out` open."""

    def __init__(self, out: BinaryIO, key: Key) -> None:
        salt = secrets.token_bytes(SALT)
        self.out = out
        self.prefix = secrets.token_bytes(PREFIX)
        self.number = 0
        self.waiting = bytearray()
        self.closed = False
        secret, signing = key.derive(salt)
        self.cipher = AESGCM(secret)
        beginning = MAGIC + key.kind + salt + self.prefix
        out.write(beginning + hmac.digest(signing, beginning, "sha256"))

    def write(self, data: bytes) -> int:
        self.waiting += data
        while len(self.waiting) > CHUNK:  # a full chunk is kept until it is known not to be the last
            self._chunk(bytes(self.waiting[:CHUNK]), last=False)
            del self.waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._chunk(bytes(self.waiting), last=True)
            self.closed = True

    def flush(self) -> None:
        """Nothing: a chunk is written when it is full."""

    def _chunk(self, plain: bytes, *, last: bool) -> None:
        self.out.write(self.cipher.encrypt(nonce(self.prefix, self.number, last=last), plain, None))
        self.number += 1


class Decrypting:
    """Read plain bytes; Invalid for a wrong key, and where anything was altered, moved, left out or cut off."""

    def __init__(self, source: BinaryIO, key: Key | None) -> None:
        header = source.read(HEADER)
        self.closed = False
        if len(header) < HEADER:
            raise damaged("it ends within its first bytes")
        beginning, check = header[:-CHECK], header[-CHECK:]
        kind = beginning[len(MAGIC) : len(MAGIC) + 1]
        if key is None or key.kind != kind:
            wanted = "a passphrase" if kind == b"P" else "a key of 32 bytes"
            raise Invalid(
                f"This archive is encrypted with {wanted}, and {'none' if key is None else 'another kind'} is given.",
                code="wrong_key",
                hint="Set HULUL_BACKUP_KEY (or HULUL_BACKUP_KEY_FILE) to what it was encrypted with.",
            )
        salt = beginning[len(MAGIC) + 1 : len(MAGIC) + 1 + SALT]
        secret, signing = key.derive(salt)
        if not hmac.compare_digest(hmac.digest(signing, beginning, "sha256"), check):
            raise Invalid(
                "The key does not fit this archive.",
                code="wrong_key",
                hint="Set HULUL_BACKUP_KEY (or HULUL_BACKUP_KEY_FILE) to what the archive was encrypted with.",
            )
        self.source = source
        self.prefix = beginning[-PREFIX:]
        self.cipher = AESGCM(secret)
        self.number = 0
        self.following = source.read(CHUNK + TAG)
        self.plain = b""
        self.position = 0
        self.ended = False

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, fewer at the end of a chunk; nothing at the end."""
        while self.position == len(self.plain) and not self.ended:
            self._next()
        end = len(self.plain) if size < 0 else self.position + size
        found = self.plain[self.position : end]
        self.position += len(found)
        return found

    def close(self) -> None:
        self.closed = True

    def _next(self) -> None:
        chunk, self.following = self.following, self.source.read(CHUNK + TAG)
        self.ended = not self.following
        try:
            self.plain = self.cipher.decrypt(nonce(self.prefix, self.number, last=self.ended), chunk, None)
        except (InvalidTag, ValueError) as error:
            raise damaged(f"its encrypted part {self.number + 1} was altered, or its end is missing") from error
        self.position = 0
        self.number += 1


def nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    """The 12 bytes that are never used twice with one key."""
    if number > LAST_CHUNK:
        raise Invalid("The archive is too large to encrypt: more than 256 TiB.")
    return prefix + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def damaged(why: str) -> Invalid:
    """The error for every archive that cannot be trusted."""
    return Invalid(
        f"This archive is damaged or incomplete: {why}.",
        code="archive_damaged",
        hint="Nothing was changed. Use another backup; `hulul restore --verify FILE` checks one without restoring it.",
    )
