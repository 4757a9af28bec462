"""The site's figures: one function a figure, data in, `matplotlib.figure.Figure` out.

No function here writes a file. Every figure takes ``language="ko"`` or
``language="en"`` and draws only with the colours named in `groundup_book.figures.style`,
so that the site can turn them into its light and dark palettes.
"""

__all__ = []
