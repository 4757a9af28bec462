import numpy as np

from groundup_book.figures import handwriting as figures
from groundup.handwriting import centred


def test_the_last_panel_is_the_image_that_the_network_sees():
    paper, small, last = figures.steps("en").axes
    alpha = np.asarray(last.images[0].get_array())[..., 3][::8, ::8]
    np.testing.assert_allclose(alpha, centred(figures.drawing()), atol=1e-6)
    ring = last.lines[-1]
    rows, columns = np.indices((28, 28))
    np.testing.assert_allclose(ring.get_xdata()[0], (columns * alpha).sum() / alpha.sum(), atol=1e-4)
    np.testing.assert_allclose(ring.get_ydata()[0], (rows * alpha).sum() / alpha.sum(), atol=1e-4)


def test_the_dashed_frame_holds_all_the_ink():
    axes = figures.steps("en").axes[0]
    (frame,) = axes.patches
    rows, columns = np.nonzero(figures.drawing())
    assert frame.get_x() < columns.min() and columns.max() <= frame.get_x() + frame.get_width()
    assert frame.get_y() < rows.min() and rows.max() <= frame.get_y() + frame.get_height()


def test_labels_change_with_the_language():
    korean, english = ([a.get_title("left") for a in figures.steps(x).axes] for x in ("ko", "en"))
    assert all(k != e for k, e in zip(korean, english, strict=True))
