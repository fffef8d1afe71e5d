"""Words that claim a cause: none of our sentences may use one, because no document isolates what a reform did."""

from __future__ import annotations

import re

CAUSAL = {
    "en": (
        *("effect of", "effects of", "impact", "led to", "thanks to", "owing to", "due to"),
        *("results in", "resulted in", "because of", "attributed to", "attributable to", "caused", "causes"),
        *("brought about", "drove", "boosted", "improved"),
    ),
    "zh": (
        *("导致", "使得", "得益于", "归功于", "归因于", "成效显著", "成效明显", "效果", "促使", "带来了"),
        *("有力推动", "显著改善", "明显改善"),
    ),
}
"""By language, as the methods page lists them."""

_MADE_TO = re.compile(r"使[^，。；（）]{1,12}(提高|提升|下降|降低|增加|减少|改善)")
"""使……提高 and the like: something made something else rise or fall."""
_WORDS = {"en": re.compile(rf"\b({'|'.join(CAUSAL['en'])})\b", re.IGNORECASE), "zh": re.compile("|".join(CAUSAL["zh"]))}


def causal_words(text: str, language: str) -> list[str]:
    """The words in a text that claim a cause, in order."""
    found = [match.group() for match in _WORDS[language].finditer(text)]
    return found + [match.group() for match in _MADE_TO.finditer(text)] if language == "zh" else found
