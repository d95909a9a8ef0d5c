"""What the addresses of the administration lead to: one of each, made for a run, as the identifiers in addresses."""

import datetime as dt
import uuid

from django.db import transaction

from hulul.agencies.models import Agency, Agreement, Grant, Invitation, User
from hulul.audit.actions import record
from hulul.kernel import clock
from hulul.kernel.actors import SYSTEM
from hulul.measurement import framing
from hulul.measurement.actions.frameworks import activate, load_framework
from hulul.measurement.models import Build, Judgement, SurveyImport
from hulul.publishing.models import Delivery, Webhook
from hulul.tracking.models import Import


@transaction.atomic
def made() -> dict[str, str]:
    """By the name of the variable part of an address."""
    word = uuid.uuid4().hex[:12]
    today = clock.today()
    agency, other = (
        Agency.objects.create(code=f"{code}-{word}", name=f"{code} {word}", sources=["dtm"])
        for code in ("north", "south")
    )
    user = User.objects.create(email=f"{word}@example.org", name="Amina Hassan", agency=agency)
    grant = Grant.objects.create(user=user, role="partner")
    agreement = Agreement.objects.create(
        owner=agency, recipient=other, kind="early_warning", tier=1, purpose="Planning for the winter",
        valid_until=today + dt.timedelta(days=30),
    )  # fmt: skip
    invitation = Invitation.objects.create(
        email=f"new-{word}@example.org", name="Rebin Karwan", role="partner", digest=word,
        expires_at=clock.now() + dt.timedelta(days=3),
    )  # fmt: skip
    event = record(SYSTEM, "grant", "grant", grant.pk, user=user.pk, role="partner")
    hook = Webhook.objects.create(
        name=f"Receiver {word}", url="https://example.org/", secret=b"-", created_at=clock.now()
    )
    delivery = Delivery.objects.create(
        webhook=hook, event="ping", payload={}, created_at=clock.now(), next_attempt_at=clock.now()
    )
    framework = load_framework(SYSTEM, framing.shipped_texts()["critical-shelter"])
    if framework.state != "active":
        activate(SYSTEM, framework.framework_id, framework.version)
    build = Build.objects.create(
        assessment=f"critical-shelter-{word}", date=today, framework_version=framework, seed=1, state="done",
        stands=True, user_name="test", created_at=clock.now(), finished_at=clock.now(),
    )  # fmt: skip
    judgement = Judgement.objects.filter(state="reviewed").order_by("pk").first()
    assert judgement is not None
    item = Import.objects.order_by("file_name").first()
    answers = SurveyImport.objects.filter(version__survey__framework="return-index").order_by("file_name").first()
    assert item is not None
    assert answers is not None
    assert answers.version is not None
    return {
        "agency_id": str(agency.pk),
        "user_id": str(user.pk),
        "grant_id": str(grant.pk),
        "agreement_id": str(agreement.pk),
        "invitation_id": str(invitation.pk),
        "event_id": str(event.pk),
        "webhook_id": str(hook.pk),
        "delivery_id": str(delivery.pk),
        "build_id": str(build.pk),
        "judgement_id": str(judgement.pk),
        "batch": str(item.batch),
        "import_id": str(item.pk),
        "survey_batch": str(answers.batch),
        "survey_import": str(answers.pk),
        "survey": answers.version.survey_id,
    }
