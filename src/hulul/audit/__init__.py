"""The append-only record of who did what: every action of every room writes here, in its own transaction.

Knows an actor's name and the kind and id of the thing acted on; never imports what it records.
"""
