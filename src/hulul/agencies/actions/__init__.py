"""Changing who works here and what they may do: one verb each; checks, writes, audits and tells in one transaction."""

from hulul.agencies.actions.tokens import create_token, revoke_token, use_token
from hulul.agencies.actions.users import create_user

__all__ = ["create_token", "create_user", "revoke_token", "use_token"]
