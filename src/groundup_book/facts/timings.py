"""What the gates cost, from the recorded run and from the notes of 2019."""

from groundup_book.recorded import recorded


def _record() -> dict:
    return recorded("gates-timings")


def _ns(form: str, *inputs: int, stem: str = "gates-timings") -> float:
    calls = recorded(stem)["calls"]
    (row,) = (c for c in calls if (c["form"], c["inputs"]) == (form, list(inputs)))
    return row["ns"]


def _then(form: str, *inputs: int) -> float:
    return _ns(form, *inputs, stem="gates-timings-2019")


def _times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.3g}"


def threshold_over_product() -> str:
    """Return how many times the product the threshold form of AND costs."""
    return _times(_ns("and_threshold", 0, 0) / _ns("and_product", 0, 0))


def threshold_over_product_2019() -> str:
    """Return the same ratio in the notes."""
    return _times(_then("and_threshold", 0, 0) / _then("and_product", 0, 0))


def neuron_over_threshold() -> str:
    """Return how many times the threshold form the NumPy neuron of AND costs."""
    return _times(_ns("and_sigmoid", 0, 1) / _ns("and_threshold", 0, 0))


def neuron_over_threshold_2019() -> str:
    """Return the same ratio in the notes."""
    return _times(_then("and_sigmoid", 0, 1) / _then("and_threshold", 0, 0))


def xor_over_neuron() -> str:
    """Return how many times one NumPy neuron the XOR of three costs."""
    return _times(_ns("xor_sigmoid", 0, 1) / _ns("and_sigmoid", 0, 1))


def xor_over_neuron_2019() -> str:
    """Return the same ratio in the notes."""
    return _times(_then("xor_sigmoid", 0, 1) / _then("and_sigmoid", 0, 1))


def sigmoid_over_step() -> str:
    """Return how many times the step decision the sigmoid decision of OR costs."""
    return _times(_ns("or_sigmoid", 0, 0) / _ns("or_step", 0, 0))


def sigmoid_over_step_2019() -> str:
    """Return the same ratio in the notes."""
    return _times(_then("or_sigmoid", 0, 0) / _then("or_step", 0, 0))


def _spread(form: str, *inputs: int) -> str:
    calls = recorded("gates-timings-2019")["calls"]
    (row,) = (c for c in calls if (c["form"], c["inputs"]) == (form, list(inputs)))
    return f"{row['ns']:g} ± {row['std_ns']:g} ns"


def or_threshold_zeros_2019() -> str:
    """Return mean and deviation of or2(0, 0) in the notes."""
    return _spread("or_threshold", 0, 0)


def or_threshold_one_2019() -> str:
    """Return mean and deviation of or2(0, 1) in the notes."""
    return _spread("or_threshold", 0, 1)


def widest_spread_2019() -> str:
    """Return the largest deviation in the notes, as a share of its mean."""
    calls = recorded("gates-timings-2019")["calls"]
    return f"{100 * max(c['std_ns'] / c['ns'] for c in calls):.0f} %"


def xor_scalar() -> str:
    """Return what one pair costs in the notes' XOR."""
    return f"{_ns('xor_sigmoid', 0, 1) / 1000:.3g} µs"


def xor_array() -> str:
    """Return what one pair costs in `xor_gate` on an array."""
    return f"{_record()['arrays']['xor_gate']:.2g} ns"


def scalar_over_array() -> str:
    """Return how many times less than in the notes a pair costs in an array call."""
    ratio = _ns("xor_sigmoid", 0, 1) / _record()["arrays"]["xor_gate"]
    return f"{round(ratio, -2):,.0f}"


def array_over_floor() -> str:
    """Return how many times `np.logical_xor` the array call of `xor_gate` costs."""
    arrays = _record()["arrays"]
    return _times(arrays["xor_gate"] / arrays["logical_xor"])
