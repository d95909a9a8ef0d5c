"""Encrypted archives: the construction is as described, and whatever is altered, moved or cut off is noticed."""

import base64
import hashlib
import io
import secrets

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given, settings
from hypothesis import strategies as st

from hulul.kernel.errors import Invalid
from hulul.site.backup.encryption import CHUNK, HEADER, TAG, Decrypting, Encrypting, Key, is_encrypted, read_key

KEY = Key(b"K", bytes(range(32)))
VECTOR_EMPTY = (
    "48554c554c454e434b2020202020202020202020202020202020202020202020202020202020202020070707070707078963"
    "93a0b1bcee1b0688aaa08dba9bce7ea20f98db869bb5def3e1a558ba5f28f8729f6fac85bd482f10a8beae5d3714"
)
VECTOR_WORD = (
    "48554c554c454e434b2020202020202020202020202020202020202020202020202020202020202020070707070707078963"
    "93a0b1bcee1b0688aaa08dba9bce7ea20f98db869bb5def3e1a558ba5f28e1c736fef346d143e83b02bd991ae9dba3550f8c"
    "81"
)
VECTOR_TWO_CHUNKS = "7c0c64c7a6a6110aa3c48253876838ee50019dfa617dfa5ea154a386e99035fc"
LENGTHS = st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7, 3 * CHUNK])


def encrypt(plain: bytes, key: Key = KEY, pieces: int = 30_000) -> bytes:
    out = io.BytesIO()
    writer = Encrypting(out, key)
    for start in range(0, len(plain), pieces):
        writer.write(plain[start : start + pieces])
    writer.close()
    return out.getvalue()


def decrypt(data: bytes, key: Key | None = KEY) -> bytes:
    reader = Decrypting(io.BytesIO(data), key)
    return b"".join(iter(lambda: reader.read(10_000), b""))


def filled(length: int) -> bytes:
    return hashlib.shake_256(b"hulul").digest(length)


@settings(max_examples=25, deadline=None)
@given(length=st.one_of(LENGTHS, st.integers(0, 3 * CHUNK)), pieces=st.integers(1_000, 200_000))
def test_what_was_encrypted_is_read_back(length: int, pieces: int) -> None:
    plain = filled(length)
    data = encrypt(plain, pieces=pieces)
    assert decrypt(data) == plain
    assert is_encrypted(data)
    chunks = max(1, -(-length // CHUNK))
    assert len(data) == HEADER + length + chunks * TAG


@settings(max_examples=60, deadline=None)
@given(length=LENGTHS, position=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_changed_bit_anywhere_is_noticed(length: int, position: float, bit: int) -> None:
    data = bytearray(encrypt(filled(length)))
    data[len(b"HULULENC") + int(position * (len(data) - len(b"HULULENC")))] ^= 1 << bit
    with pytest.raises(Invalid):
        decrypt(bytes(data))


@settings(max_examples=60, deadline=None)
@given(length=LENGTHS, keep=st.floats(0, 1, exclude_max=True))
def test_an_end_that_is_missing_is_noticed(length: int, keep: float) -> None:
    data = encrypt(filled(length))
    with pytest.raises(Invalid):
        decrypt(data[: int(keep * len(data))])


def _chunks(data: bytes) -> tuple[bytes, list[bytes]]:
    body = data[HEADER:]
    return data[:HEADER], [body[start : start + CHUNK + TAG] for start in range(0, len(body), CHUNK + TAG)]


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2), (0, 1, 1, 2), (0, 1), (0,), (2,), (0, 1, 2, 2)])
def test_chunks_that_were_swapped_left_out_or_repeated_are_noticed(order: tuple[int, ...]) -> None:
    header, chunks = _chunks(encrypt(filled(2 * CHUNK + 50)))
    assert decrypt(header + b"".join(chunks)) == filled(2 * CHUNK + 50)
    with pytest.raises(Invalid, match="damaged or incomplete"):
        decrypt(header + b"".join(chunks[number] for number in order))


def test_a_chunk_of_another_file_with_the_same_key_is_noticed() -> None:
    header, ours = _chunks(encrypt(filled(2 * CHUNK)))
    _, theirs = _chunks(encrypt(filled(2 * CHUNK)))
    with pytest.raises(Invalid, match="damaged or incomplete"):
        decrypt(header + ours[0] + theirs[1])


def test_the_same_bytes_never_look_the_same_twice() -> None:
    assert encrypt(b"the same") != encrypt(b"the same")


def test_another_key_another_kind_and_no_key_are_told_apart_from_damage() -> None:
    data = encrypt(b"secret")
    for key, told in (
        (Key(b"K", bytes(32)), "does not fit"),
        (Key(b"P", b"a passphrase of somebody"), "another kind is given"),
        (None, "none is given"),
    ):
        with pytest.raises(Invalid, match=told) as refused:
            decrypt(data, key)
        assert refused.value.code == "wrong_key"
        assert "HULUL_BACKUP_KEY" in refused.value.hint


def test_a_passphrase_encrypts_and_another_one_does_not_open_it() -> None:
    key = read_key("correct horse battery staple")
    assert key is not None
    data = encrypt(b"secret", key)
    assert decrypt(data, key) == b"secret"
    with pytest.raises(Invalid, match="does not fit"):
        decrypt(data, read_key("correct horse battery stapler"))


def test_the_format_can_be_read_with_nothing_but_its_description() -> None:
    """Written anew from the docstring, so that an archive can be opened in twenty years."""
    plain = filled(CHUNK + 10)
    data = encrypt(plain)
    magic, kind, salt, prefix = data[:8], data[8:9], data[9:41], data[41:48]
    assert (magic, kind) == (b"HULULENC", b"K")
    secret = HKDF(SHA256(), length=64, salt=salt, info=b"hulul backup 1").derive(bytes(range(32)))[:32]
    cipher = AESGCM(secret)
    first = cipher.decrypt(prefix + (0).to_bytes(4, "big") + b"\0", data[80 : 80 + 65_552], None)
    second = cipher.decrypt(prefix + (1).to_bytes(4, "big") + b"\1", data[80 + 65_552 :], None)
    assert first + second == plain


def test_vectors_stay_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the randomness fixed, the bytes are those that the first version wrote."""
    monkeypatch.setattr(secrets, "token_bytes", lambda size: bytes([size]) * size)
    assert encrypt(b"").hex() == VECTOR_EMPTY
    assert encrypt(b"hulul").hex() == VECTOR_WORD
    assert hashlib.sha256(encrypt(filled(2 * CHUNK))).hexdigest() == VECTOR_TWO_CHUNKS


@pytest.mark.parametrize(
    "text",
    [base64.b64encode(bytes(range(32))).decode(), base64.urlsafe_b64encode(bytes(range(32))).decode().rstrip("="),
     bytes(range(32)).hex(), bytes(range(32)).hex().upper() + "\n"],
)  # fmt: skip
def test_a_key_may_be_written_in_base64_or_hexadecimal(text: str) -> None:
    assert read_key(text) == KEY


def test_anything_else_is_a_passphrase_and_a_short_one_is_refused() -> None:
    assert read_key("seven clear springs") == Key(b"P", b"seven clear springs")
    assert read_key("  ") is None
    with pytest.raises(ValueError, match="12 characters"):
        read_key("too short")


def test_a_key_is_never_shown() -> None:
    assert "seven" not in repr(read_key("seven clear springs"))
