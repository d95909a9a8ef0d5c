"""Which archives are kept: grandfather, father, son. No archive is given up while it is the newest of a period kept."""

import datetime as dt
import re
from collections.abc import Callable, Iterable

PERIODS: dict[str, Callable[[dt.datetime], tuple[int, ...]]] = {
    "h": lambda moment: (moment.year, moment.month, moment.day, moment.hour),
    "d": lambda moment: (moment.year, moment.month, moment.day),
    "w": lambda moment: moment.isocalendar()[:2],
    "m": lambda moment: (moment.year, moment.month),
    "y": lambda moment: (moment.year,),
}


def read_policy(text: str) -> dict[str, int]:
    """How many hours (h), days (d), weeks (w), months (m) and years (y): "7d4w6m". ValueError for anything else."""
    plain = text.strip().lower()
    parts = re.findall(r"(\d{1,4})([hdwmy])", plain)
    policy = {period: int(count) for count, period in parts}
    if (
        "".join(count + period for count, period in parts) != plain
        or len(policy) != len(parts)
        or not any(policy.values())
    ):
        raise ValueError("expected numbers of days, weeks, months and years such as 7d4w6m")
    return policy


def kept(moments: Iterable[dt.datetime], policy: dict[str, int]) -> set[dt.datetime]:
    """Of these, the newest of each of the last so many days (weeks, months …) that have any; always the newest of all.

    Periods without an archive do not count, so that nothing is given up only because no new archive comes.
    """
    newest_first = sorted(set(moments), reverse=True)
    chosen = set(newest_first[:1])
    for period, count in policy.items():
        of = PERIODS[period]
        newest: dict[tuple[int, ...], dt.datetime] = {}
        for moment in newest_first:
            newest.setdefault(of(moment), moment)
        chosen.update(list(newest.values())[:count])
    return chosen
