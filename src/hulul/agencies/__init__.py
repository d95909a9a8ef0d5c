"""Who works here: users and the roles granted to them.

Turns a signed-in user into an Actor. Knows nothing of what rooms above let an actor do.
"""
