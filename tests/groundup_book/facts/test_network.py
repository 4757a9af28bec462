from groundup_book.facts import network


def test_parameters_are_counted_by_hand():
    assert network.weights() == 2 * 3 + 3 * 2 + 2 * 2
    assert network.biases() == 3 + 2 + 2
