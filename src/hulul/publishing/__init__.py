"""What leaves the installation for others: webhooks that tell machines which rounds and figures are published.

Knows only what everybody may read; it never reads rows about people.
"""
