"""Lumara, the fictional country: its pack and the generator of its files."""
