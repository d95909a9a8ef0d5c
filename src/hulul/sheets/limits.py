"""How much a file or an archive may ask of the machine before it is refused."""

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes after unpacking. The largest master list known has 7,000 rows in 2 MB; 208 of them have 126 MB."""

    file_bytes: int = 250 * MEGABYTE
    archive_bytes: int = 2_000 * MEGABYTE
    members: int = 5_000
    ratio: int = 300  # unpacked : packed, beyond which a large member is taken for a bomb
    ratio_applies_above: int = 10 * MEGABYTE
    rows: int = 250_000
    columns: int = 1_000
    nesting: int = 1  # archives inside an archive


ORDINARY = Limits()
