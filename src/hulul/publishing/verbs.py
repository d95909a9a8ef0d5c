"""What this room's events are called in the record of what was done."""

from django.utils.translation import gettext_lazy as _

from hulul.audit.labels import Kind
from hulul.kernel.abilities import Ability

VERBS = {
    "create_webhook": _("Webhook made"),
    "change_webhook": _("Webhook changed"),
    "pause_webhook": _("Webhook paused"),
    "resume_webhook": _("Webhook resumed"),
    "renew_webhook_secret": _("New secret made for a webhook"),
    "remove_webhook": _("Webhook removed"),
    "pause_failing_webhook": _("Webhook paused after days of failures"),
    "test_webhook": _("Test sent to a webhook"),
    "announce": _("Event announced to webhooks"),
    "send_delivery_again": _("Delivery sent again"),
    "give_up_delivery": _("Delivery given up"),
    "forget_old_deliveries": _("Records of old deliveries removed"),
}
KINDS = {
    "webhook": Kind(_("webhook"), "publishing:webhook", Ability.OPERATE),
    "delivery": Kind(_("delivery"), "publishing:delivery", Ability.OPERATE),
}
DETAILS = {
    "url": _("address"),
    "event": _("event"),
    "events": _("events"),
    "deliveries": _("deliveries"),
    "delivery": _("delivery"),
    "webhook": _("webhook"),
}
