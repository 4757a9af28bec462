"""Where the search cuts words: Korean particles and compounds, English endings.

Material's search worker cuts pages and queries alike at one regular expression and
finds the words that begin as a word of the query does. What is cut off here is
therefore found in every form, whichever of the two has it.
"""

import re
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from itertools import groupby

H = "[가-힣]"
LETTER = "A-Za-z0-9_À-ɏΑ-ω가-힣"
# After two syllables and more, one or several: 값들에서는, 계산하기보다.
PARTICLES = (
    "은 는 이 가 을 를 의 에 와 과 도 만 (?<!플)로 으로 에서 에게 서 부터 까지 보다 처럼 마다 나 이나 들 "
    "란 이란 라 이라 며 이며 고 이고 면 이면 다 이다 인 인가 일까 니다 습니다 입니다 입니까 무엇 기 "
    "(?:하|되|시키)(?:고|기|는|다|여|며|면|면서|려면|거나|도록|게|니|지)? "
    "[합됩]니다 [한할함된될됨해돼] 한다 된다 해서 해야 [했됐]습니다"
).split()
AFTER_ONE_SYLLABLE = "[은는을를] 니다 합니다 하기 하고 하는 하면 한다 했습니다".split()
LOAN_ENDINGS = f"(?<={H}[로도노])우|(?<={H}스)[트팅]"  # 오버플로우, 브로드캐스팅
ENDINGS = (
    "(?<=[a-z]{3})(?:(?<=s|x)es|(?<=ch|sh)es|(?<=a)ses|(?<![aius])s|ices|[ie]x)",
    "(?<=[a-z]{3})(?:[bdgmnprt](?<=bb|dd|gg|mm|nn|pp|rr|tt))?(?:ings?|(?<!e)ed)",
    "(?<=[a-z]{4})(?:i?cations?|ations?|at(?:e[ds]?|ing)"
    "|i[sz](?:e[drs]{0,2}|ing|ations?)|ions?|it(?:y|ies)|i?ers?|ies|(?<!p)ly|ys?|e[ds]?)",
)
STOP = (
    "a an the of to is are in on for with by how what why do does did my "
    "왜 무엇 이유 까닭 방법 어떻게 것 나는 하는 있는 없는"
).split()


def separator(known: Collection[str] = ()) -> str:
    """Return the regular expression at which pages and queries are cut.

    Parameters
    ----------
    known : collection of str
        Korean words: particles are cut off those of one syllable, and compounds are
        cut before and after the longer ones.

    Notes
    -----
    It means the same to JavaScript and to Python: lookbehinds are of fixed width.

    Examples
    --------
    >>> pieces("활성화함수에서는", separator(["활성화", "함수"]))
    ('활성화', '함수')
    """
    particles = f"(?:{'|'.join(PARTICLES)})+(?!{H})"
    stop = "|".join({word: None for one in STOP for word in (one, one.capitalize())})
    parts = [
        rf"(?:&(?:amp|lt|gt);|[^{LETTER}.]|\.(?![{LETTER}])|(?<![{LETTER}])\.)+",
        rf"(?<![{LETTER}.])(?:{stop})(?:{particles}|(?!\.?[{LETTER}]))",
        f"(?:(?<={H}{{2}})|(?<=[A-Za-z0-9])){particles}",
        f"(?<={H})(?:{'|'.join(AFTER_ONE_SYLLABLE)})(?!{H})",
        LOAN_ENDINGS,
        f"(?<=[A-Za-z0-9])(?={H})|(?<={H})(?=[A-Za-z0-9])",
        *(rf"{ending}(?!\.?[{LETTER}])" for ending in ENDINGS),
    ]
    for length, same in groupby(sorted(known, key=lambda word: (len(word), word)), len):
        words = list(same)
        if length == 1:
            parts.append(f"(?<=(?<!{H})[{''.join(words)}]){particles}")
            continue
        parts.append(f"(?<={H}{{2}})(?={'|'.join(words)})")
        whole = [w for w in words if not any(o != w and o.startswith(w) for o in known)]
        if whole:
            parts.append(f"(?<=(?<!{H})(?:{'|'.join(whole)}))(?={H})")
    return "|".join(parts)


@lru_cache(50_000)
def pieces(word: str, cut: str) -> tuple[str, ...]:
    """Return what the separator ``cut`` leaves of a word."""
    return tuple(piece for piece in re.split(cut, word) if piece)


def standing_alone(texts: list[str]) -> set[str]:
    """Return the Korean words that stand by themselves three times, but no compounds."""
    runs = Counter(run for text in texts for run in re.findall(f"{H}+", text))

    def common(cut):
        counts = Counter()
        for run, times in runs.items():
            for word in pieces(run, cut):
                counts[word] += times
        return {word for word, times in counts.items() if times > 2}

    nouns = {word for word in common(separator()) if len(word) == 1}
    words = common(separator(nouns))
    compounds = {w for w in words for i in range(2, len(w)) if {w[:i], w[i:]} <= words}
    return words - compounds | nouns
