import numpy as np

from groundup_book.facts import products

A = np.arange(24).reshape(2, 3, 4)
B = np.arange(24).reshape(2, 4, 3)


def test_entries_are_those_of_numpys_products():
    assert products.dot_entries() == np.dot(A, B).size
    assert products.matmul_entries() == np.matmul(A, B).size


def test_memory_is_what_numpy_would_allocate():
    stack = np.zeros((100, 100, 100))
    assert products.matmul_memory() == f"{np.matmul(stack, stack).nbytes // 10**6} MB"
    thin = np.zeros((100, 1, 1))
    share = np.dot(thin, thin).nbytes * 100 * 100
    assert products.dot_memory() == f"{share // 10**6} MB"
