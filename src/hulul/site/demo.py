"""Loading the fictional country: the generator writes its files, and the rooms load them as they load any others."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from hulul.countries.demo.generator import Manifest, generate
from hulul.kernel.actors import SYSTEM, Actor
from hulul.kernel.errors import Invalid
from hulul.kernel.jobs import Progress, silent
from hulul.measurement.framing import shipped_texts
from hulul.places.actions import load
from hulul.site.demo_judgements import judge_districts
from hulul.site.demo_measurement import measure
from hulul.site.demo_people import load_people
from hulul.tracking.actions import import_paths
from hulul.tracking.answers import Answers
from hulul.warehouse.actions import publish

FILES = "demo-files"
LOADED = "loaded.txt"
PARTS = (
    ("generate", 10),
    ("places", 10),
    ("rounds", 45),
    ("measure", 25),
    ("publish", 10),
)  # per cent of the time each takes, roughly


def load_demo(
    actor: Actor = SYSTEM, folder: Path | None = None, progress: Progress = silent, scale: float = 1.0
) -> bool:
    """Write the files of the demo country into `folder` (by default beside the data), load and publish them.

    False when it was loaded before: nothing is done then. An interrupted load goes on from where it was, because places
    and rounds that are in already are left as they are. Invalid when this installation serves another country, or when
    a round that should load does not.
    """
    if settings.HULUL_PACK != "demo":
        raise Invalid(_("This installation serves another country: the demo needs the country pack “demo”."))
    folder = folder or Path(settings.HULUL_HOME) / FILES
    loaded = folder / LOADED
    if loaded.is_file():
        return False
    writing = _part(progress, "generate", _("Writing the files"))
    manifest = generate(folder, scale=scale, frameworks=shipped_texts(), progress=writing)
    _load_places(actor, manifest, _part(progress, "places", _("Loading places")))
    _import(actor, manifest, _part(progress, "rounds", _("Importing rounds")))
    measure(actor, manifest, _part(progress, "measure", _("Measuring conditions")))
    load_people(Path(settings.HULUL_HOME))
    judge_districts()
    publish(actor, progress=_part(progress, "publish", _("Publishing")))
    loaded.write_text(f"scale {scale}\n", "utf-8")
    progress(100, 100)
    return True


def _load_places(actor: Actor, manifest: Manifest, progress: Progress) -> None:
    for number, file in enumerate(manifest.places):
        progress(number, len(manifest.places), file.path.name)
        load(actor, file.path)


def _import(actor: Actor, manifest: Manifest, progress: Progress) -> None:
    sources = sorted({file.source for file in manifest.masterlists})
    total = len(manifest.masterlists)
    done = 0
    for source in sources:
        paths = [file.path for file in manifest.masterlists if file.source == source]

        results = import_paths(actor, paths, answers=Answers(source=source), progress=_after(progress, done, total))
        stuck = [result for result in results if result.state != "accepted"]
        if stuck:
            message = _("%(file)s was not accepted: %(reason)s")
            raise Invalid(message % {"file": stuck[0].file_name, "reason": stuck[0].message or stuck[0].state})
        done += len(paths)


def _after(progress: Progress, before: int, in_all: int) -> Progress:
    """A Progress for a load that follows others: what they did is counted as done."""

    def told(done: int, total: int, message: str = "") -> None:
        del total  # of the one load; the whole is longer
        progress(before + done, in_all, message)

    return told


def _part(progress: Progress, part: str, title: str) -> Progress:
    """A Progress for one part of the load, told as per cent of the whole."""
    names = [name for name, _share in PARTS]
    before = sum(share for _name, share in PARTS[: names.index(part)])
    share = PARTS[names.index(part)][1]

    def told(done: int, total: int, message: str = "") -> None:
        progress(before + (share * done // total if total else 0), 100, f"{title} {message}".rstrip())

    return told
