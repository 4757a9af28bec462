"""The numbers that sentences use: one function a fact."""
