"""An epoch of training against the same recipe in PyTorch, on the same threads.

    python tests/benchmarks/training.py [--pairs 7] [--threads 1 2]

Needs the training images (MNIST_DIR or the cache) and torch. Each pair is one epoch of
either, the order changing, in one process; both augment in one thread and learn in
another, which have to share a processor when the number of threads is one.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor


def epochs_of_groundup(images, labels):
    from groundup.training import steps
    from groundup.training.recipe import RECIPE, SIZES

    recipe = RECIPE | {"schedule": "constant", "epochs": 10**6}
    loss, right, seen = 0.0, 0, 0
    for step in steps(SIZES, images, labels, **recipe):
        loss += step.loss * len(step.x)
        right += int((step.output.argmax(axis=1) == step.labels).sum())
        seen += len(step.x)
        if seen == len(images):
            yield loss / seen, right / seen
            loss, right, seen = 0.0, 0, 0


def epochs_of_torch(images, labels):
    import torch

    from groundup.training import augment
    from groundup.training.batches import CHUNK
    from groundup.training.recipe import RECIPE, SIZES

    torch.set_num_threads(1)
    torch.manual_seed(0)
    images, labels = torch.from_numpy(images), torch.from_numpy(labels)
    size, side, share = RECIPE["batch_size"], 28, 64
    line = torch.arange(side, dtype=torch.float64)
    blur = torch.exp(-((line[:, None] - line) ** 2) / (2 * augment.SMOOTH**2))
    blur /= blur.norm(dim=1, keepdim=True)
    middle = (side - 1) / 2
    at = torch.stack(torch.meshgrid(line, line, indexing="ij")).reshape(2, -1) - middle

    def either_way(*shape):
        return torch.rand(*shape, dtype=torch.float64) * 2 - 1

    def grids(count):
        angle = either_way(count) * augment.ROTATION * torch.pi / 180
        stretch = 1 + augment.SCALE * either_way(2, count)
        slant = augment.SHEAR * either_way(count)
        cos, sin = torch.cos(angle), torch.sin(angle)
        turn = torch.stack([torch.stack([cos, -sin]), torch.stack([sin, cos])])
        zero = torch.zeros(count, dtype=torch.float64)
        shape = torch.stack(
            [torch.stack([stretch[0], slant]), torch.stack([zero, stretch[1]])]
        )
        affine = torch.einsum("ijn,jkn->nik", turn, shape)
        noise = torch.randn(count, 2, side, side, dtype=torch.float64)
        bend = augment.BEND * (blur @ noise @ blur.T).reshape(count, 2, -1)
        return affine @ at + bend + augment.SHIFT * either_way(count, 2, 1) + middle

    def warp(images, grid):
        grid = grid.clamp(0, side - 1)
        corner = grid.long().clamp(max=side - 2)
        down, right = (grid - corner).float()[:, :, None]
        first = corner[0] * side + corner[1]
        pixels = images.T.contiguous()
        result = pixels[first] * ((1 - down) * (1 - right))
        result += pixels[first + 1] * ((1 - down) * right)
        result += pixels[first + side] * (down * (1 - right))
        result += pixels[first + side + 1] * (down * right)
        return result.T

    def chunks():
        order = torch.randperm(len(images))
        for start in range(0, len(images), CHUNK * size):
            rows = order[start : start + CHUNK * size]
            plain = images[rows]
            count = -(-len(plain) // share)
            result = torch.empty_like(plain)
            for n, grid in enumerate(grids(count)):
                result[n::count] = warp(plain[n::count], grid)
            yield result, labels[rows]

    inputs, *hidden, outputs = SIZES
    layers = []
    for neurons in hidden:
        layers += [torch.nn.Linear(inputs, neurons), torch.nn.Sigmoid()]
        inputs = neurons
    network = torch.nn.Sequential(*layers, torch.nn.Linear(inputs, outputs))
    optimizer = torch.optim.AdamW(
        network.parameters(),
        RECIPE["learning_rate"],
        weight_decay=RECIPE["weight_decay"],
        fused=True,
    )
    criterion = torch.nn.CrossEntropyLoss()
    while True:
        loss = right = 0.0
        made = chunks()
        with ThreadPoolExecutor(1) as thread:
            following = thread.submit(next, made, None)
            while (chunk := following.result()) is not None:
                following = thread.submit(next, made, None)
                for x, y in zip(chunk[0].split(size), chunk[1].split(size)):
                    optimizer.zero_grad()
                    scores = network(x)
                    error = criterion(scores, y)
                    error.backward()
                    optimizer.step()
                    loss += error.item() * len(y)
                    right += (scores.detach().argmax(1) == y).sum().item()
        yield loss / len(images), right / len(images)


def measure(pairs):
    from groundup.mnist import load_training

    images, labels = load_training()
    ours, theirs = epochs_of_groundup(images, labels), epochs_of_torch(images, labels)
    next(ours), next(theirs)
    ratios, seconds = [], {ours: [], theirs: []}
    for pair in range(pairs):
        for epochs in (ours, theirs) if pair % 2 else (theirs, ours):
            start = time.perf_counter()
            reached = next(epochs)
            seconds[epochs].append(time.perf_counter() - start)
        ratios.append(seconds[ours][-1] / seconds[theirs][-1])
    print(
        f"{len(os.sched_getaffinity(0))} threads, {pairs} pairs:"
        f" ours {statistics.median(seconds[ours]):.3f} s an epoch,"
        f" PyTorch {statistics.median(seconds[theirs]):.3f} s;"
        f" ours / PyTorch {statistics.median(ratios):.3f}"
        f" (from {min(ratios):.3f} to {max(ratios):.3f}); last {reached}",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.threads[0]])
        measure(options.pairs)
        return
    single = dict.fromkeys(
        ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
    )
    for threads in options.threads:
        subprocess.run(
            [sys.executable, __file__, "--inside", "--threads", str(threads)]
            + ["--pairs", str(options.pairs)],
            env=os.environ | single,
            check=True,
        )


if __name__ == "__main__":
    main()
