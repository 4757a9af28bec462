"""What batches do: to the notes' score with the book's weights, and to the time."""

from groundup_book.recorded import recorded

LOOP = "the notes' loop"


def _share(name: str) -> str:
    record = recorded("book-weights")
    return f"{record['right'][name] / record['images']:.4f}"


def _entry() -> dict:
    """The newest run comes first; those of other processors and kernels follow."""
    return recorded("inference")["entries"][0]


def _process(threads: int) -> dict:
    (process,) = (p for p in _entry()["processes"] if p["threads"] == threads)
    return process


def _time(run: str, threads: int = 1) -> float:
    return _process(threads)["runs"][run]["ratio"]


def _ratio(run: str, threads: int = 1) -> str:
    ratio = _time(run, threads)
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2f}"


def _saved(before: str, after: str) -> str:
    return f"{100 * (1 - _time(after) / _time(before)):.0f}%"


def _seconds(size: int) -> float:
    (row,) = (row for row in _process(1)["batches"] if row["size"] == size)
    return row["seconds"]


def book() -> str:
    """Return the accuracy of the book's weights, at every batch size."""
    return _share("book")


def notes_as_printed() -> str:
    """Return what the notes' batch code scores with the book's weights."""
    return _share("notes_batch_100")


def notes_softmax_100() -> str:
    """Return the score with only the notes' softmax wrong, 100 images at a time."""
    return _share("notes_softmax_batch_100")


def notes_softmax_1000() -> str:
    """Return the score with only the notes' softmax wrong, 1,000 at a time."""
    return _share("notes_softmax_batch_1000")


def notes_softmax_10000() -> str:
    """Return the score with only the notes' softmax wrong, 10,000 at a time."""
    return _share("notes_softmax_batch_10000")


def _book_batches() -> list[int]:
    names = recorded("book-weights")["right"]
    return sorted(int(n.split("_")[-1]) for n in names if n.startswith("notes_softmax"))


def smallest_book_batch() -> int:
    """Return the smallest batch size that the book's weights were scored with."""
    return _book_batches()[0]


def middle_book_batch() -> int:
    """Return the next one."""
    return _book_batches()[1]


def largest_book_batch() -> int:
    """Return the largest one, the whole test set."""
    return _book_batches()[2]


def processor() -> str:
    """Return the processor of the recorded run."""
    return _entry()["machine"]["processor"]


def kernel() -> str:
    """Return which of its kernels OpenBLAS ran there."""
    return _process(1)["kernel"]


def python() -> str:
    """Return the Python version of the recorded run."""
    return _entry()["python"]


def numpy() -> str:
    """Return the NumPy version of the recorded run."""
    return _entry()["numpy"]


def openblas() -> str:
    """Return the OpenBLAS version of the recorded run."""
    return _entry()["blas"].split()[-1]


def onnx_runtime() -> str:
    """Return the ONNX Runtime version of the recorded run."""
    return _process(1)["versions"]["ONNX Runtime"]


def pytorch() -> str:
    """Return the PyTorch version of the recorded run."""
    return _process(1)["versions"]["PyTorch"].partition("+")[0]


def scikit_learn() -> str:
    """Return the scikit-learn version of the recorded run."""
    return _process(1)["versions"]["scikit-learn"]


def date() -> str:
    """Return the day of the recorded run."""
    return _entry()["date"]


def rounds() -> int:
    """Return how many rounds the recorded run had."""
    return _entry()["rounds"]


def load() -> str:
    """Return how many processes wanted a core in the minute before the run."""
    return f"{_entry()['load']:.2f}"


def cores() -> int:
    """Return how many cores that machine has."""
    return _entry()["machine"]["cores"]


def images() -> int:
    """Return how many images were answered in each round."""
    return _entry()["images"]


def batch_size() -> int:
    """Return how many images `predict` takes together by default."""
    from groundup.inference import BATCH_SIZE

    return BATCH_SIZE


def gain_100() -> str:
    """Return how many times less an image costs in batches of 100 than alone."""
    return f"{_seconds(1) / _seconds(100):.0f}"


def gain_best() -> str:
    """Return the same for the fastest batch size of the recorded run."""
    fastest = min(row["seconds"] for row in _process(1)["batches"])
    return f"{_seconds(1) / fastest:.0f}"


def multiplications() -> int:
    """Return how many multiplications one image needs."""
    from groundup.trained import trained_network

    return sum(layer.weights.size for layer in trained_network().layers)


def forward_at_once() -> str:
    """Return the time of `network.forward` for all images over that of the products."""
    return _ratio("forward, all at once")


def forward_in_batches() -> str:
    """Return the same for `network.forward` in the batches of `predict`."""
    return _ratio("forward in batches")


def short_sigmoid() -> str:
    """Return the same with the sigmoid in its short form."""
    return _ratio("and a short sigmoid")


def reused() -> str:
    """Return the same where every batch is written over the one before it."""
    return _ratio("and arrays reused")


def columns() -> str:
    """Return the same where the scores lie column after column."""
    return _ratio("and scores in columns")


def tanh() -> str:
    """Return the same with tanh, folded into the weights, in the sigmoid's place."""
    return _ratio("the same with tanh")


def batches_save() -> str:
    """Return the share of its time that `network.forward` saves in batches."""
    return _saved("forward, all at once", "forward in batches")


def short_sigmoid_saves() -> str:
    """Return the share of that time that the sigmoid's short form saves."""
    return _saved("forward in batches", "and a short sigmoid")


def arrays_save() -> str:
    """Return the share of the rest that arrays of one's own save, scores in columns."""
    return _saved("and a short sigmoid", "and scores in columns")


def products_batches_1() -> str:
    """Return the time of the products in the batches of `predict`, one thread."""
    return _ratio("three products in batches")


def products_batches_2() -> str:
    """Return the same with two threads."""
    return _ratio("three products in batches", 2)


def predict_1() -> str:
    """Return the time of `predict` over that of the products, one thread."""
    return _ratio("predict")


def predict_2() -> str:
    """Return the same with two threads."""
    return _ratio("predict", 2)


def onnx_runtime_1() -> str:
    """Return the time of ONNX Runtime over that of the products, one thread."""
    return _ratio("ONNX Runtime")


def onnx_runtime_2() -> str:
    """Return the same with two threads."""
    return _ratio("ONNX Runtime", 2)


def onnx_runtime_batches_1() -> str:
    """Return the time of ONNX Runtime in the batches of `predict`, one thread."""
    return _ratio("ONNX Runtime in batches")


def onnx_runtime_batches_2() -> str:
    """Return the same with two threads."""
    return _ratio("ONNX Runtime in batches", 2)


def pytorch_1() -> str:
    """Return the time of PyTorch over that of the products, one thread."""
    return _ratio("PyTorch")


def pytorch_2() -> str:
    """Return the same with two threads."""
    return _ratio("PyTorch", 2)


def pytorch_batches_1() -> str:
    """Return the time of PyTorch in the batches of `predict`, one thread."""
    return _ratio("PyTorch in batches")


def pytorch_batches_2() -> str:
    """Return the same with two threads."""
    return _ratio("PyTorch in batches", 2)


def scikit_learn_1() -> str:
    """Return the time of scikit-learn over that of the products, one thread."""
    return _ratio("scikit-learn")


def scikit_learn_2() -> str:
    """Return the same with two threads."""
    return _ratio("scikit-learn", 2)


def scikit_learn_batches_1() -> str:
    """Return the time of scikit-learn in the batches of `predict`, one thread."""
    return _ratio("scikit-learn in batches")


def scikit_learn_batches_2() -> str:
    """Return the same with two threads."""
    return _ratio("scikit-learn in batches", 2)


def loop_1() -> str:
    """Return the time of the notes' loop over that of the products, one thread."""
    return _ratio(LOOP)


def loop_2() -> str:
    """Return the same with two threads."""
    return _ratio(LOOP, 2)


def _memory(row: int) -> dict:
    return _entry()["memory"][row]


def memory_few() -> int:
    """Return the smallest number of images whose memory was measured."""
    return _memory(0)["images"]


def memory_many() -> int:
    """Return the largest number of images whose memory was measured."""
    return _memory(-1)["images"]


def memory_beyond_few() -> str:
    """Return the peak beyond the answer for the fewest images."""
    return f"{_memory(0)['beyond_answer'] / 1e6:.2f} MB"


def memory_beyond_many() -> str:
    """Return the peak beyond the answer for the most images."""
    return f"{_memory(-1)['beyond_answer'] / 1e6:.2f} MB"
