"""What batches do: to the notes' score with the book's weights, and to the time."""

from groundup_book.recorded import recorded

LOOP = "the notes' loop"


def _share(name: str) -> str:
    record = recorded("book-weights")
    return f"{record['right'][name] / record['images']:.4f}"


def _process(threads: int) -> dict:
    processes = recorded("inference")["processes"]
    (process,) = (p for p in processes if p["threads"] == threads)
    return process


def _ratio(run: str) -> str:
    ratio = _process(1)["runs"][run]["ratio"]
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2f}"


def _in_batches(peer: str) -> str:
    return _ratio(f"{peer}, {batch_size()} a call")


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
    return recorded("inference")["machine"]["processor"]


def python() -> str:
    """Return the Python version of the recorded run."""
    return recorded("inference")["python"]


def numpy() -> str:
    """Return the NumPy version of the recorded run."""
    return recorded("inference")["numpy"]


def openblas() -> str:
    """Return the OpenBLAS version of the recorded run."""
    return recorded("inference")["blas"].split()[-1]


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
    return recorded("inference")["date"]


def rounds() -> int:
    """Return how many rounds the recorded run had."""
    return recorded("inference")["rounds"]


def load() -> str:
    """Return how many processes wanted a core in the minute before the run."""
    return f"{recorded('inference')['load']:.1f}"


def cores() -> int:
    """Return how many cores that machine has."""
    return recorded("inference")["machine"]["cores"]


def images() -> int:
    """Return how many images were answered in each round."""
    return recorded("inference")["images"]


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


def predict_1() -> str:
    """Return the time of `predict` over that of the products alone, one thread."""
    return _ratio("predict")


def onnx_runtime_1() -> str:
    """Return the time of ONNX Runtime over that of the products, one thread."""
    return _ratio("ONNX Runtime")


def onnx_runtime_batches_1() -> str:
    """Return the same for ONNX Runtime in the batches of `predict`, one thread."""
    return _in_batches("ONNX Runtime")


def pytorch_1() -> str:
    """Return the time of PyTorch over that of the products, one thread."""
    return _ratio("PyTorch")


def scikit_learn_1() -> str:
    """Return the time of scikit-learn over that of the products, one thread."""
    return _ratio("scikit-learn")


def loop_1() -> str:
    """Return the time of the notes' loop over that of the products, one thread."""
    return _ratio(LOOP)


def _memory(row: int) -> dict:
    return recorded("inference")["memory"][row]


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
