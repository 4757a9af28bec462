"""A clock's hour and a number of hours in the reader's hand."""

from clock.hours import HOURS, add

WORDS = {
    "ko": {"title": "시계를 움직여 보세요", "hour": "지금", "more": "몇 시간 뒤", "shown": "시계가 가리키는 시"},
    "en": {"title": "Move the clock", "hour": "now", "more": "hours later", "shown": "the clock shows"},
    "ja": {"title": "時計を動かしてみましょう", "hour": "いま", "more": "何時間後", "shown": "時計が指す時"},
}  # fmt: skip
MORE = 25


def panel() -> dict:
    """Return the panel, ten o'clock and five hours at first."""
    shown = [add(hour, more) for hour in range(HOURS) for more in range(MORE)]
    values = sorted({str(hour) for hour in shown}, key=int)
    parts = {"shown": {"axes": ["hour", "more"], "values": values, "index": shown}}
    data = {"axes": {"hour": HOURS, "more": MORE}, "parts": parts}
    return {"html": {language: _html(words) for language, words in WORDS.items()}, "data": data}


def _html(words: dict) -> str:
    return (
        f'<section class="gu-panel" data-panel="hand" aria-label="{words["title"]}">'
        f'<p class="gu-panel-title">{words["title"]}</p><div class="gu-sliders">'
        f'{_slider("hour", words["hour"], HOURS, 10)}{_slider("more", words["more"], MORE, 5)}</div>'
        f'<p class="gu-verdict" role="status">{words["shown"]}:'
        f' <strong data-set="text=shown">{add(10, 5)}</strong></p></section>'
    )


def _slider(name: str, label: str, count: int, start: int) -> str:
    texts = " ".join(map(str, range(count)))
    return (
        f'<label class="gu-slider"><span>{label}</span><input type="range" min="0" max="{count - 1}"'
        f' value="{start}" step="1" data-axis="{name}" data-texts="{texts}"'
        f' aria-valuetext="{start}"><b>{start}</b></label>'
    )
