"""One neuron, its weights and bias in the reader's hand: the line and the truth table.

The sliders are its axes. In the drawing an arrow, the weight vector, ends where its weights
have it end, and is drawn at `ARROW` of the inputs' scale to stay clear of the four dots.
"""

from itertools import pairwise

from groundup import gates
from groundup_book.figures.gates import CORNERS
from groundup.gates import AND, Neuron
from groundup_book.panels import initial, number, slider, tabulated

WEIGHTS = tuple(n / 4 for n in range(-4, 5))
BIASES = tuple(n / 10 for n in range(-15, 16))
AXES = {"w1": WEIGHTS, "w2": WEIGHTS, "b": BIASES}
LOW, HIGH = -0.5, 1.5
SIZE = 300
MIDDLE = (LOW + HIGH) / 2
ARROW = 0.375
SQUARE = ((LOW, LOW), (HIGH, LOW), (HIGH, HIGH), (LOW, HIGH))
GATES = {"AND": gates.and_gate, "OR": gates.or_gate, "NAND": gates.nand_gate}
X1, X2 = zip(*CORNERS)
WORDS = {
    "ko": {
        "title": "가중치와 편향을 움직여 보세요",
        "w1": "가중치 w₁", "w2": "가중치 w₂", "b": "편향 b",
        "total": "합 t", "output": "출력", "gate": "진리표의 이름",
        "plane": "입력 평면. 색칠한 쪽에서 뉴런의 출력이 1이다. 화살표는 가중치 벡터로 경계에 수직이다. 진리표에 같은 내용이 있다.",
        "drag": "화살표의 끝을 끌면 가중치가, 평면의 다른 곳을 끌면 편향이 바뀝니다.",
    },
    "en": {
        "title": "Move the weights and the bias",
        "w1": "weight w₁", "w2": "weight w₂", "b": "bias b",
        "total": "sum t", "output": "output", "gate": "name of the truth table",
        "plane": "The plane of the inputs. The neuron gives 1 in the coloured part. The arrow is the weight vector,"
        " at right angles to the boundary. The table says the same.",
        "drag": "Drag the tip of the arrow to change the weights, and the plane elsewhere to change the bias.",
    },
}  # fmt: skip


def place(x1: float, x2: float) -> tuple[float, float]:
    """Return where a pair of inputs stands in the drawing."""
    scale = SIZE / (HIGH - LOW)
    return round((x1 - LOW) * scale, 1), round((HIGH - x2) * scale, 1)


def crossing(neuron: Neuron, start: tuple, end: tuple) -> tuple[float, float] | None:
    """Return where the sum crosses zero between two points, if it does.

    The sum is a linear function of the inputs, so that between two points it crosses zero
    where a straight line between their sums does.
    """
    here, there = float(neuron.total(*start)), float(neuron.total(*end))
    if (here > 0) == (there > 0):
        return None
    share = here / (here - there)
    return tuple(a + share * (b - a) for a, b in zip(start, end))


def boundary(neuron: Neuron) -> list[tuple[float, float]]:
    """Return the two ends of the boundary in the square; none where it lies outside."""
    ends = (crossing(neuron, *side) for side in pairwise((*SQUARE, SQUARE[0])))
    return [end for end in ends if end]


def fires(neuron: Neuron) -> list[tuple[float, float]]:
    """Return the corners of the part of the square where the neuron fires."""
    corners = []
    for start, end in pairwise((*SQUARE, SQUARE[0])):
        if neuron.total(*start) > 0:
            corners.append(start)
        if crossed := crossing(neuron, start, end):
            corners.append(crossed)
    return corners


def show(w1: float, w2: float, b: float) -> dict[str, str]:
    """Return what the panel says of one neuron."""
    neuron = Neuron((w1, w2), b)
    outputs = [int(y) for y in neuron(X1, X2)]
    names = [name for name, gate in GATES.items() if gate(X1, X2).tolist() == outputs]
    region = " ".join(f"{x:g},{y:g}" for x, y in (place(*c) for c in fires(neuron)))
    edge = "L".join(f"{x:g} {y:g}" for x, y in (place(*end) for end in boundary(neuron)))
    texts = {"region": region, "edge": f"M{edge}" if edge else "", "name": names[0] if names else "–"}
    for n, (total, output) in enumerate(zip(neuron.total(X1, X2), outputs)):
        texts |= {f"t{n}": number(total), f"y{n}": str(output)}
    return texts


def tip(w1: float, w2: float) -> tuple[float, float]:
    """Return where the arrow ends in the drawing."""
    return place(MIDDLE + ARROW * w1, MIDDLE + ARROW * w2)


def arrow(w1: float, w2: float) -> dict[str, str]:
    """Return the arrow's line; there is none for weights of zero."""
    ends = *place(MIDDLE, MIDDLE), *tip(w1, w2)
    return {"arrow": "M{:g} {:g}L{:g} {:g}".format(*ends) if w1 or w2 else ""}


def panel() -> dict:
    """Return the panel, AND at first."""
    data = {
        "axes": {name: len(values) for name, values in AXES.items()},
        "parts": tabulated(show, AXES, *AXES)
        | tabulated(arrow, AXES, "w1", "w2")
        | tabulated(lambda w1: {"tip_x": f"{tip(w1, 0)[0]:g}"}, AXES, "w1")
        | tabulated(lambda w2: {"tip_y": f"{tip(0, w2)[1]:g}"}, AXES, "w2"),
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
    middle = place(MIDDLE, MIDDLE)
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
        f'<div><svg class="gu-drag" viewBox="-24 -4 {SIZE + 28} {SIZE + 30}" role="img" aria-label="{words["plane"]}">'
        f'<rect class="gu-plane" width="{SIZE}" height="{SIZE}"/>'
        f'<polygon class="gu-fires" data-set="points=region" points="{{region}}"/>'
        f'<path class="gu-cross" d="M{left} 0V{SIZE}M{bottom} 0V{SIZE}M0 {right}H{SIZE}M0 {top}H{SIZE}"/>'
        f'<path class="gu-edge" data-drag="b=d" data-set="d=edge" d="{{edge}}"/>'
        f"{dots}"
        f'<marker id="gu-head" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="5" markerHeight="5" orient="auto">'
        f'<path d="M0 0L10 5L0 10z"/></marker>'
        f'<circle class="gu-tail" cx="{middle[0]:g}" cy="{middle[1]:g}" r="3"/>'
        f'<path class="gu-arrow" marker-end="url(#gu-head)" data-set="d=arrow" d="{{arrow}}"/>'
        f'<circle class="gu-tip" r="24" data-drag="w1=cx w2=cy" data-set="cx=tip_x cy=tip_y"'
        f' cx="{{tip_x}}" cy="{{tip_y}}"/>'
        f'<circle class="gu-ring" r="12" data-set="cx=tip_x cy=tip_y" cx="{{tip_x}}" cy="{{tip_y}}"/>'
        f'<text x="{left}" y="{SIZE + 18}">0</text><text x="{bottom}" y="{SIZE + 18}">1</text>'
        f'<text x="{SIZE - 8}" y="{SIZE + 18}">x₁</text>'
        f'<text x="-12" y="{right + 4}">0</text><text x="-12" y="{top + 4}">1</text>'
        f'<text x="-12" y="12">x₂</text></svg><p class="gu-hint">{words["drag"]}</p></div>'
        f'<div><div class="gu-readings"><table><thead><tr><th>x₁</th><th>x₂</th><th>{words["total"]}</th>'
        f"<th>{words['output']}</th></tr></thead><tbody>{rows}</tbody></table></div>"
        f'<p class="gu-verdict" role="status">{words["gate"]}: '
        f'<strong data-set="text=name">{{name}}</strong></p></div></div></section>'
    )
