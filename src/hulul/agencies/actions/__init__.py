"""Changing who works here and what they may do: one verb each; checks, writes, audits and tells in one transaction."""

from hulul.agencies.actions.agencies import change_agency, close_agency, create_agency, reopen_agency
from hulul.agencies.actions.agreements import agree, end_agreement
from hulul.agencies.actions.break_glass import close_break_glass, open_break_glass
from hulul.agencies.actions.grants import end_grant, grant
from hulul.agencies.actions.tokens import create_token, revoke_token, use_token
from hulul.agencies.actions.users import create_user

__all__ = [
    "agree",
    "change_agency",
    "close_agency",
    "close_break_glass",
    "create_agency",
    "create_token",
    "create_user",
    "end_agreement",
    "end_grant",
    "grant",
    "open_break_glass",
    "reopen_agency",
    "revoke_token",
    "use_token",
]
