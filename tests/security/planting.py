"""Canaries: values that stand nowhere else, planted wherever something is kept from somebody, and who may see each."""

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hulul.agencies.models import Agency, Agreement, ApiToken, BreakGlass, Grant, Invitation, User
from hulul.agencies.rules import GRANTABLE, ROLES
from hulul.audit.models import Event
from hulul.kernel import clock, files, jobs
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import SYSTEM, Actor
from hulul.kernel.tiers import Tier
from hulul.places.models import MatchDecision, Place, ReviewItem
from hulul.publishing.models import Delivery, Webhook
from hulul.tracking.models import HeaderMapping, Import, Round, Version
from hulul.warehouse.actions import publish
from hulul.warehouse.models import Generation

NOBODY: frozenset[str] = frozenset()
ROUND = "dtm-idp-2031-07-07"
HOUSEHOLDS = 77_712_345  # of the round that is for staff only, and of what is computed for staff only
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_BETWEEN_DIGITS = "[,.\u066c\u00a0\u202f ]?"


def able(ability: Ability) -> frozenset[str]:
    return frozenset(code for code in GRANTABLE if ability in ROLES[code].abilities)


STAFF = frozenset(code for code in GRANTABLE if ROLES[code].tier >= Tier.RESTRICTED)
IMPORTERS, MANAGERS = able(Ability.IMPORT_ROUNDS), able(Ability.MANAGE_ACCESS)
AUDITORS, OPERATORS = able(Ability.READ_AUDIT), able(Ability.OPERATE)


@dataclass
class Planted:
    """Each canary in lower case with the roles that may see it; `hidden`: how addresses name what is hidden."""

    seen_by: dict[str, frozenset[str]] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=lambda: {"round": ROUND})
    session: str = "canary-of-a-session"

    def put(self, text: str, *roles: frozenset[str]) -> str:
        self.seen_by[text.lower()] = frozenset().union(*roles)
        return text

    def hidden_from(self, role: str) -> list[str]:
        return [text for text, roles in self.seen_by.items() if role not in roles]

    def found_in(self, text: str, role: str) -> list[str]:
        """The canaries in a text that this role may not see; numbers are found in any digits and grouping."""
        plain = text.lower() if text.isascii() else text.lower().translate(_DIGITS)
        return [each for each in self.hidden_from(role) if _stands_in(each, plain)]


def _stands_in(canary: str, text: str) -> bool:
    return bool(re.search(_BETWEEN_DIGITS.join(canary), text)) if canary.isdigit() else canary in text


def plant() -> Planted:
    """Plant everything, publish, and change what was computed for staff so that it holds canaries too."""
    planted = Planted()
    planted.put(planted.session, NOBODY)
    planted.put(str(HOUSEHOLDS), STAFF)
    user = _access(planted)
    _rounds(planted, user)
    _places(planted)
    _webhooks(planted, user)
    jobs.start(Actor(user_id=user.pk, name="x"), "import", planted.put("canary-of-a-job", OPERATORS))
    detail = {"note": planted.put("canary-of-a-detail", AUDITORS)}
    Event.objects.create(user_id=user.pk, actor_name="x", verb="plant", kind="canary", detail=detail)
    Place.objects.filter(level=1).update(name_en="Renamed")
    generation = publish(SYSTEM)
    _computed(planted, generation)
    return planted


def _access(planted: Planted) -> User:
    put = planted.put
    user = User.objects.create(
        email=put("canary-of-a-mail@hidden.example", MANAGERS, AUDITORS),
        name=put("Canary-of-a-name", STAFF),
        password=put("canary-of-a-hash", NOBODY),
        deactivated_why=put("canary-of-a-deactivation", MANAGERS, AUDITORS),
    )
    Grant.objects.create(user=user, role="administrator")
    later = clock.now() + dt.timedelta(days=2)
    Invitation.objects.create(
        email=put("canary-of-an-invitation@hidden.example", MANAGERS, AUDITORS),
        name=put("Canary-of-somebody-invited", MANAGERS, AUDITORS),
        role="partner",
        digest=put("canary-of-a-digest", NOBODY),
        invited_by=user,
        expires_at=later,
    )
    ApiToken.objects.create(
        user=user,
        name=put("canary-of-a-token", MANAGERS, AUDITORS),
        prefix=put("cnrytkn", MANAGERS, AUDITORS),
        digest=put("canary-of-a-secret", NOBODY),
        expires_at=later,
    )
    reason = put("canary-of-a-broken-glass", MANAGERS, AUDITORS)
    BreakGlass.objects.create(user=user, reason=reason, ends_at=clock.now(), ended_at=clock.now())
    owner, recipient = (
        Agency.objects.create(code=code, name=put(f"Canary-of-the-{code}", STAFF)) for code in ("owner", "recipient")
    )
    purpose = put("canary-of-a-purpose", MANAGERS, AUDITORS)
    Agreement.objects.create(
        owner=owner, recipient=recipient, kind="early_warning", tier=2, purpose=purpose, valid_until=later.date()
    )
    return user


def _rounds(planted: Planted, user: User) -> None:
    put = planted.put
    model = Version.objects.filter(state="accepted").order_by("round_id").first()
    assert model is not None
    rows = pq.read_table(files.local_path(model.rows_file))
    rows = _with(rows, {"round": ROUND, "households": HOUSEHOLDS, "name_en": put("canary-of-a-row", STAFF)})
    columns = {"value": put("canary-of-a-finding", STAFF), "params": '{"count": 1}'}
    findings = pq.read_table(files.local_path(model.findings_file))
    old = model.pk
    Round.objects.create(code=put(ROUND, STAFF), source="dtm", population="idp", date=dt.date(2031, 7, 7))
    model.pk, model.round_id, model.tier = None, ROUND, int(Tier.RESTRICTED)
    model.rows_file, model.findings_file = _keep(rows, "rows"), _keep(_with(findings, columns), "findings")
    model.file_name, model.sha256 = put("canary-of-a-file.csv", STAFF), put("canary-of-a-checksum", STAFF)
    model.households = model.individuals = HOUSEHOLDS
    model.accepted_by, model.reason = put("canary-of-who-accepted", STAFF), put("canary-of-a-reason", STAFF)
    model.save()
    assert model.pk != old
    item = Import.objects.order_by("file_name").first()
    assert item is not None
    item.pk, item.version, item.state = None, None, Import.State.CHECKED
    item.file_name, item.message = put("canary-of-an-import.csv", IMPORTERS), put("canary-of-a-message", IMPORTERS)
    item.user_id, item.user_name = user.pk, put("canary-of-who-sent", IMPORTERS)
    item.save()
    planted.hidden["import_id"] = str(item.pk)
    header = put("canary-of-a-header", IMPORTERS)
    who = put("canary-of-who-confirmed", IMPORTERS)
    HeaderMapping.objects.create(header=header, key="ignored", confirmed_by=who, confirmed_at=clock.now())


def _places(planted: Planted) -> None:
    put = planted.put
    place = Place.objects.filter(level=4).order_by("code").first()
    assert place is not None
    stated = {"codes": {}, "names": {"en": put("canary-of-a-statement", STAFF)}, "area_names": [], "lat": 1, "lon": 1}
    ReviewItem.objects.create(
        kind="name_uncertain",
        key="canary",
        place=place,
        stated=stated,
        certainty=0.5,
        source=put("canary-of-a-source.csv", STAFF),
        state=ReviewItem.State.ACCEPTED,
        found_at=clock.now(),
        decided_by=put("canary-of-who-decided", STAFF),
        decided_at=clock.now(),
    )
    key = put("canary-of-a-key", NOBODY)
    MatchDecision.objects.create(
        key=key, stated={}, place=place, decided_by=put("canary-of-a-judge", STAFF), decided_at=clock.now()
    )


def _webhooks(planted: Planted, user: User) -> None:
    put = planted.put
    hook = Webhook.objects.create(
        name=put("canary-of-a-hook", OPERATORS, AUDITORS),
        url=f"https://{put('canary-of-a-receiver', OPERATORS, AUDITORS)}.example/",
        secret=put("canary-of-a-signature", NOBODY).encode(),
        events=["generation_published"],
        is_active=False,
        created_by=user,
        created_at=clock.now(),
    )
    Delivery.objects.create(
        webhook=hook,
        event="ping",
        payload={"note": put("canary-of-a-payload", OPERATORS, AUDITORS)},
        state=Delivery.State.GIVEN_UP,
        last_error=put("canary-of-an-error", OPERATORS, AUDITORS),
        created_at=clock.now(),
    )


def _computed(planted: Planted, generation: Generation) -> None:
    """In the files that this generation alone has."""
    direction = planted.put("canary-of-an-alert", STAFF)
    why = planted.put("canary-of-no-return", STAFF)
    for name, columns in (
        ("alerts", {"direction": direction, "households": HOUSEHOLDS, "score": HOUSEHOLDS + 0.5}),
        ("no_return_candidates", {"reason": why, "peak_returnees": HOUSEHOLDS}),
    ):
        for file in generation.manifest[name]["files"]:
            path = files.local_path(file["name"])
            pq.write_table(_with(pq.read_table(path), columns), path)


def _with(table: pa.Table, columns: dict[str, object]) -> pa.Table:
    """The table with the same value in every row of some columns."""
    for name, value in columns.items():
        place = table.schema.get_field_index(name)
        values = pa.array([value] * table.num_rows).cast(table.schema.field(place).type)
        table = table.set_column(place, table.schema.field(place), values)
    return table


def _keep(table: pa.Table, kind: str) -> str:
    name = f"rounds/{ROUND}/{kind}.parquet"
    path: Path = files.new_path()
    pq.write_table(table, path)
    files.keep(path, name)
    return name
