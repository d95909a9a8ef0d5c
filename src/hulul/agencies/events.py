"""What others may want to know of access."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BreakGlassOpened:
    """Until `ends_at` the user reads sensitive data; those whose data it is are to be told."""

    session: int
    user_id: int
    ends_at: dt.datetime
