"""The words every room shares: Actor, Tier, errors, clock, events, datasets, country packs, jobs.

Knows nothing of people, places or files of any operation; imports no other room.
"""
