"""The perceptron's drawing shows the numbers of the AND gate."""

from groundup_book.figures import perceptron


def texts(language):
    (axes,) = perceptron.and_neuron(language).axes
    return [text.get_text() for text in axes.texts if text.get_text()]


def test_weights_and_bias_are_those_of_and():
    shown = texts("en")
    assert shown.count("× 0.5") == 2
    assert "− 0.7" in shown


def test_only_the_words_change_with_the_language():
    korean, english = texts("ko"), texts("en")
    assert len(korean) == len(english)
    assert len(set(korean) - set(english)) == 4
    assert not any("가" <= c <= "힣" for text in english for c in text)
