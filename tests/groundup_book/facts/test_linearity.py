from groundup_book.facts import linearity


def test_parameters_are_counted_layer_by_layer():
    layered = (784 + 1) * 50 + (50 + 1) * 100 + (100 + 1) * 10
    assert linearity.layered_parameters() == layered
    assert linearity.collapsed_parameters() == (784 + 1) * 10
