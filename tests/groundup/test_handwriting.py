import math
from fractions import Fraction

import numpy as np
import pytest

from groundup import notes_2019
from groundup.handwriting import centred, cropped, read, shares
from groundup.mnist import load_mnist
from groundup.trained import trained_network


@pytest.fixture(scope="module")
def digits():
    return load_mnist("embedded", flatten=False)


@pytest.fixture(scope="module")
def drawing():
    """A thick slanted stroke, far from the middle."""
    y, x = np.mgrid[:240, :320]
    return ((np.abs(x - 40 - y / 4) < 9) & (y > 30) & (y < 170)).astype(float)


def box(image):
    rows = [i for i in range(28) if any(image[i])]
    columns = [j for j in range(28) if any(image[:, j])]
    return rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1


def centre(image):
    total = math.fsum(map(float, image.ravel()))
    down = math.fsum(i * float(image[i, j]) for i in range(28) for j in range(28))
    across = math.fsum(j * float(image[i, j]) for i in range(28) for j in range(28))
    return down / total, across / total


def test_mnists_own_digits_are_in_a_box_of_20_and_centred_by_mass(digits):
    for image in digits[0][::50]:
        assert max(box(image)) <= 20
        assert all(abs(place - 14) <= 0.5 for place in centre(image))


def test_mnists_own_digits_stay_as_they_are(digits):
    fits = [image for image in digits[0][::10] if max(box(image)) == 20]
    assert len(fits) > 490
    for image in fits:
        np.testing.assert_allclose(centred(image), image, atol=1e-6)


def test_bytes_and_floats_are_the_same_ink(digits):
    images, _ = load_mnist("embedded", flatten=False, normalize=False)
    np.testing.assert_array_equal(centred(images[0]), centred(images[0] / np.float32(255)))


@pytest.mark.parametrize("scale", [2, 12])
@pytest.mark.parametrize("at", [(0, 0), (3, 40)])
def test_neither_the_size_nor_the_place_of_a_drawing_matters(digits, scale, at):
    image = digits[0][700]
    large = np.kron(image, np.ones((scale, scale)))
    paper = np.zeros((400, 420))
    paper[at[0] : at[0] + len(large), at[1] : at[1] + len(large)] = large
    np.testing.assert_allclose(centred(paper), image, atol=1e-6)


def test_a_drawing_becomes_an_image_like_mnists(drawing):
    image = centred(drawing)
    assert image.shape == (28, 28) and image.dtype == np.float32
    assert max(box(image)) == 20
    assert all(abs(place - 14) < 0.501 for place in centre(image))
    assert 0 <= image.min() and image.max() <= 1 + 1e-6


def test_proportions_and_grey_are_kept(drawing):
    ink = cropped(drawing)
    image = centred(drawing)
    assert box(image)[1] == pytest.approx(20 * ink.shape[1] / ink.shape[0], abs=1)
    assert image.sum() == pytest.approx(ink.mean() * math.prod(box(image)), rel=1e-5)


def test_what_is_heavy_at_one_end_stays_in_the_image():
    pixels = np.zeros((100, 100))
    pixels[0:100, 50] = 1e-3
    pixels[98:100, 40:60] = 1
    image = centred(pixels)
    assert image.sum() == pytest.approx(cropped(pixels).mean() * math.prod(box(image)), rel=1e-4)


@pytest.mark.parametrize(("new", "old"), [(20, 20), (20, 57), (20, 3), (1, 7), (5, 13)])
def test_shares_are_the_exact_overlaps(new, old):
    size = Fraction(old, new)
    expected = [
        [
            float(max(0, min((i + 1) * size, j + 1) - max(i * size, j)) / size)
            for j in range(old)
        ]
        for i in range(new)
    ]
    np.testing.assert_allclose(shares(new, old), expected, atol=1e-6)


def test_a_single_pixel_is_ink_enough():
    pixels = np.zeros((5, 5), np.uint8)
    pixels[4, 0] = 255
    assert centred(pixels).sum() == 400


@pytest.mark.parametrize(
    ("pixels", "error", "said"),
    [
        (np.zeros((4, 4)), ValueError, "pixels of shape (4, 4) holds no ink"),
        (np.ones(4), ValueError, "pixels has shape (4,); expected 2 axes"),
        (np.full((2, 2), 3.0), ValueError, "expected ink from 0 to 1"),
        (np.full((2, 2), -1), ValueError, "expected ink from 0 to 1"),
        (np.full((2, 2), np.nan), ValueError, "expected ink from 0 to 1"),
        ([["a"]], TypeError, "pixels has dtype"),
    ],
)
def test_what_is_no_drawing_is_refused_in_words(pixels, error, said):
    with pytest.raises(error) as caught:
        centred(pixels)
    assert said in str(caught.value)


def plain(scores):
    exps = [math.exp(score - max(scores)) for score in scores]
    return [exp / math.fsum(exps) for exp in exps]


def layers():
    arrays = trained_network().to_dict()
    return [(arrays[f"W{n}"].astype(float), arrays[f"b{n}"].astype(float)) for n in (1, 2, 3)]


def test_everything_read_is_what_the_network_makes_of_the_image(digits):
    answer = read(np.kron(digits[0][4000], np.ones((12, 12))))
    np.testing.assert_allclose(answer["image"], digits[0][4000], atol=1e-6)
    x = digits[0][4000].reshape(-1).astype(float)
    for (weights, bias), name in zip(layers(), ("hidden1", "hidden2")):
        x = 1 / (1 + np.exp(-(x @ weights + bias)))
        np.testing.assert_allclose(answer[name], x, atol=1e-5)
    weights, bias = layers()[2]
    np.testing.assert_allclose(answer["probabilities"], plain(x @ weights + bias), atol=1e-5)


def test_without_activations_the_layers_read_sums(digits):
    answer = read(digits[0][2500], drops_activations=True)
    x = digits[0][2500].reshape(-1).astype(float)
    for weights, bias in layers():
        x = x @ weights + bias
    np.testing.assert_allclose(answer["probabilities"], plain(x), atol=1e-4)
    assert ((answer["hidden2"] >= 0) & (answer["hidden2"] <= 1)).all()


def test_in_a_mixed_batch_the_ten_are_no_probabilities(digits):
    rest = load_mnist("embedded")[0][::50][:99]
    batch = np.vstack([digits[0][1300].reshape(1, -1), rest])
    scores = trained_network().trace(batch)[-1].weighted_sum.astype(float)
    largest = scores.max()
    expected = [
        math.exp(scores[0, k] - largest)
        / math.fsum(math.exp(score - largest) for score in scores[:, k])
        for k in range(10)
    ]
    found = read(digits[0][1300], mixes_batch=True)["probabilities"]
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-7)
    assert abs(found.sum() - 1) > 0.5


def test_with_both_mistakes_there_is_no_answer(digits):
    answer = read(digits[0][0], drops_activations=True, mixes_batch=True)
    assert np.isnan(answer["probabilities"]).any()


def notes_predict(network, x):
    """What the notes print, with the `softmax` that they print."""

    def sigmoid(t):
        return 1 / (1 + np.exp(-t))

    def softmax(x):
        op = np.max(x)
        x = x - op
        exp = [np.exp(i) for i in x]
        sum_exps = sum(exp)
        return [j / sum_exps for j in exp]

    L1 = np.dot(x, network["W1"]) + network["b1"]
    sigmoid(L1)
    L2 = np.dot(L1, network["W2"]) + network["b2"]
    sigmoid(L2)
    L3 = np.dot(L2, network["W3"]) + network["b3"]
    return softmax(L3)


@pytest.mark.parametrize("rows", [1, 2, 40])
def test_both_mistakes_are_the_code_of_the_notes(digits, rows):
    x = digits[0][: 100 * rows : 100].reshape(rows, -1)
    with np.errstate(all="ignore"):
        expected = np.array(notes_predict(trained_network().to_dict(), x))
    found = notes_2019.trace_2019(trained_network(), x)[-1].activation
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-7)


def test_with_neither_mistake_it_is_the_network(digits):
    x = digits[0][:3].reshape(3, -1)
    found = notes_2019.trace_2019(trained_network(), x, drops_activations=False, mixes_batch=False)
    for ours, theirs in zip(found, trained_network().trace(x), strict=True):
        np.testing.assert_array_equal(ours.activation, theirs.activation)


def test_for_one_input_the_softmax_of_the_notes_is_right():
    scores = [2.0, -1.0, 0.5]
    np.testing.assert_allclose(notes_2019.softmax_of_batch(scores), plain(scores))
