"""From any messy file to a grid of text with known columns: archives, encodings, delimiters, workbooks, numbers, dates.

Knows how files look and how what was noticed in them is told and kept; must not know what they are about: the
rooms above say which headers mean what, and judge what they hold.
"""
