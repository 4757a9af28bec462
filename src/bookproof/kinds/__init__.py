"""What a page can embed, one file a kind. A new kind is a file here, its test, and a line below."""

from bookproof.kinds.api import Api
from bookproof.kinds.card import Card
from bookproof.kinds.fact import Fact
from bookproof.kinds.facts import Facts
from bookproof.kinds.figure import FigureKind
from bookproof.kinds.kind import Kind
from bookproof.kinds.lab import Lab
from bookproof.kinds.panel import Panel
from bookproof.kinds.record import Record
from bookproof.kinds.symbol import Symbol
from bookproof.kinds.then_and_now import ThenAndNow
from bookproof.kinds.transcript import TranscriptKind

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        TranscriptKind(),
        Symbol(),
        Fact(),
        Record(),
        FigureKind(),
        Panel(),
        Api(),
        ThenAndNow(),
        Facts(),
        Lab(),
        Card(),
    )
}
DIRECTIVES = {name: kind for name, kind in KINDS.items() if kind.form}
