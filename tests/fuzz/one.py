"""One target under atheris, in a process of its own: `python -m tests.fuzz.one TARGET FOLDER SECONDS SEED`.

Exceptions that are no refusal are written to FOLDER/found once per place in the code, and the search goes on; a hang,
too much memory or a crash of the interpreter ends the process, and libFuzzer leaves the input there.
"""

import json
import os
import resource
import sys
import traceback
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hulul.site.settings")
os.environ.setdefault("HULUL_SECRET_KEY", "only-for-fuzzing")

import atheris

with atheris.instrument_imports(include=["hulul.kernel", "hulul.places", "hulul.tracking", "hulul.warehouse"]):
    import django

    django.setup()
    from tests.fuzz.targets import REFUSALS, TARGETS

HANG, MEGABYTES = 10, 1_000


def main() -> None:
    name, folder, seconds, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    run, seeds = TARGETS[name]
    corpus, found = folder / "corpus", folder / "found"
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(exist_ok=True)
    for number, content in enumerate(seeds()):
        (corpus / f"seed-{number}").write_bytes(content)
    known: set[str] = set()

    def once(data: bytes) -> None:
        try:
            run(data)
        except REFUSALS:
            pass
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            place = next(frame for frame in reversed(frames) if "hulul" in frame.filename or "fuzz" in frame.filename)
            code = f"{type(error).__name__}-{Path(place.filename).stem}-{place.lineno}"
            if code not in known:
                known.add(code)
                (found / code).write_bytes(data)
                (found / f"{code}.json").write_text(json.dumps(traceback.format_exception(error)), "utf-8")

    _limit_memory()
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={HANG}",
        f"-rss_limit_mb={MEGABYTES + _resident()}",
        f"-artifact_prefix={found}/",
        "-max_len=65536",
        "-print_final_stats=1",
        f"-seed={seed}",
        str(corpus),
    ]
    atheris.Setup([sys.argv[0], *options], once)
    atheris.Fuzz()


def _limit_memory() -> None:
    """The whole address space: what is there already, and the memory one input may take on top."""
    now = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    limit = now + MEGABYTES * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _resident() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
