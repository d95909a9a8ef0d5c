"""Reading who works here and what they hold."""

from hulul.agencies.queries.accounts import sessions
from hulul.agencies.queries.agencies import agencies, agency, agreements
from hulul.agencies.queries.break_glass import break_glass_sessions, to_be_told
from hulul.agencies.queries.invitations import invitation, invitations
from hulul.agencies.queries.users import grants, user, users

__all__ = [
    "agencies",
    "agency",
    "agreements",
    "break_glass_sessions",
    "grants",
    "invitation",
    "invitations",
    "sessions",
    "to_be_told",
    "user",
    "users",
]
