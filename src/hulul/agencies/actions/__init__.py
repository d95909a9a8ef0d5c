"""Changing who works here and what they may do: one verb each; checks, writes, audits and tells in one transaction."""

from hulul.agencies.actions.accounts import (
    change_profile,
    change_user,
    deactivate_inactive_users,
    deactivate_user,
    reactivate_user,
    remove_second_factors,
    warn_inactive_users,
)
from hulul.agencies.actions.agencies import change_agency, close_agency, create_agency, reopen_agency
from hulul.agencies.actions.agreements import agree, end_agreement
from hulul.agencies.actions.break_glass import close_break_glass, open_break_glass
from hulul.agencies.actions.grants import end_grant, grant
from hulul.agencies.actions.invitations import (
    accept_invitation,
    invitation_for,
    invite,
    send_invitation_again,
    withdraw_invitation,
)
from hulul.agencies.actions.passwords import account_to_reset, change_password, reset_password, send_password_reset
from hulul.agencies.actions.sessions import end_all_sessions, end_session, forget_failures, unlock
from hulul.agencies.actions.tokens import create_token, revoke_token, use_token
from hulul.agencies.actions.users import create_user

__all__ = [
    "accept_invitation",
    "account_to_reset",
    "agree",
    "change_agency",
    "change_password",
    "change_profile",
    "change_user",
    "close_agency",
    "close_break_glass",
    "create_agency",
    "create_token",
    "create_user",
    "deactivate_inactive_users",
    "deactivate_user",
    "end_agreement",
    "end_all_sessions",
    "end_grant",
    "end_session",
    "forget_failures",
    "grant",
    "invitation_for",
    "invite",
    "open_break_glass",
    "reactivate_user",
    "remove_second_factors",
    "reopen_agency",
    "reset_password",
    "revoke_token",
    "send_invitation_again",
    "send_password_reset",
    "unlock",
    "use_token",
    "warn_inactive_users",
    "withdraw_invitation",
]
