"""Reads what people write: pages, the directives in them, the code they embed."""
