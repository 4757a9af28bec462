"""How much `dot` and `matmul` compute."""

from math import prod

from groundup.products import dot_shape, matmul_shape

NOTES = (2, 3, 4), (2, 4, 3)
STACKS = (100, 100, 100), (100, 100, 100)
BYTES_PER_FLOAT64 = 8


def dot_entries() -> int:
    """Entries of dot(A, B) in the notes' three-dimensional example."""
    return prod(dot_shape(*NOTES))


def matmul_entries() -> int:
    """Entries of matmul(A, B) in the notes' three-dimensional example."""
    return prod(matmul_shape(*NOTES))


def dot_memory() -> str:
    """Size of dot of two float64 stacks of a hundred 100-by-100 matrices."""
    return f"{prod(dot_shape(*STACKS)) * BYTES_PER_FLOAT64 / 1e6:g} MB"


def matmul_memory() -> str:
    """Size of matmul of two float64 stacks of a hundred 100-by-100 matrices."""
    return f"{prod(matmul_shape(*STACKS)) * BYTES_PER_FLOAT64 / 1e6:g} MB"
