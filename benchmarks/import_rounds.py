"""All 208 real rounds from a clean database, every check made and every place matched, against a bare pandas read.

Expected on 2 cores: below 40 s and 700 MB. pandas reads and concatenates the same files in the same run, without any
places, checks or files kept; the ratio says what all of that costs.
"""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import homes

ROUNDS = homes.SHARED / "dtm" / "rounds-2014-2019.tar.xz"
WORKBOOK = homes.SHARED / "dtm" / "IDPs_MasterList_dataset_DTM_IOMAug 31, 2019.xlsx"
PANDAS = """
import io, sys, tarfile
import pandas as pd
with tarfile.open(sys.argv[1]) as archive:
    lists = [pd.read_csv(io.BytesIO(archive.extractfile(m).read())) for m in archive if m.isfile()]
print(len(pd.concat(lists)))
"""


@dataclass(frozen=True)
class Run:
    """Seconds by the clock, seconds of processor time, and the largest resident set in megabytes of one process."""

    seconds: float
    processor: float
    megabytes: float

    def __str__(self) -> str:
        return f"{self.seconds:6.1f} s by the clock, {self.processor:6.1f} s of processor, {self.megabytes:5.0f} MB"


def measured(command: list[str], environment: dict[str, str]) -> Run:
    start = time.perf_counter()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command[-1]} ended with {child.returncode}")
    return Run(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def imported(home: Path, path: Path) -> Run:
    command = [sys.executable, "-m", "hulul.site.cli", "import", "masterlist", "--quiet", str(path)]
    return measured(command, homes.environment(home, "iraq"))


def main() -> None:
    shutil.rmtree(homes.KEPT / "import", ignore_errors=True)
    home = homes.empty_iraq("import")
    bare = measured([sys.executable, "-c", PANDAS, str(ROUNDS)], dict(os.environ))
    rounds = imported(home, ROUNDS)
    again = imported(home, ROUNDS)
    print(f"pandas reads and concatenates 208 files: {bare}")
    print(f"208 rounds imported                    : {rounds}")
    print(f"  that is {rounds.seconds / bare.seconds:.1f} times the time and {rounds.megabytes / bare.megabytes:.2f} "
          f"times the memory of the bare read (by processor time {rounds.processor / bare.processor:.1f})")  # fmt: skip
    print(f"the same command again, nothing to do  : {again}")
    shutil.rmtree(home)
    print(f"one workbook of 3,106 places, new      : {imported(homes.empty_iraq('import'), WORKBOOK)}")
    shutil.rmtree(homes.KEPT / "import")
    load = os.getloadavg()[0]
    print(f"load of the machine: {load:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
