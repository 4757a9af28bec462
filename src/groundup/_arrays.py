"""The former name of `groundup._policy`, until nothing asks for it."""

from groundup._policy import broadcast_shapes, real_array

__all__ = ["broadcast_shapes", "real_array"]
