"""Times predict against its three matrix products alone, a plain loop and its peers.

    $ python tests/benchmarks/inference.py
    $ python tests/benchmarks/inference.py --kernels Sandybridge Nehalem --record

One process for one thread and one for two, and one more for each of OpenBLAS's other
kernels that is named. Each round times everything once, and what is said is the median
of the ratios within the rounds; seconds are those of the fastest round. ONNX Runtime,
PyTorch and scikit-learn are compared where they are installed
(`pip install onnx onnxruntime torch scikit-learn`). `--record` also writes the figures
that the page shows, one entry a processor and kernel; it needs every peer and a machine
that does nothing else.
"""

import argparse
import importlib
import json
import math
import os
import platform
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from groundup.activations import softmax
from groundup.inference import BATCH_SIZE, predict
from groundup.mnist import load_mnist
from groundup.network import Network

RECORD = Path(__file__).parents[2] / "src/groundup_book/records/inference.json"
IMAGES = 10_000
SIZES = (784, 50, 100, 10)
BATCH_SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000]
MEMORY = [1_000, 10_000, 100_000]
THREADS = (1, 2)
IDLE = 0.5
PRODUCTS = "three products"
OURS = "predict"
REUSED = "and arrays reused"
TANH = "the same with tanh"
GOALS = {PRODUCTS: 1.2, REUSED: 1.0, TANH: 1.0}
LOOP = "the notes' loop"
LOOP_EVERY = 6
THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")
KERNEL_VARIABLE = "OPENBLAS_CORETYPE"


def a_network() -> Network:
    rng = np.random.default_rng(0)
    arrays = {}
    for n, (inputs, outputs) in enumerate(zip(SIZES, SIZES[1:]), start=1):
        weights = rng.normal(0, inputs**-0.5, (inputs, outputs))
        arrays[f"W{n}"] = weights.astype(np.float32)
        arrays[f"b{n}"] = rng.normal(size=outputs).astype(np.float32)
    return Network.from_dict(arrays)


def some_images(count: int) -> np.ndarray:
    digits, _ = load_mnist("embedded")
    return np.tile(digits, (-(-count // len(digits)), 1))[:count]


def products(network: Network) -> Callable:
    w1, w2, w3 = (layer.weights for layer in network.layers)
    return lambda x: x @ w1 @ w2 @ w3


def steps(network: Network, x: np.ndarray) -> dict[str, Callable]:
    """Return the way from `network.forward` to `predict`, one trick after the other."""
    pairs = [(layer.weights, layer.bias) for layer in network.layers]
    return {
        "forward, all at once": lambda: network.forward(x),
        "forward in batches": in_parts(network.forward, x, BATCH_SIZE),
        "and a short sigmoid": in_parts(lambda part: layers(pairs, part), x, BATCH_SIZE),
        REUSED: plain_loop(pairs, x, short_sigmoid),
        "and scores in columns": plain_loop(pairs, x, short_sigmoid, "F"),
        TANH: plain_loop(with_tanh(pairs), x, lambda a: np.tanh(a, out=a), "F"),
    }


def layers(pairs: list, z: np.ndarray) -> np.ndarray:
    *hidden, (weights, bias) = pairs
    for w, b in hidden:
        z = 1 / (1 + np.exp(-(z @ w + b)))
    return softmax(z @ weights + bias)


def plain_loop(pairs: list, x: np.ndarray, activate: Callable, order="C") -> Callable:
    """Write the loop of `predict` out for this network, without its checks."""

    def run():
        answer = np.empty((len(x), SIZES[-1]), np.float32)
        arrays = [np.empty((BATCH_SIZE, n), np.float32) for n in SIZES[1:-1]]
        arrays.append(np.empty((BATCH_SIZE, SIZES[-1]), np.float32, order))
        for start in range(0, len(x), BATCH_SIZE):
            z = x[start : start + BATCH_SIZE]
            for (weights, bias), array in zip(pairs, arrays):
                a = np.matmul(z, weights, out=array[: len(z)])
                a += bias
                z = softmax(a) if array is arrays[-1] else activate(a)
            answer[start : start + BATCH_SIZE] = z
        return answer

    return run


def short_sigmoid(a: np.ndarray) -> np.ndarray:
    np.negative(a, out=a)
    np.exp(a, out=a)
    a += 1
    return np.divide(1, a, out=a)


def with_tanh(pairs: list) -> list:
    """Fold (1 + tanh(a / 2)) / 2, which is sigmoid(a), into the weights around it."""
    folded = []
    for n, (weights, bias) in enumerate(pairs):
        if n > 0:
            weights, bias = weights / 2, bias + weights.sum(axis=0) / 2
        if n < len(pairs) - 1:
            weights, bias = weights / 2, bias / 2
        folded.append((weights, bias))
    return folded


def notes_loop(network: Network, x: np.ndarray) -> Callable:
    """The loop over single images, its hidden activations no longer thrown away."""
    (w1, b1), (w2, b2), (w3, b3) = ((la.weights, la.bias) for la in network.layers)

    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    def softmax(x):
        op = np.max(x)
        x = x - op
        exp = [np.exp(i) for i in x]
        sum_exps = sum(exp)
        return [j / sum_exps for j in exp]

    def one(x):
        z1 = sigmoid(np.dot(x, w1) + b1)
        z2 = sigmoid(np.dot(z1, w2) + b2)
        return softmax(np.dot(z2, w3) + b3)

    return lambda: np.array([one(image) for image in x])


def onnx_runtime(network: Network, x: np.ndarray, threads: int, size: int) -> Callable:
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    nodes, arrays, signal = [], [], "x"
    for n, layer in enumerate(network.layers, start=1):
        arrays += [
            numpy_helper.from_array(layer.weights, f"W{n}"),
            numpy_helper.from_array(layer.bias, f"b{n}"),
        ]
        activation = "Softmax" if layer is network.layers[-1] else "Sigmoid"
        nodes += [
            helper.make_node("Gemm", [signal, f"W{n}", f"b{n}"], [f"z{n}"]),
            helper.make_node(activation, [f"z{n}"], [f"a{n}"]),
        ]
        signal = f"a{n}"
    graph = helper.make_graph(
        nodes,
        "digits",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, SIZES[0]])],
        [helper.make_tensor_value_info(signal, TensorProto.FLOAT, [None, SIZES[-1]])],
        arrays,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return in_parts(lambda part: session.run(None, {"x": part})[0], x, size)


def pytorch(network: Network, x: np.ndarray, threads: int, size: int) -> Callable:
    import torch

    torch.set_num_threads(threads)
    stages = []
    for layer in network.layers:
        linear = torch.nn.Linear(*layer.weights.shape)
        linear.weight.data = torch.tensor(layer.weights.T)
        linear.bias.data = torch.tensor(layer.bias)
        last = layer is network.layers[-1]
        stages += [linear, torch.nn.Softmax(dim=1) if last else torch.nn.Sigmoid()]
    model = torch.nn.Sequential(*stages)

    def run(part):
        with torch.inference_mode():
            return model(torch.from_numpy(part)).numpy()

    return in_parts(run, x, size)


def scikit_learn(network: Network, x: np.ndarray, threads: int, size: int) -> Callable:
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(SIZES[1:-1], activation="logistic", max_iter=1)
    model.partial_fit(x[: SIZES[-1]], np.arange(SIZES[-1]), classes=range(SIZES[-1]))
    model.coefs_ = [layer.weights for layer in network.layers]
    model.intercepts_ = [layer.bias for layer in network.layers]
    return in_parts(model.predict_proba, x, size)


def in_parts(run: Callable, x: np.ndarray, size: int) -> Callable:
    if size == len(x):
        return lambda: run(x)
    starts = range(0, len(x), size)
    return lambda: np.concatenate([run(x[i : i + size]) for i in starts])


PEERS = {
    "ONNX Runtime": (onnx_runtime, "onnxruntime"),
    "PyTorch": (pytorch, "torch"),
    "scikit-learn": (scikit_learn, "sklearn"),
}


def measure(threads: int, rounds: int) -> dict:
    """Return what one process measures, ready for JSON."""
    network, x = a_network(), some_images(IMAGES)
    expected = network.forward(x)
    bare = products(network)
    subjects = {
        PRODUCTS: lambda: bare(x),
        f"{PRODUCTS} in batches": in_parts(bare, x, BATCH_SIZE),
    }
    subjects |= steps(network, x) | {OURS: lambda: predict(network, x)}
    versions, missing = {}, []
    for name, (peer, module) in PEERS.items():
        try:
            versions[name] = importlib.import_module(module).__version__
            subjects[name] = peer(network, x, threads, IMAGES)
            subjects[f"{name} in batches"] = peer(network, x, threads, BATCH_SIZE)
        except ImportError:
            missing.append(name)
    subjects[LOOP] = notes_loop(network, x)
    for name, run in subjects.items():
        answer = run()
        if not name.startswith(PRODUCTS):
            np.testing.assert_allclose(answer, expected, atol=1e-5, err_msg=name)
    sizes = {f"batch {n}": n for n in BATCH_SIZES}
    for name, size in sizes.items():
        subjects[name] = lambda size=size: predict(network, x, size)
    seen = {name: [] for name in subjects}
    for number in range(rounds):
        for name, run in subjects.items():
            slow = name == LOOP or sizes.get(name, math.inf) < 10
            if slow and number % LOOP_EVERY:
                seen[name].append(math.nan)
                continue
            start = perf_counter()
            run()
            seen[name].append(perf_counter() - start)
    rows = {
        name: {
            "seconds": round(float(np.nanmin(times)), 6),
            "ratio": round(ratio(times, seen[PRODUCTS]), 3),
        }
        for name, times in seen.items()
    }
    return {
        "threads": threads,
        "kernel": kernel(),
        "runs": {name: row for name, row in rows.items() if name not in sizes},
        "batches": [{"size": n, **rows[name]} for name, n in sizes.items()],
        "goals": {name: round(ratio(seen[OURS], seen[name]), 3) for name in GOALS},
        "versions": versions,
        "missing": missing,
    }


def ratio(times: list[float], others: list[float]) -> float:
    pairs = zip(times, others)
    return median(a / b for a, b in pairs if not math.isnan(a + b))


def memory() -> list[dict]:
    """Return the peak of predict beyond its answer, in bytes, by number of images."""
    network = a_network()
    x = some_images(max(MEMORY))
    predict(network, x[:1])
    rows = []
    for count in MEMORY:
        tracemalloc.start()
        answer = predict(network, x[:count])
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        rows.append({"images": count, "beyond_answer": peak - answer.nbytes})
    return rows


def processor(path: Path = Path("/proc/cpuinfo")) -> str:
    """Return the processor's name, with family and model, which many share."""
    if not path.exists():
        return platform.processor() or platform.machine()
    pairs = (line.split(":", 1) for line in path.read_text().splitlines() if ":" in line)
    told = {key.strip(): value.strip() for key, value in reversed(list(pairs))}
    numbers = [f"{key} {told[key]}" for key in ("cpu family", "model") if key in told]
    name = told.get("model name", platform.machine())
    return f"{name} ({', '.join(numbers)})" if numbers else name


def kernel() -> str | None:
    """Return which of its kernels NumPy's OpenBLAS runs, as far as it can be told."""
    try:
        import threadpoolctl
    except ImportError:
        return None
    found = threadpoolctl.threadpool_info()
    return next((f["architecture"] for f in found if "numpy" in f["filepath"]), None)


def in_its_own_process(threads: int, rounds: int, forced: str | None = None) -> dict:
    command = [sys.executable, __file__, "--rounds", str(rounds)]
    environment = os.environ | dict.fromkeys(THREAD_VARIABLES, str(threads))
    environment.pop(KERNEL_VARIABLE, None)
    run = subprocess.run(
        [*command, "--only-threads", str(threads)],
        env=environment | ({KERNEL_VARIABLE: forced} if forced else {}),
        capture_output=True,
        text=True,
    )
    if run.returncode < 0:
        sys.exit(f"this processor cannot run the kernel {forced}")
    if run.returncode:
        sys.exit(run.stderr)
    return json.loads(run.stdout)


def show(seen: dict) -> bool:
    print(f"\n{seen['threads']} thread(s), kernel {seen['kernel']}, {IMAGES:,} images")
    print(f"  {'':28}{'ms':>9}{'x products':>12}")
    batches = {f"{OURS}, batch_size={row['size']}": row for row in seen["batches"]}
    for name, row in (seen["runs"] | batches).items():
        print(f"  {name:28}{row['seconds'] * 1e3:9.2f}{row['ratio']:12.3f}")
    for name in seen["missing"]:
        print(f"  {name} is not installed and was left out")
    met = True
    for name, goal in GOALS.items() if seen["threads"] == 1 else ():
        reached = seen["goals"][name]
        met &= reached <= goal
        word = "met" if reached <= goal else "MISSED"
        print(f"  goal {word}: {reached:.3f} times '{name}' (at most {goal})")
    return met


def told_of_the_machine(load: float, rounds: int) -> dict:
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return {
        "machine": {"processor": processor(), "cores": os.cpu_count()},
        "load": round(load, 2),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas": f"{blas['name']} {blas['version']}",
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "rounds": rounds,
        "images": IMAGES,
        "batch_size": BATCH_SIZE,
    }


def merged(entries: list[dict], new: list[dict]) -> list[dict]:
    """Return the new entries, then the others but for those of the same machine."""
    keys = [machine_and_kernel(entry) for entry in new]
    return new + [entry for entry in entries if machine_and_kernel(entry) not in keys]


def machine_and_kernel(entry: dict) -> tuple[str, str | None]:
    return entry["machine"]["processor"], entry["forced"]


def refuse_a_busy_machine(load: float) -> None:
    if load > IDLE:
        sys.exit(
            f"the mean load of the last minute is {load:.2f}; a record is made at"
            f" {IDLE} or less: nothing was measured"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=31, help="default 31")
    parser.add_argument("--record", action="store_true", help=f"write {RECORD.name}")
    parser.add_argument(
        "--kernels", nargs="*", default=[], help="others of OpenBLAS, on one thread"
    )
    parser.add_argument("--only-threads", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only_threads:
        print(json.dumps(measure(options.only_threads, options.rounds)))
        return
    load = os.getloadavg()[0]
    if options.record:
        refuse_a_busy_machine(load)
    told = told_of_the_machine(load, options.rounds)
    default = [in_its_own_process(threads, options.rounds) for threads in THREADS]
    new = [{**told, "forced": None, "memory": memory(), "processes": default}]
    for name in options.kernels:
        process = in_its_own_process(1, options.rounds, name)
        new.append({**told, "forced": name, "processes": [process]})
    seen = [process for entry in new for process in entry["processes"]]
    met = all([show(process) for process in seen])
    print(f"\nload of the machine before: {load:.2f}")
    print("memory beyond the answer")
    for row in new[0]["memory"]:
        print(f"  {row['images']:>9,} images {row['beyond_answer'] / 1e6:9.3f} MB")
    if options.record:
        if any(process["missing"] for process in seen):
            sys.exit("nothing was recorded: a record needs every peer")
        entries = json.loads(RECORD.read_text("utf-8"))["entries"]
        record = {"entries": merged(entries, new)}
        RECORD.write_text(json.dumps(record, indent=2) + "\n", "utf-8")
        print(f"wrote {RECORD.name}")
    sys.exit(not met)


if __name__ == "__main__":
    main()
