"""Files that others wrote: found, checked and read without trusting them."""

__all__ = []
