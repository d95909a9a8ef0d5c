"""Organisations, users, what they hold and what they were given."""

from hulul.agencies.models.agencies import Agency, Agreement
from hulul.agencies.models.grants import BreakGlass, Grant
from hulul.agencies.models.invitations import Invitation
from hulul.agencies.models.tokens import ApiToken
from hulul.agencies.models.users import User, UserManager

__all__ = ("Agency", "Agreement", "ApiToken", "BreakGlass", "Grant", "Invitation", "User", "UserManager")
