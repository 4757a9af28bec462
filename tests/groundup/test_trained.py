import numpy as np

from groundup.mnist import load_mnist
from groundup.trained import trained_network


def test_it_reads_digits_that_it_has_not_learned_from():
    network = trained_network()
    assert network.sizes == (784, 50, 100, 10)
    images, labels = load_mnist("embedded")
    assert np.mean(network.forward(images).argmax(axis=1) == labels) > 0.985
