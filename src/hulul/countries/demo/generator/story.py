"""What happened in Lumara: when, where and how much. Plain facts; `movement` works them out place by place."""

import datetime as dt
from dataclasses import dataclass

# Governorates by place code, told apart by what they went through. The first six lie in this order from the north-west.
EPICENTRE = "XH05"  # Halvaz: emptied in spring 2017, returns from spring 2019; one district of it has seen none
SECOND = "XH08"  # Mezroun: displaced in spring and again in summer 2017, returns from spring 2018
EARLY_RETURN = "XH03"  # Dornaz: displaced in spring 2017, returns from September 2017
SECOND_WAVE = "XH07"  # Kelmira: displaced in summer 2018, returns from spring 2019
SECONDARY = "XH06"  # Jandour: most people leaving the closed camps settle in one of its districts
CAPITAL = "XH01"  # Ashvala: hosts many, lost none
FROM_NORTH_WEST = (EPICENTRE, SECOND, EARLY_RETURN, SECOND_WAVE, SECONDARY, CAPITAL)

CAMP_CLOSURE = dt.date(2021, 10, 1)  # camps counted in August are empty in the round of October
CLOSED_CAMPS = 7
OPEN_CAMPS = 5
HOME_FROM_CAMPS = 0.5  # share of those in closed camps who go home; the others are displaced again
TO_SECONDARY = 0.6  # share of those displaced again who settle in the district of secondary displacement

LEFT_AGAIN = dt.date(2020, 9, 1)  # some villages at the edge of the area of no return, reached in 2019, empty again
EXCLUSION = dt.date(2023, 1, 1)  # locations without an informant are left out from here (the pack's break in series)
EXCLUDED_SHARE = 0.05


@dataclass(frozen=True)
class Wave:
    """People of one governorate displaced in one period, over some weeks.

    `share` of its households leave; `category` is the pack's wave; people go home from `return_from` on, half of those
    who ever will within about `return_days`.
    """

    governorate: str
    category: str
    since: dt.date
    until: dt.date
    share: float
    return_from: dt.date
    return_days: int
    return_share: float


WAVES = (
    Wave(EPICENTRE, "2017_04", dt.date(2017, 4, 1), dt.date(2017, 7, 1), 0.70, dt.date(2019, 4, 1), 420, 0.72),
    Wave(EPICENTRE, "2017_07", dt.date(2017, 7, 1), dt.date(2017, 10, 15), 0.16, dt.date(2019, 4, 1), 420, 0.75),
    Wave(SECOND, "2017_04", dt.date(2017, 4, 10), dt.date(2017, 6, 20), 0.34, dt.date(2018, 4, 1), 330, 0.86),
    Wave(SECOND, "2017_07", dt.date(2017, 7, 10), dt.date(2017, 12, 1), 0.22, dt.date(2018, 4, 1), 330, 0.84),
    Wave(EARLY_RETURN, "2017_04", dt.date(2017, 5, 1), dt.date(2017, 6, 25), 0.42, dt.date(2017, 9, 1), 200, 0.94),
    Wave(SECOND_WAVE, "2018_06", dt.date(2018, 6, 1), dt.date(2018, 9, 20), 0.52, dt.date(2019, 3, 1), 360, 0.82),
    Wave(EPICENTRE, "2019_01", dt.date(2019, 1, 1), dt.date(2020, 12, 31), 0.02, dt.date(2021, 3, 1), 700, 0.40),
)


def round_dates() -> tuple[dt.date, ...]:
    """Dates of the rounds: twice a month to February 2019, every two months to 2021, quarterly to the end of 2025."""
    months = [(year, month) for year in range(2017, 2026) for month in range(1, 13) if (year, month) >= (2017, 4)]
    dates = []
    for year, month in months:
        if (year, month) <= (2019, 2):
            dates.append(dt.date(year, month, 15))
        if (year, month) <= (2019, 2) or (year <= 2021 and month % 2 == 0) or (year >= 2022 and month % 3 == 0):
            dates.append(_last_day(year, month))
    return tuple(dates)


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
