"""Upper and lower case for texts that came over a wire in capitals, as MUC's did.

Each word gets the casing that is likeliest beside its neighbours by the counts that the package `truecase` carries
(Lita et al. 2003); a word that it does not know is taken for a name. Names of the actor lexicon are cased as there.
Needs `pip install truecase==0.0.14`; nothing is fetched.
"""

from __future__ import annotations

import re

from truecase.TrueCaser import TrueCaser

from tacitus.codebook import Codebook

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SENTENCE_START = re.compile(r"(?:^|[.!?]\"?\s+|\n\s*|--\s*|: \"|[.!?,] \")$")
_ACRONYM = re.compile(r"[\[(]([A-Z][A-Z-]{1,6})[\])]|\b([A-Z]{2,6}) \[(?=[A-Z]+ [A-Z]+)")
_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")


class Casing:
    """Gives capitals back to where they belong."""

    def __init__(self, codebook: Codebook) -> None:
        self._caser = TrueCaser()
        names = {name.lstrip("=") for entry in codebook.actors for name in (entry.name, *entry.aliases)}
        self._names = {name.lower(): name for name in names if " " in name}
        self._acronyms = {name.lower() for name in names if name.isupper() and self._rather_acronym(name)}
        longest = sorted(self._names, key=len, reverse=True)
        self._find = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b")

    def restore(self, text: str) -> str:
        """Return the text, of the same length, in the case in which it would have been written."""
        acronyms = self._acronyms | {one.lower() for found in _ACRONYM.findall(text) for one in found if one}
        words = list(_WORD.finditer(text))
        lower = [match.group().lower() for match in words]
        result = list(text.lower())
        before: str | None = None
        for position, match in enumerate(words):
            start, end = match.span()
            after = lower[position + 1] if position + 1 < len(words) else None
            if _MONTH.fullmatch(lower[position]) and text[start - 2 : start - 1].isdigit():
                cased = lower[position].capitalize()
            elif lower[position] in acronyms:
                cased = match.group().upper()
            elif _SENTENCE_START.search(text[max(0, start - 4) : start]):
                cased = self._cased(lower[position], None, after)
                cased = cased[0].upper() + cased[1:]
            else:
                cased = self._cased(lower[position], before, after)
            result[start:end] = cased
            before = cased
        return self._find_names("".join(result))

    def _rather_acronym(self, name: str) -> bool:
        """Tell whether a word is oftener written in capitals than not ("WHO" is not)."""
        written = self._caser.uni_dist
        return len(name) > 2 and written[name] >= written[name.lower()] + written[name.capitalize()]

    def _cased(self, word: str, before: str | None, after: str | None) -> str:
        known = self._caser.word_casing_lookup
        if word not in known:
            return word.capitalize() if len(word) > 2 else word
        ways = [way for way in known[word] if len(way) == len(word)]
        if len(ways) == 1:
            return ways[0]
        return max(ways, key=lambda way: self._caser.get_score(before, way, after), default=word)

    def _find_names(self, text: str) -> str:
        def named(match: re.Match[str]) -> str:
            name = self._names[match.group().lower()]
            return name if len(name) == len(match.group()) else match.group()

        return re.sub(self._find.pattern, named, text, flags=re.IGNORECASE)
