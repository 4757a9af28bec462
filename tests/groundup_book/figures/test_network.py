import math

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Circle

from groundup_book.figures import network as figures
from groundup_book.figures import style
from groundup.network import Network


def texts(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def lines(figure):
    return figure.axes[0].get_lines()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_neuron_and_connection_of_version_1_is_drawn(language):
    figure = figures.three_layers(language)
    assert len(lines(figure)) == 2 * 3 + 3 * 2 + 2 * 2
    circles = [p for p in figure.axes[0].patches if isinstance(p, Circle)]
    assert len(circles) == 2 + 3 + 2 + 2
    values = [t.get_text() for t in figure.axes[0].texts if t.get_gid() == "value"]
    z1 = [1 / (1 + math.exp(-t)) for t in (0.3, 0.7, 1.1)]
    assert values[:5] == ["1.00", "0.50", *(f"{z:.2f}" for z in z1)]
    assert values[-2:] == ["0.32", "0.70"]


def test_labels_are_in_the_language():
    korean, english = (texts(figures.three_layers(name)) for name in ("ko", "en"))
    assert {"입력층", "은닉층 1", "출력층", "편향 0.3", "시그모이드"} <= set(korean)
    assert {"input", "hidden 1", "output", "bias 0.3", "sigmoid"} <= set(english)
    assert "W₂ (3, 2)" in korean and "W₂ (3, 2)" in english


def test_width_grows_with_the_weight_and_the_sign_shows_twice():
    network = Network.from_dict(
        {"W1": [[0.5, -1.0, 2.0]], "b1": [0, 0, 0]}, ["identity"]
    )
    half, minus, two = lines(figures.three_layers("en", network=network, x=(1.0,)))
    assert half.get_linewidth() < minus.get_linewidth() < two.get_linewidth()
    assert to_hex(minus.get_color()) == style.ORANGE and minus.get_linestyle() == "--"
    assert to_hex(two.get_color()) == style.BLUE and two.get_linestyle() == "-"
    assert "−1" in texts(figures.three_layers("en", network=network, x=(1.0,)))


def test_without_the_hidden_activations_the_response_is_a_line():
    kept, lost = figures.response("ko").axes
    bends = [
        np.abs(np.diff(axes.get_lines()[0].get_ydata(), 2)).max() for axes in (kept, lost)
    ]
    assert bends[0] > 1e-5 and bends[1] < 1e-12
    assert kept.get_title() == "z를 다음 층에 넘김"
    assert figures.response("en").axes[0].get_title() == "z goes on"
