"""Making a build again from what it read, to see that the same comes out."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel import files
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Invalid
from hulul.kernel.jobs import Progress, silent
from hulul.measurement import queries
from hulul.measurement.access import check_may_measure
from hulul.measurement.actions.builds import asked
from hulul.measurement.building.code import code_version
from hulul.measurement.building.computing import Result, compute
from hulul.measurement.building.inputs import Inputs
from hulul.measurement.explaining import refusal
from hulul.measurement.models import Build
from hulul.measurement.stored import text_digest
from hulul.methods.errors import MethodError


@dataclass(frozen=True)
class Replayed:
    """`differs` names the tables that came out otherwise; `first_step` the first step of the log that did, "" for none.

    `same_code`: whether the code that scores is what it was. When it is not, a difference says what the change did.
    """

    build: Build
    differs: tuple[str, ...]
    first_step: str
    same_code: bool

    @property
    def is_same(self) -> bool:
        return not self.differs and not self.first_step


def replay(actor: Actor, build_id: UUID, progress: Progress = silent) -> Replayed:
    """Compute a build again with its inputs and seed, and compare; nothing about the build changes.

    Conflict when it is not done, or when a stored input is not what it was.
    """
    check_may_measure(actor)
    build = queries.build(actor, build_id)
    if build.state != Build.State.DONE:
        raise Conflict(_("This build is not done, so it cannot be made again to check it."))
    try:
        result = compute(Inputs(build.inputs), asked(build), progress)
    except MethodError as error:
        raise Invalid(refusal(error, queries.framed(build.framework_version)), code=error.code) from error
    found = Replayed(build, _differing(build, result), _first_step(build, result), build.code_version == code_version())
    _note(actor, found)
    return found


@transaction.atomic
def _note(actor: Actor, found: Replayed) -> None:
    record(actor, "replay_build", "build", found.build.pk, differs=list(found.differs))


def _differing(build: Build, result: Result) -> tuple[str, ...]:
    """Tables by what is in them, so that another version of the file format is no difference."""
    import pyarrow.parquet as pq

    different = {name for name in build.files if name != "model"} ^ set(result.tables)
    for name in result.tables.keys() & build.files.keys():
        before = pq.read_table(files.local_path(build.files[name]["name"]))
        if not before.equals(result.tables[name]):
            different.add(name)
    if "model" in build.files and build.files["model"]["sha256"] != text_digest(result.model):
        different.add("model")
    return tuple(sorted(different))


def _first_step(build: Build, result: Result) -> str:
    for number, step in enumerate(result.log):
        if number >= len(build.log) or build.log[number] != step:
            return str(step["name"])
    return str(build.log[len(result.log)]["name"]) if len(build.log) > len(result.log) else ""
