"""Where the search cuts words: particles and compounds, the endings of words.

Material's search worker cuts pages and queries alike at one regular expression and
finds the words that begin as a word of the query does. What is cut off here is
therefore found in every form, whichever of the two has it. What a language's words are and
where they end stands in ``words/*.toml``; pages of one language also hold words of others.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import groupby

LATIN = "A-Za-z0-9_À-ɏΑ-ω"  # of code and formulas too, whatever the language


class Rules:
    """How the words of some languages are cut, all together.

    Parameters
    ----------
    languages : iterable of mapping
        `language.search` of each, as ``words/*.toml`` says it.

    Attributes
    ----------
    letters : str
        All letters, as they stand in the brackets of a regular expression.
    joined : list of str
        By language, a regular expression for one of the letters whose words stand together
        without a space.
    """

    def __init__(self, languages: Iterable[Mapping]) -> None:
        self.languages = list(languages)
        own = [one["letters"] for one in self.languages if one["letters"]]
        self.joined = [f"[{letters}]" for letters in own]
        more = "".join(one["more_letters"] for one in self.languages)
        self.letters = LATIN + "".join(own) + more

    def _all(self, key: str) -> list[str]:
        return [text for one in self.languages for text in one[key]]

    def separator(self, known: Collection[str] = ()) -> str:
        """Return the regular expression at which pages and queries are cut.

        Parameters
        ----------
        known : collection of str
            Words of joined letters: particles are cut off those of one letter, and compounds
            are cut before and after the longer ones.

        Notes
        -----
        It means the same to JavaScript and to Python: lookbehinds are of fixed width.
        """
        letter = self.letters
        after = f"(?!{'|'.join(self.joined)})" if self.joined else ""
        particles = f"(?:{'|'.join(self._all('particles'))})+{after}"
        stop = "|".join({w: None for one in self._all("stop") for w in (one, one.capitalize())})
        cut_off = f"{particles}|" if self._all("particles") else ""
        parts = [
            rf"(?:&(?:amp|lt|gt);|[^{letter}.]|\.(?![{letter}])|(?<![{letter}])\.)+",
            rf"(?<![{letter}.])(?:{stop})(?:{cut_off}(?!\.?[{letter}]))" if stop else "",
        ]
        for one in self.languages:
            parts += self._of_letters(one)
        parts += [rf"{ending}(?!\.?[{letter}])" for ending in self._all("endings")]
        for one in self.languages:
            parts += self._of_known(one, known)
        return "|".join(part for part in parts if part)

    def _of_letters(self, one: Mapping) -> Iterable[str]:
        if one["letters"]:
            h = f"[{one['letters']}]"
            if one["particles"]:
                yield f"(?:(?<={h}{{2}})|(?<=[A-Za-z0-9]))(?:{'|'.join(one['particles'])})+(?!{h})"
            if one["particles_after_one"]:
                yield f"(?<={h})(?:{'|'.join(one['particles_after_one'])})(?!{h})"
        yield from one["cuts"]
        if one["letters"]:
            yield f"(?<=[A-Za-z0-9])(?={h})|(?<={h})(?=[A-Za-z0-9])"

    def _of_known(self, one: Mapping, known: Collection[str]) -> Iterable[str]:
        """Yield where words stand in compounds, shorter ones first."""
        if not one["letters"]:
            return
        h = f"[{one['letters']}]"
        own = [word for word in known if re.fullmatch(f"{h}+", word)]
        for length, same in groupby(sorted(own, key=lambda word: (len(word), word)), len):
            words = list(same)
            if length == 1:
                if one["particles"]:
                    particles = f"(?:{'|'.join(one['particles'])})+(?!{h})"
                    yield f"(?<=(?<!{h})[{''.join(words)}]){particles}"
                continue
            yield f"(?<={h}{{2}})(?={'|'.join(words)})"
            whole = [w for w in words if not any(o != w and o.startswith(w) for o in own)]
            if whole:
                yield f"(?<=(?<!{h})(?:{'|'.join(whole)}))(?={h})"

    def standing_alone(self, texts: list[str]) -> set[str]:
        """Return the joined words that stand by themselves three times, but no compounds."""
        runs = Counter(
            run for text in texts for h in self.joined for run in re.findall(f"{h}+", text)
        )

        def common(cut):
            counts = Counter()
            for run, times in runs.items():
                for word in pieces(run, cut):
                    counts[word] += times
            return {word for word, times in counts.items() if times > 2}

        nouns = {word for word in common(self.separator()) if len(word) == 1}
        words = common(self.separator(nouns))
        compounds = {w for w in words for i in range(2, len(w)) if {w[:i], w[i:]} <= words}
        return words - compounds | nouns


@lru_cache(50_000)
def pieces(word: str, cut: str) -> tuple[str, ...]:
    """Return what the separator ``cut`` leaves of a word.

    Examples
    --------
    >>> pieces("one-two", "-")
    ('one', 'two')
    """
    return tuple(piece for piece in re.split(cut, word) if piece)
