"""Every write of this room."""

from hulul.publishing.actions.deliveries import announce, deliver_due, forget_old, send_again, send_test
from hulul.publishing.actions.webhooks import add, change, pause, remove, renew_secret, resume

__all__ = (
    "add", "announce", "change", "deliver_due", "forget_old", "pause", "remove", "renew_secret", "resume",
    "send_again", "send_test",
)  # fmt: skip
