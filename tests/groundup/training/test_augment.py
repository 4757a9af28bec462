"""Distortions against images whose distorted form is known."""

import numpy as np
import pytest

from groundup.training.augment import distort, random_grids, warp

SIDE = 28
PLAIN = np.indices((SIDE, SIDE)).reshape(2, -1).astype(float)


def test_the_plain_grid_leaves_an_image_as_it_is():
    images = np.random.default_rng(0).random((3, SIDE * SIDE))
    np.testing.assert_array_equal(warp(images, PLAIN), images)
    np.testing.assert_allclose(
        random_grids(np.random.default_rng(0), 2, SIDE, strength=0)[1], PLAIN, atol=1e-12
    )


@pytest.mark.parametrize(("down", "right"), [(1, 0), (0, -1), (2, 3)])
def test_a_whole_shift_moves_pixels(down, right):
    image = np.zeros((SIDE, SIDE))
    image[10:15, 12:14] = np.arange(10).reshape(5, 2)
    moved = warp(image.reshape(1, -1), PLAIN + [[down], [right]]).reshape(SIDE, SIDE)
    np.testing.assert_array_equal(moved, np.roll(image, (-down, -right), axis=(0, 1)))


def test_between_pixels_a_slope_is_continued_exactly():
    rows, columns = np.indices((SIDE, SIDE))
    grid = np.random.default_rng(3).uniform(0, SIDE - 1, (2, SIDE * SIDE))
    flat = warp((rows * 2.0 + columns * 5.0 + 1).reshape(1, -1), grid)[0]
    np.testing.assert_allclose(flat, grid[0] * 2 + grid[1] * 5 + 1, rtol=1e-12)


def test_places_outside_are_moved_to_the_edge():
    image = np.random.default_rng(0).random((1, SIDE * SIDE))
    far = np.full((2, SIDE * SIDE), 1000.0)
    np.testing.assert_array_equal(warp(image, far), np.full((1, SIDE * SIDE), image[0, -1]))
    np.testing.assert_array_equal(warp(image, -far), np.full((1, SIDE * SIDE), image[0, 0]))


def test_grids_are_centred_and_bounded():
    grids = random_grids(np.random.default_rng(0), 400, SIDE)
    moves = grids - PLAIN
    assert abs(moves.mean()) < 0.1
    assert 0.5 < moves.std() < 2
    assert np.abs(moves).max() < 9
    assert len({grid.tobytes() for grid in grids}) == 400


def test_distorted_images_keep_shape_dtype_and_ink():
    images = np.zeros((100, SIDE, SIDE), np.float32)
    images[:, 8:20, 10:18] = 1
    images = images.reshape(100, -1)
    before = images.copy()
    out = distort(images, np.random.default_rng(0), share=10)
    assert out.shape == images.shape and out.dtype == np.float32
    assert out.min() >= 0 and out.max() <= 1.000001
    np.testing.assert_allclose(out.sum(axis=1).mean(), images.sum(axis=1).mean(), rtol=0.1)
    assert len({row.tobytes() for row in out}) == 10
    assert all((out[n] != out[n + 1]).any() for n in range(9))
    np.testing.assert_array_equal(images, before)


def test_chance_is_the_generators():
    images = np.random.default_rng(0).random((20, 16)).astype(np.float32)
    once, again = (distort(images, np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(once, again)


def test_what_is_no_square_image_is_refused():
    with pytest.raises(ValueError, match=r"images has shape \(1, 6\)"):
        warp(np.ones((1, 6)), np.zeros((2, 6)))
    with pytest.raises(ValueError, match=r"grid has shape \(2, 4\); expected \(2, 9\)"):
        warp(np.ones((1, 9)), np.zeros((2, 4)))


@pytest.mark.parametrize(
    ("given", "found"),
    [(np.uint8, np.float64), (np.int64, np.float64), (np.float16, np.float32), (np.float32, np.float32)],
)
def test_images_of_every_type_keep_the_policy(given, found):
    grid = [[0, 0, 1, 1], [1, 0, 1, 0]]
    images = np.array([[1, 2, 3, 255]], given)
    assert warp(images, grid).dtype == found
    assert warp(images, grid).tolist() == [[2, 1, 255, 3]]
    assert distort(images, np.random.default_rng(0)).dtype == found


def test_a_grid_without_places_and_a_share_of_none_are_refused():
    with pytest.raises(ValueError, match="grid holds nan"):
        warp([[1, 2, 3, 4]], [[0, 0, 1, np.nan], [1, 0, 1, 0]])
    for share in (0, -1, 2.5):
        with pytest.raises(ValueError, match=f"share is {share}; expected a whole number, 1"):
            distort(np.ones((3, 4)), np.random.default_rng(0), share=share)
