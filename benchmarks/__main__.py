"""All benchmarks, one after another, each in a process of its own: `make benchmarks`."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
NOT_BENCHMARKS = {"__init__", "__main__", "homes", "kills", "load"}  # the last two take what to do, and long

for path in sorted(HERE.glob("*.py")):
    if path.stem not in NOT_BENCHMARKS:
        print(f"\n== {path.stem}", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{path.stem}"], check=True)
