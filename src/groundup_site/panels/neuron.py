"""One neuron, its weights and bias in the reader's hand: the line and the truth table."""

from groundup import gates
from groundup.figures.gates import CORNERS
from groundup.gates import AND, Neuron
from groundup_site.panels import initial, number, slider, tabulated

WEIGHTS = tuple(n / 4 for n in range(-4, 5))
BIASES = tuple(n / 10 for n in range(-15, 16))
AXES = {"w1": WEIGHTS, "w2": WEIGHTS, "b": BIASES}
LOW, HIGH = -0.5, 1.5
SIZE = 300
SQUARE = ((LOW, LOW), (HIGH, LOW), (HIGH, HIGH), (LOW, HIGH))
GATES = {"AND": gates.and_gate, "OR": gates.or_gate, "NAND": gates.nand_gate}
X1, X2 = zip(*CORNERS)
WORDS = {
    "ko": {
        "title": "가중치와 편향을 움직여 보세요",
        "w1": "가중치 w₁", "w2": "가중치 w₂", "b": "편향 b",
        "total": "합 t", "output": "출력", "gate": "진리표의 이름",
        "plane": "입력 평면. 색칠한 쪽에서 뉴런의 출력이 1이다. 진리표에 같은 내용이 있다.",
    },
    "en": {
        "title": "Move the weights and the bias",
        "w1": "weight w₁", "w2": "weight w₂", "b": "bias b",
        "total": "sum t", "output": "output", "gate": "name of the truth table",
        "plane": "The plane of the inputs. The neuron gives 1 in the coloured part. The table says the same.",
    },
}  # fmt: skip


def place(x1: float, x2: float) -> tuple[float, float]:
    """Return where a pair of inputs stands in the drawing."""
    scale = SIZE / (HIGH - LOW)
    return round((x1 - LOW) * scale, 1), round((HIGH - x2) * scale, 1)


def fires(neuron: Neuron) -> list[tuple[float, float]]:
    """Return the corners of the part of the square where the neuron fires.

    The sum is a linear function of the inputs, so that between two corners it crosses
    zero where a straight line between their sums does.
    """
    corners = []
    for (x, y), (next_x, next_y) in zip(SQUARE, SQUARE[1:] + SQUARE[:1]):
        here, there = float(neuron.total(x, y)), float(neuron.total(next_x, next_y))
        if here > 0:
            corners.append((x, y))
        if (here > 0) != (there > 0):
            share = here / (here - there)
            corners.append((x + share * (next_x - x), y + share * (next_y - y)))
    return corners


def show(w1: float, w2: float, b: float) -> dict[str, str]:
    """Return what the panel says of one neuron."""
    neuron = Neuron((w1, w2), b)
    outputs = [int(y) for y in neuron(X1, X2)]
    names = [name for name, gate in GATES.items() if gate(X1, X2).tolist() == outputs]
    region = " ".join(f"{x:g},{y:g}" for x, y in (place(*c) for c in fires(neuron)))
    texts = {"region": region, "name": names[0] if names else "–"}
    for n, (total, output) in enumerate(zip(neuron.total(X1, X2), outputs)):
        texts |= {f"t{n}": number(total), f"y{n}": str(output)}
    return texts


def panel() -> dict:
    """Return the panel, AND at first."""
    data = {
        "axes": {name: len(values) for name, values in AXES.items()},
        "parts": tabulated(show, AXES, *AXES),
    }
    start = dict(zip(AXES, (*AND.weights, AND.bias)))
    places = {name: AXES[name].index(value) for name, value in start.items()}
    return {
        "html": {name: initial(_html(name, start), data, places) for name in WORDS},
        "data": data,
    }


def _html(language: str, start: dict[str, float]) -> str:
    words = WORDS[language]
    left, right, bottom, top = *place(0, 0), *place(1, 1)
    dots = "".join(
        f'<g class="gu-dot" data-set="data-on=y{n}" data-on="{{y{n}}}">'
        f'<circle cx="{x}" cy="{y}" r="13"/>'
        f'<text x="{x}" y="{y + 4.5}" data-set="text=y{n}">{{y{n}}}</text></g>'
        for n, (x, y) in enumerate(place(*corner) for corner in CORNERS)
    )
    rows = "".join(
        f'<tr><td>{x1}</td><td>{x2}</td><td data-set="text=t{n}">{{t{n}}}</td>'
        f'<td data-set="text=y{n}">{{y{n}}}</td></tr>'
        for n, (x1, x2) in enumerate(CORNERS)
    )
    sliders = "".join(slider(name, words[name], AXES[name], start[name]) for name in AXES)
    return (
        f'<section class="gu-panel" data-panel="neuron" aria-label="{words["title"]}">'
        f'<p class="gu-panel-title">{words["title"]}</p>'
        f'<div class="gu-sliders">{sliders}</div><div class="gu-two">'
        f'<svg viewBox="-24 -4 {SIZE + 28} {SIZE + 30}" role="img" aria-label="{words["plane"]}">'
        f'<rect class="gu-plane" width="{SIZE}" height="{SIZE}"/>'
        f'<polygon class="gu-fires" data-set="points=region" points="{{region}}"/>'
        f'<path class="gu-cross" d="M{left} 0V{SIZE}M{bottom} 0V{SIZE}M0 {right}H{SIZE}M0 {top}H{SIZE}"/>'
        f"{dots}"
        f'<text x="{left}" y="{SIZE + 18}">0</text><text x="{bottom}" y="{SIZE + 18}">1</text>'
        f'<text x="{SIZE - 8}" y="{SIZE + 18}">x₁</text>'
        f'<text x="-12" y="{right + 4}">0</text><text x="-12" y="{top + 4}">1</text>'
        f'<text x="-12" y="12">x₂</text></svg>'
        f'<div><div class="gu-readings"><table><thead><tr><th>x₁</th><th>x₂</th><th>{words["total"]}</th>'
        f"<th>{words['output']}</th></tr></thead><tbody>{rows}</tbody></table></div>"
        f'<p class="gu-verdict" role="status">{words["gate"]}: '
        f'<strong data-set="text=name">{{name}}</strong></p></div></div></section>'
    )
