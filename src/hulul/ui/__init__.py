"""How everything looks: layout, components, islands, panels, numbers and dates by locale, message catalogues.

Knows nothing of places, rounds or people, and imports no other room.
"""
