"""Figures with sliders."""
