"""From bytes to text: UTF-8, UTF-16, Windows Arabic, and Western European as the last resort."""

import re

from hulul.sheets.findings import Findings

_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_RUNS = re.compile(rb"[\x80-\xff]{2,}")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_UTF16_HEAD = 4096
_FEW_BROKEN = 0.02  # of the non-ASCII letters: then the file is UTF-8 with some damage


def decode(content: bytes, findings: Findings) -> tuple[str, str]:
    """The text and the name of its encoding; what was guessed or lost is told in the findings. Never fails."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _decode_damaged(content, encoding, findings)
    if content[:_UTF16_HEAD].count(0):
        even, odd = content[:_UTF16_HEAD:2].count(0), content[1:_UTF16_HEAD:2].count(0)
        return _decode_damaged(content, "utf-16-be" if even > odd else "utf-16-le", findings)
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_eight_bits(content, findings)


def _decode_damaged(content: bytes, encoding: str, findings: Findings) -> tuple[str, str]:
    try:
        return content.decode(encoding), encoding.removesuffix("-sig")
    except UnicodeDecodeError:
        text = content.decode(encoding, errors="replace")
    findings.add("damaged_letters", count=text.count("\ufffd"))
    return text, encoding.removesuffix("-sig")


def _decode_eight_bits(content: bytes, findings: Findings) -> tuple[str, str]:
    """Arabic words are runs of bytes above 127; accented letters in Western text stand mostly alone."""
    high = len(_HIGH.findall(content))
    mended = content.decode("utf-8", errors="replace")
    lost = mended.count("\ufffd")
    valid = sum(1 for letter in mended if letter > "\x7f") - lost
    if lost <= max(1, _FEW_BROKEN * valid) and valid:
        findings.add("damaged_letters", count=lost)
        return mended, "utf-8"
    in_runs = sum(len(run) for run in _HIGH_RUNS.findall(content))
    if in_runs > high / 2:
        findings.add("encoding_cp1256")
        return content.decode("cp1256", errors="replace"), "cp1256"
    findings.add("encoding_guessed", encoding="Windows-1252")
    return content.decode("cp1252", errors="replace"), "cp1252"
