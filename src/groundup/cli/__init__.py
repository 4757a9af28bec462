"""``python -m groundup``: what it can do, and how it says so."""

__all__ = []
