"""What the events of this room are called in the record of events."""

from django.utils.translation import gettext_lazy as _

from hulul.audit import labels
from hulul.audit.labels import Kind
from hulul.kernel.abilities import Ability

VERBS = {
    "accept_invitation": _("Invitation accepted"),
    "agree": _("Sharing agreement recorded"),
    "change_agency": _("Organisation changed"),
    "change_password": _("Password changed"),
    "change_profile": _("Own account changed"),
    "change_user": _("Person changed"),
    "close_agency": _("Organisation closed"),
    "close_break_glass": _("Break-glass session closed"),
    "create_agency": _("Organisation added"),
    "create_token": _("Token for programs made"),
    "create_user": _("Account made"),
    "deactivate_user": _("Account closed"),
    "end_agreement": _("Sharing agreement ended"),
    "end_all_sessions": _("Signed out everywhere"),
    "end_grant": _("Role ended"),
    "end_session": _("Session ended"),
    "forget_failures": _("Failed sign-ins forgotten"),
    "grant": _("Role given"),
    "invite": _("Person invited"),
    "open_break_glass": _("Break-glass session opened"),
    "reactivate_user": _("Account opened again"),
    "remove_second_factors": _("Second factors removed"),
    "reopen_agency": _("Organisation opened again"),
    "reset_password": _("New password after it was forgotten"),
    "revoke_token": _("Token for programs revoked"),
    "send_invitation_again": _("Invitation sent again"),
    "send_password_reset": _("Letter for a new password sent"),
    "sign_in": _("Signed in"),
    "sign_in_failed": _("Sign-in failed"),
    "sign_out": _("Signed out"),
    "unlock_user": _("Account unlocked"),
    "warn_inactive_user": _("Warned that the account will be closed"),
    "withdraw_invitation": _("Invitation withdrawn"),
}
KINDS = {
    "agency": Kind(_("organisation"), "agencies:organisation", Ability.MANAGE_ACCESS),
    "agreement": Kind(_("sharing agreement")),
    "break_glass": Kind(_("break-glass session")),
    "grant": Kind(_("role given")),
    "invitation": Kind(_("invitation"), "agencies:invitation", Ability.MANAGE_ACCESS),
    "token": Kind(_("token")),
    "user": Kind(_("person"), "agencies:person", Ability.MANAGE_ACCESS),
}
DETAILS = {
    "agency": _("organisation"),
    "before": _("before"),
    "code": _("code"),
    "data_kind": _("what is shared"),
    "ends_at": _("ends"),
    "factor": _("second factor"),
    "language": _("language"),
    "locked": _("locked"),
    "method": _("way of signing in"),
    "owner": _("who shares"),
    "place": _("place"),
    "purpose": _("purpose"),
    "recipient": _("with whom"),
    "role": _("role"),
    "roles": _("roles"),
    "scopes": _("used for"),
    "tier": _("sensitivity"),
    "user": _("person"),
    "valid_until": _("valid until"),
}


def register_all() -> None:
    labels.register(verbs=VERBS, kinds=KINDS, details=DETAILS)
