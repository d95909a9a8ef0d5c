"""Where things are: places, their names, codes, boundaries and history, and how a row of a file finds its place.

Knows nothing of what is counted there.
"""
